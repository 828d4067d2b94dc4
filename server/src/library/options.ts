import type { DynamicModule, InjectionToken, OptionalFactoryDependency, Type } from '@nestjs/common'
import type { UserAuthenticator, UserCredentials, UserIdentity } from '../auth/user-authenticator.js'
import type { SupportChatSettings } from '../config/settings.js'
import type { MessagePolicy } from '../messages/message-policy.js'
import type { NotificationChannel } from '../notifications/notification-channel.js'
import type { RateLimitPolicy } from '../rate-limits/rate-limit.policy.js'

/** The token of what `forRoot` was given. */
export const OPTIONS = 'support-chat:options'

/** What takes the place of a default: a class, which Nest makes, or a factory with what it needs, from anywhere in your application. */
export type Extension<T> =
  | Type<T>
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what is injected is known where the factory is written
  | { inject?: (InjectionToken | OptionalFactoryDependency)[]; useFactory: (...injected: any[]) => T | Promise<T> }

/** The one method of `UserAuthenticator`. */
export type AuthenticateUser = (
  credentials: UserCredentials,
) => UserIdentity | null | undefined | Promise<UserIdentity | null | undefined>

/** What `SupportChatModule.forRoot` takes. Each option may be left out, but one of `dataSource` and `databaseUrl`. */
export interface SupportChatOptions extends SupportChatSettings {
  /** Tells which of your users a request is from, by its token or its cookies. Default: the JWT of `userJwt`. */
  authenticateUser?: Extension<UserAuthenticator | AuthenticateUser> | undefined
  /** Beside e-mail, tell of replies that have stayed unread for as long as each channel says. Default: none. */
  channels?: readonly Extension<NotificationChannel>[] | undefined
  /** See each message before it is stored, in this order: they may refuse it, or rewrite it. Default: none. */
  messagePolicies?: readonly Extension<MessagePolicy>[] | undefined
  /** Says how much an account may do. Default: what docs/limits.md tells. */
  rateLimits?: Extension<RateLimitPolicy> | undefined
}

/** What `SupportChatModule.forRootAsync` takes, as other modules of Nest do. */
export interface SupportChatAsyncOptions {
  /** The modules from which `inject` and the extensions take what they need. */
  imports?: DynamicModule['imports']
  inject?: (InjectionToken | OptionalFactoryDependency)[]
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what is injected is known where the factory is written
  useFactory: (...injected: any[]) => SupportChatOptions | Promise<SupportChatOptions>
}

/** Options that are no settings. */
export const EXTENSIONS: readonly (keyof SupportChatOptions)[] = [
  'authenticateUser',
  'channels',
  'messagePolicies',
  'rateLimits',
]
