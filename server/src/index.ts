// What an application that imports the module relies on; see docs/extending.md. Everything else may change.
export { Config, type UserJwtConfig } from './config/config.js'
export type { TrustedProxies } from './config/trusted-proxies.js'
export { ConfigError, loadConfig } from './config/env.js'
export type { Reader, Transaction } from './database/transaction.js'
export { UnitOfWork } from './database/unit-of-work.js'
export { AppError } from './common/errors/app-error.js'
export type * from './database/domain-events.js'
export { EventBus } from './database/event-bus.js'
export { SupportChatIoAdapter } from './realtime/socket-io.adapter.js'
export { SupportChatModule } from './library/support-chat.module.js'
export type { AuthenticateUser, Extension, SupportChatAsyncOptions, SupportChatOptions } from './library/options.js'
export type { SupportChatSettings } from './config/settings.js'
export { migrate } from './database/migrate.js'
export { SupportChat, type ChatOf, type SentToUser, type ToSend, type ToUser } from './support-chat.js'

// Extension points.
export { UserAuthenticator, type UserCredentials, type UserIdentity } from './auth/user-authenticator.js'
export { NotificationChannel, type UnreadNotice } from './notifications/notification-channel.js'
export {
  MessagePolicy,
  type MessageContext,
  type MessageDraft,
  type MessageVerdict,
} from './messages/message-policy.js'
export { RateLimitPolicy, type LimitedAccount } from './rate-limits/rate-limit.policy.js'
export type { RateLimit, RateLimitName } from './rate-limits/rate-limit.js'

// Features, each a module with its services.
export { AuthModule, ChatsModule, MessagesModule, NotificationsModule } from './library/modules.js'
export { Authenticated, CurrentUser, Scope, SupportChatGuard } from './auth/support-chat.guard.js'
export { Authenticator } from './auth/authenticator.js'
export type { Principal } from './auth/principal.js'
export { ChatListService } from './chats/chat-list.service.js'
export { ChatUserService } from './chats/chat-user.service.js'
export { ChatsService } from './chats/chats.service.js'
export { UserDirectoryService } from './chats/user-directory.service.js'
export { ConversationService } from './messages/conversation.service.js'
export { MessagesService, OWN_CHAT, type ChatReference } from './messages/messages.service.js'
export { ReadingService } from './messages/reading.service.js'
export { SendToUserService } from './messages/send-to-user.service.js'
export { UnsubscribeLinks } from './notifications/unsubscribe-links.js'
export { UnsubscribeService } from './notifications/unsubscribe.service.js'

/** The tables, as `entities.User`: of the connection `support_chat`, for reading. */
export * as entities from './entities.js'

// What their methods, REST and sockets take and give.
export type {
  AdminSupportChat,
  ApiError,
  ApiScope,
  ArchiveState,
  ChatListPage,
  ChatUser,
  DirectoryUser,
  ErrorCode,
  Identity,
  MarkReadBody,
  MessagePage,
  Role,
  SendMessageBody,
  SenderType,
  SupportChatListItem,
  SupportEvent,
  SupportMessage,
  UnreadCount,
  UserBody,
  UserPage,
} from '@support-chat/shared'
