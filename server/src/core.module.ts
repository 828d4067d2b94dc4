import { type DynamicModule, Module, type Provider } from '@nestjs/common'
import { ApiKey } from './api-keys/api-key.entity.js'
import { ApiKeysModule } from './api-keys/api-keys.module.js'
import { AuditEntry } from './audit/audit-entry.entity.js'
import { AuditModule } from './audit/audit.module.js'
import { AuthModule } from './auth/auth.module.js'
import { RefreshToken } from './staff/refresh-token.entity.js'
import { StaffInvitation } from './staff/staff-invitation.entity.js'
import { StaffModule } from './staff/staff.module.js'
import { User } from './users/user.entity.js'
import { CannedReply } from './canned-replies/canned-reply.entity.js'
import { CannedRepliesModule } from './canned-replies/canned-replies.module.js'
import { ChatArchiving } from './chats/chat-archiving.entity.js'
import { ChatsModule } from './chats/chats.module.js'
import { SupportChat } from './chats/support-chat.entity.js'
import { CommonModule } from './common/common.module.js'
import type { Config } from './config/config.js'
import { ConfigModule } from './config/config.module.js'
import { DatabaseModule } from './database/database.module.js'
import { JoinedEvent } from './database/joined-event.entity.js'
import { EventsModule } from './database/events.module.js'
import { OutboxEvent } from './events/event.entity.js'
import { EventFeedModule } from './events/event-feed.module.js'
import { MessagesModule } from './messages/messages.module.js'
import { SupportMessage } from './messages/support-message.entity.js'
import { OutboxEmail } from './notifications/email-outbox.entity.js'
import { NotificationsModule } from './notifications/notifications.module.js'
import { PresenceModule } from './presence/presence.module.js'
import { RateLimitsModule } from './rate-limits/rate-limits.module.js'
import { RealtimeModule } from './realtime/realtime.module.js'
import { RedisModule } from './redis/redis.module.js'
import { ServerProcess } from './redis/server-process.entity.js'
import { WebhookDelivery } from './webhooks/webhook-delivery.entity.js'
import { WebhookEndpoint } from './webhooks/webhook-endpoint.entity.js'
import { WebhooksModule } from './webhooks/webhooks.module.js'
import { SupportChat as SupportChatFacade } from './support-chat.js'
import { SupportChatService } from './support-chat.service.js'
import { UsersModule } from './users/users.module.js'

const entities = [
  User,
  RefreshToken,
  StaffInvitation,
  AuditEntry,
  ApiKey,
  ServerProcess,
  SupportChat,
  ChatArchiving,
  SupportMessage,
  CannedReply,
  OutboxEvent,
  JoinedEvent,
  WebhookEndpoint,
  WebhookDelivery,
  OutboxEmail,
]

/** Everything but what only a stand-alone server needs. */
@Module({})
export class CoreModule {
  /** @param extensions what takes the place of defaults, by `customOf` their points */
  static forRoot(config: Config, extensions: Provider[] = []): DynamicModule {
    return {
      module: CoreModule,
      imports: [
        CommonModule.forRoot(extensions),
        ConfigModule.forRoot(config),
        EventsModule,
        DatabaseModule.forRoot(entities),
        RedisModule,
        RateLimitsModule,
        PresenceModule,
        AuthModule,
        AuditModule,
        StaffModule,
        ApiKeysModule,
        ChatsModule,
        MessagesModule,
        EventFeedModule,
        WebhooksModule,
        RealtimeModule,
        CannedRepliesModule,
        NotificationsModule.forRoot(config),
        UsersModule,
      ],
      providers: [{ provide: SupportChatFacade, useClass: SupportChatService }],
    }
  }
}
