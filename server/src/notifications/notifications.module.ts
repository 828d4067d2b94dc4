import { BullModule } from '@nestjs/bull'
import { type DynamicModule, Module, type Provider } from '@nestjs/common'
import { MailerModule } from '@nestjs-modules/mailer'
import { AuthModule } from '../auth/auth.module.js'
import { ChatsModule } from '../chats/chats.module.js'
import { Config } from '../config/config.js'
import { RedisConnections } from '../redis/redis-connections.js'
import { BullEmailScheduler, EMAIL_QUEUE } from './bull-email.scheduler.js'
import { EmailStatusSource } from '../messages/email-status.source.js'
import { EmailStatusService } from './email-status.service.js'
import { EmailOutboxRepository } from './email-outbox.repository.js'
import { EmailChannel } from './email.channel.js'
import { NotesModule } from '../notes/notes.module.js'
import { MentionEmailService } from './mention-email.service.js'
import { NotificationChannels } from './notification-channels.js'
import { UsersModule } from '../users/users.module.js'
import { StaffEmailService } from './staff-email.service.js'
import { mailerOptions } from './mail.transport.js'
import { ReplyEmailMessage } from './reply-email.message.js'
import { EmailOutboxService } from './email-outbox.service.js'
import { EmailOutboxWorker } from './email-outbox.worker.js'
import { LinkKeyRepository } from './link-key.repository.js'
import { LinkKeyService } from './link-key.service.js'
import { LinkKeys } from './link-keys.js'
import { UnsubscribeController } from './unsubscribe.controller.js'
import { UnsubscribeLinks } from './unsubscribe-links.js'
import { UnsubscribeService } from './unsubscribe.service.js'
import { WebhooksModule } from '../webhooks/webhooks.module.js'
import { WebhookNoticeEmailService } from './webhook-notice-email.service.js'
import { InMemoryEmailScheduler, EmailScheduler } from './email.scheduler.js'

const WHILE_AWAY = { client: 'wait', bclient: 'block', subscriber: 'listen' } as const

const queue = BullModule.registerQueueAsync({
  name: EMAIL_QUEUE,
  inject: [RedisConnections],
  useFactory: (redis: RedisConnections) => ({
    prefix: 'support-chat:bull',
    createClient: (type) => redis.open(`bull-${type}`, WHILE_AWAY[type]),
    // After an outage workers are back within a second.
    settings: { retryProcessDelay: 1_000 },
  }),
})

/**
 * E-mails users about replies they have not read, and staff about what concerns them. Listens to events; no other feature imports it. Global, since messages
 * ask for the status of e-mails through {@link EmailStatusSource}.
 */
@Module({})
export class NotificationsModule {
  static forRoot(config: Config): DynamicModule {
    const withRedis = config.redisUrl !== null
    const schedulers: Provider[] = withRedis
      ? [InMemoryEmailScheduler, { provide: EmailScheduler, useClass: BullEmailScheduler }]
      : [InMemoryEmailScheduler, { provide: EmailScheduler, useExisting: InMemoryEmailScheduler }]
    return {
      module: NotificationsModule,
      global: true,
      imports: [
        UsersModule,
        AuthModule,
        ChatsModule,
        NotesModule,
        WebhooksModule,
        MailerModule.forRootAsync({ imports: [], inject: [Config], useFactory: mailerOptions }),
        ...(withRedis ? [queue] : []),
      ],
      controllers: [UnsubscribeController],
      providers: [
        ...schedulers,
        { provide: EmailStatusSource, useClass: EmailStatusService },
        EmailOutboxRepository,
        StaffEmailService,
        LinkKeyRepository,
        LinkKeyService,
        LinkKeys,
        MentionEmailService,
        ReplyEmailMessage,
        EmailOutboxService,
        EmailOutboxWorker,
        EmailChannel,
        NotificationChannels,
        UnsubscribeLinks,
        UnsubscribeService,
        WebhookNoticeEmailService,
      ],
      exports: [EmailStatusSource, NotificationChannels],
    }
  }
}
