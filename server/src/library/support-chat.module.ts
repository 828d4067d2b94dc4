import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Inject,
  Module,
  type OnModuleInit,
  type Provider,
} from '@nestjs/common'
import { HttpAdapterHost, ModulesContainer } from '@nestjs/core'
import { getDataSourceToken } from '@nestjs/typeorm'
import type { Server } from 'node:http'
import { DataSource } from 'typeorm'
import { GUEST } from '../common/guest.js'
import { Config } from '../config/config.js'
import { ConfigError } from '../config/env.js'
import { EventBus } from '../database/event-bus.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { SupportChat } from '../support-chat.js'
import { StartError } from '../config/start-error.js'
import { bridge } from './bridge.js'
import { checkOptions } from './check-options.js'
import { ExtensionMaker } from './extension-maker.js'
import { customProviders, extensionPoints, extensionProviders } from './extensions.js'
import { GuestApplication } from './guest-application.js'
import { HostSockets } from './host-sockets.gateway.js'
import { OPTIONS, type SupportChatAsyncOptions, type SupportChatOptions } from './options.js'

/** The name of the connection to the tables of Support Chat: `@InjectDataSource('support_chat')`. */
const CONNECTION = getDataSourceToken('support_chat')

const guest: Provider = {
  provide: GUEST,
  inject: [ModulesContainer, OPTIONS, ...extensionPoints],
  useFactory: (modules: ModulesContainer, options: SupportChatOptions | Config, ...extensions: unknown[]) => {
    refuseSecond(modules)
    return GuestApplication.create(options, customProviders(extensions))
  },
}

const services = [Config, EventBus, SupportChat, UnitOfWork]

/** What it is made of is made in a container of its own; here it can be injected. None has a hook of Nest's: those run there. */
const bridged: Provider[] = [
  ...bridge(services),
  { provide: CONNECTION, inject: [GUEST], useFactory: (app: GuestApplication) => app.get(DataSource) },
]

/**
 * The whole of Support Chat as one module, for an application of your own. It is global: what it exports can be injected
 * everywhere.
 *
 * It keeps to itself: your global prefix, versions, guards, interceptors, pipes and filters do not apply to its routes and
 * sockets, its providers are not among yours, and its tables have a schema of their own.
 *
 * @example
 * \@Module({ imports: [SupportChatModule.forRoot({ databaseUrl: process.env.DATABASE_URL })] })
 * export class AppModule {}
 */
@Module({})
export class SupportChatModule implements OnModuleInit, BeforeApplicationShutdown {
  /** @internal Nest makes it. */
  constructor(
    @Inject(GUEST) private readonly guest: GuestApplication,
    private readonly sockets: HostSockets,
    private readonly adapterHost: HttpAdapterHost,
    private readonly extensions: ExtensionMaker,
  ) {}

  /** @throws ConfigError, when the application is made, that names all options that are missing or wrong */
  static forRoot(options: SupportChatOptions | Config): DynamicModule {
    return describe([{ provide: OPTIONS, useFactory: () => checkOptions(options) }])
  }

  /** The same with options that are not known before your application has made what they come from. */
  static forRootAsync({ imports = [], inject = [], useFactory }: SupportChatAsyncOptions): DynamicModule {
    if (typeof (useFactory as unknown) !== 'function') {
      throw new ConfigError(
        'Support Chat: forRootAsync takes { imports, inject, useFactory }, and no useClass or useExisting.',
      )
    }
    const create = async (...injected: unknown[]) => checkOptions(await useFactory(...injected))
    return describe([{ provide: OPTIONS, inject, useFactory: create }], imports)
  }

  async onModuleInit(): Promise<void> {
    await this.extensions.makeAll()
    const { httpAdapter } = this.adapterHost
    await this.guest.start(httpAdapter ? (httpAdapter.getHttpServer() as Server) : null, this.sockets.server)
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.guest.close()
  }
}

/** It is global: of two, each of the application's modules would get either. */
function refuseSecond(modules: ModulesContainer): void {
  const imported = [...modules.values()].filter(({ metatype }) => metatype === SupportChatModule)
  if (imported.length < 2) return
  throw new StartError(
    'SupportChatModule is imported more than once, with forRoot or forRootAsync: keep one, which serves all of your modules.',
  )
}

function describe(options: Provider[], imports: DynamicModule['imports'] = []): DynamicModule {
  return {
    module: SupportChatModule,
    global: true,
    imports,
    providers: [...options, ...extensionProviders, guest, HostSockets, ...bridged],
    exports: [GUEST, ...services, CONNECTION],
  }
}
