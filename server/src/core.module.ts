import { type DynamicModule, Module, type Provider } from '@nestjs/common'
import { ApiKeysModule } from './api-keys/api-keys.module.js'
import { AttachmentsModule } from './attachments/attachments.module.js'
import { AuditModule } from './audit/audit.module.js'
import { AuthModule } from './auth/auth.module.js'
import { OidcModule } from './auth/oidc/oidc.module.js'
import { StaffModule } from './staff/staff.module.js'
import { CannedRepliesModule } from './canned-replies/canned-replies.module.js'
import { RoutingModule } from './routing/routing.module.js'
import { ChatsModule } from './chats/chats.module.js'
import { CommonModule } from './common/common.module.js'
import type { Config } from './config/config.js'
import { ConfigModule } from './config/config.module.js'
import { DatabaseModule } from './database/database.module.js'
import * as entities from './entities.js'
import { EventsModule } from './database/events.module.js'
import { EventFeedModule } from './events/event-feed.module.js'
import { MessagesModule } from './messages/messages.module.js'
import { NotesModule } from './notes/notes.module.js'
import { NotificationsModule } from './notifications/notifications.module.js'
import { PersonalDataModule } from './personal-data/personal-data.module.js'
import { PresenceModule } from './presence/presence.module.js'
import { RateLimitsModule } from './rate-limits/rate-limits.module.js'
import { RealtimeModule } from './realtime/realtime.module.js'
import { RedisModule } from './redis/redis.module.js'
import { WebhooksModule } from './webhooks/webhooks.module.js'
import { SetupModule } from './setup/setup.module.js'
import { SupportChat } from './support-chat.js'
import { SupportChatService } from './support-chat.service.js'
import { UsersModule } from './users/users.module.js'
import { WidgetSettingsModule } from './widget-settings/widget-settings.module.js'

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
        DatabaseModule.forRoot(Object.values(entities)),
        RedisModule,
        RateLimitsModule,
        PresenceModule,
        AuthModule,
        AuditModule,
        StaffModule,
        OidcModule,
        ApiKeysModule,
        WidgetSettingsModule,
        SetupModule,
        ChatsModule,
        AttachmentsModule,
        MessagesModule,
        NotesModule,
        EventFeedModule,
        WebhooksModule,
        RealtimeModule,
        CannedRepliesModule,
        RoutingModule,
        PersonalDataModule,
        NotificationsModule.forRoot(config),
        UsersModule,
      ],
      providers: [{ provide: SupportChat, useClass: SupportChatService }],
    }
  }
}
