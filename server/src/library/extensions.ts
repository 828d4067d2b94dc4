import type { Abstract, Provider } from '@nestjs/common'
import { UserAuthenticator, type UserCredentials } from '../auth/user-authenticator.js'
import { customOf } from '../common/extension-point.js'
import { MessagePolicy, MessagePolicyChain } from '../messages/message-policy.js'
import { NotificationChannel } from '../notifications/notification-channel.js'
import { RateLimitPolicy } from '../rate-limits/rate-limit.policy.js'
import { ExtensionMaker } from './extension-maker.js'
import { type AuthenticateUser, type Extension, OPTIONS, type SupportChatOptions } from './options.js'

/** What stands for an option, before that is made; null where the default is to serve. */
const POINTS = new Map<Abstract<unknown>, (options: SupportChatOptions, maker: ExtensionMaker) => unknown>([
  [
    UserAuthenticator,
    ({ authenticateUser }, maker) =>
      authenticateUser && userAuthenticator(maker.later(authenticateUser, 'authenticateUser', 'authenticate')),
  ],
  [
    NotificationChannel,
    ({ channels }, maker) =>
      channels?.map((channel) => notificationChannel(maker.later(channel, 'channels', 'notify'))),
  ],
  [MessagePolicy, ({ messagePolicies }, maker) => messagePolicies?.length && messagePolicy(messagePolicies, maker)],
  [
    RateLimitPolicy,
    ({ rateLimits }, maker) => rateLimits && rateLimitPolicy(maker.later(rateLimits, 'rateLimits', 'limitFor')),
  ],
])

/** The tokens of the extension points in the application's container. */
export const extensionPoints = [...POINTS.keys()]

/**
 * The extension points are providers of the application's container, so that its tests override them as any other:
 * `overrideProvider(MessagePolicy).useValue(…)`, whatever the options say.
 */
export const extensionProviders: Provider[] = [
  ExtensionMaker,
  ...[...POINTS].map(([point, create]) => ({
    provide: point,
    inject: [OPTIONS, ExtensionMaker],
    useFactory: (options: SupportChatOptions, maker: ExtensionMaker) => create(options, maker) || null,
  })),
]

/** The same for the container of Support Chat. @param values of the extension points, in their order */
export function customProviders(values: readonly unknown[]): Provider[] {
  const given = extensionPoints.map((point, at) => ({ provide: customOf(point), useValue: values[at] }))
  return given.filter(({ useValue }) => useValue !== null)
}

function userAuthenticator(made: () => UserAuthenticator | AuthenticateUser): UserAuthenticator {
  return {
    authenticate: async (credentials: UserCredentials) => {
      const own = made()
      return (await (typeof own === 'function' ? own(credentials) : own.authenticate(credentials))) ?? null
    },
  }
}

function notificationChannel(made: () => NotificationChannel): NotificationChannel {
  return {
    get name() {
      return made().name ?? made().constructor.name
    },
    get afterMinutes() {
      return made().afterMinutes
    },
    notify: (notice) => made().notify(notice),
  }
}

function messagePolicy(policies: readonly Extension<MessagePolicy>[], maker: ExtensionMaker): MessagePolicy {
  const made = policies.map((policy) => maker.later(policy, 'messagePolicies', 'review'))
  return new MessagePolicyChain(
    made.map((policy) => ({ review: (message, context) => policy().review(message, context) })),
  )
}

function rateLimitPolicy(made: () => RateLimitPolicy): RateLimitPolicy {
  return { limitFor: (name, account, usual) => made().limitFor(name, account, usual) }
}
