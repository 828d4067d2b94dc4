import type { InjectionToken, OptionalFactoryDependency, Provider } from '@nestjs/common'
import type { ModuleRef } from '@nestjs/core'
import { UserAuthenticator, type UserCredentials } from '../auth/user-authenticator.js'
import { customOf } from '../common/extension-point.js'
import { NotificationChannel } from '../notifications/notification-channel.js'
import type { AuthenticateUser, Extension, SupportChatOptions } from './options.js'

/** What an application gives in place of defaults. It is made by the application's container, once all of that is there. */
export class Extensions {
  private readonly pending: (() => Promise<void>)[] = []

  constructor(
    private readonly options: SupportChatOptions,
    private readonly moduleRef: ModuleRef,
  ) {}

  /** For the container of Support Chat. What they stand for is there only after `resolve`, before the first request. */
  providers(): Provider[] {
    const { authenticateUser, channels = [] } = this.options
    return [
      ...(authenticateUser ? [this.userAuthenticator(authenticateUser)] : []),
      { provide: customOf(NotificationChannel), useValue: channels.map((channel) => this.channel(channel)) },
    ]
  }

  /** Has the application's container make them. */
  async resolve(): Promise<void> {
    for (const make of this.pending) await make()
  }

  private userAuthenticator(extension: Extension<UserAuthenticator | AuthenticateUser>): Provider {
    const made = this.later(extension)
    const authenticate = async (credentials: UserCredentials) => {
      const own = made()
      return (await (typeof own === 'function' ? own(credentials) : own.authenticate(credentials))) ?? null
    }
    return { provide: customOf(UserAuthenticator), useValue: { authenticate } satisfies UserAuthenticator }
  }

  private channel(extension: Extension<NotificationChannel>): NotificationChannel {
    const made = this.later(extension)
    return { notify: (notice) => made().notify(notice) }
  }

  private later<T>(extension: Extension<T>): () => T {
    let made: { value: T } | null = null
    this.pending.push(async () => {
      made = { value: await this.make(extension) }
    })
    return () => {
      if (made === null) throw new Error('Support Chat is not initialised yet')
      return made.value
    }
  }

  /** A class that the application provides is taken as it is there. */
  private async make<T>(extension: Extension<T>): Promise<T> {
    if (typeof extension !== 'function') {
      const injected = (extension.inject ?? []).map((dependency) => this.find(dependency))
      return extension.useFactory(...injected)
    }
    try {
      return this.moduleRef.get<T>(extension, { strict: false })
    } catch {
      return await this.moduleRef.create(extension)
    }
  }

  private find(dependency: InjectionToken | OptionalFactoryDependency): unknown {
    const { token, optional } = isOptional(dependency) ? dependency : { token: dependency, optional: false }
    try {
      return this.moduleRef.get(token as string, { strict: false })
    } catch (error) {
      if (optional) return undefined
      throw error
    }
  }
}

function isOptional(dependency: unknown): dependency is OptionalFactoryDependency {
  return typeof dependency === 'object' && dependency !== null && 'token' in dependency
}
