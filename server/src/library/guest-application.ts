import type { Abstract, Provider, Type } from '@nestjs/common'
import type { NestExpressApplication } from '@nestjs/platform-express'
import type { RequestListener, Server as HttpServer } from 'node:http'
import type { Server } from 'socket.io'
import { DataSource } from 'typeorm'
import { basePathOf } from '../config/base-path.js'
import { Config } from '../config/config.js'
import { OriginPolicy } from '../config/origin-policy.js'
import { configOf } from '../config/settings-config.js'
import { StartError } from '../config/start-error.js'
import { createGuestApp } from '../create-app.js'
import { assertMigrated } from '../database/assert-migrated.js'
import { translateNamespace } from './base-connections.js'
import { NamespaceAdapter } from './namespace.adapter.js'
import { EXTENSIONS, type SupportChatOptions } from './options.js'
import { serveBelow } from './serve-below.js'

/**
 * Support Chat inside of another application: a Nest application of its own, so that neither sees the other's providers,
 * global guards, pipes, queues, connections or event emitters. The two meet in the options, in what is exported, at the HTTP server,
 * and in a namespace of Socket.IO.
 */
export class GuestApplication {
  private constructor(
    private readonly config: Config,
    private readonly app: NestExpressApplication,
  ) {}

  /**
   * Checks the options, brings the tables up to date, and makes all services.
   * @param extensions what takes the place of defaults, by `customOf` their points
   * @throws StartError
   */
  static async create(options: SupportChatOptions | Config, extensions: Provider[]): Promise<GuestApplication> {
    const config = options instanceof Config ? options : configOf(options, EXTENSIONS)
    return new GuestApplication(config, await createGuestApp(config, extensions))
  }

  get<T>(token: Type<T> | Abstract<T> | string): T {
    return this.app.get<T>(token, { strict: false })
  }

  /**
   * Begins to serve.
   * @param http of the application; null where it has none: services without routes
   * @param sockets the application's Socket.IO server; null where it has none
   * @throws StartError where the tables were to be brought up to date by the application, and are not
   */
  async start(http: HttpServer | null, sockets: Server | null): Promise<void> {
    if (sockets) this.app.useWebSocketAdapter(this.socketsOf(sockets))
    const { migrate, schema } = this.config
    if (!migrate && schema) await assertMigrated(this.get(DataSource), schema)
    await this.app.init()
    if (!http) return
    serveBelow(http, {
      base: basePathOf(this.config),
      parts: ['/api', '/widget', ...(this.config.console ? ['/admin'] : [])],
      handler: this.app.getHttpAdapter().getInstance() as RequestListener,
      origins: this.app.get(OriginPolicy, { strict: false }),
    })
  }

  close(): Promise<void> {
    return this.app.close()
  }

  private socketsOf(server: Server): NamespaceAdapter {
    if (typeof server.of !== 'function') {
      throw new StartError(
        "Your application's WebSocket adapter is not one of Socket.IO, of which Support Chat needs a namespace: set an IoAdapter.",
      )
    }
    translateNamespace(server, this.config.namespace)
    return new NamespaceAdapter(this.app, server.of(this.config.namespace))
  }
}
