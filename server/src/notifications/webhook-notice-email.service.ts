import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common'
import { type ISendMailOptions, MailerService } from '@nestjs-modules/mailer'
import { IntervalTasks } from '../common/interval-tasks.js'
import { serverUrlOf } from '../config/base-path.js'
import { Config } from '../config/config.js'
import { EventBus } from '../database/event-bus.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { StaffAccountRepository } from '../users/staff-account.repository.js'
import type { User } from '../users/user.entity.js'
import type { DisabledNotice } from '../webhooks/webhook-endpoint.repository.js'
import { WebhookNoticesService } from '../webhooks/webhook-notices.service.js'
import { toRefusal } from './email-outbox.policy.js'
import { sendWithin } from './mail.transport.js'

export const SEND_WEBHOOK_NOTICES = 'send notices of disabled webhooks'
const SWEEP_MS = 60_000

const REASONS = {
  gone: 'Its address answered 410 Gone, which says that it wants no more.',
  failing: 'Nothing has got through to its address for five days.',
}

/** E-mails the owners that a webhook was disabled. One that fails is sent again later, under the same Message-ID. */
@Injectable()
export class WebhookNoticeEmailService implements OnModuleInit, OnApplicationBootstrap {
  private readonly logger = new Logger(WebhookNoticeEmailService.name)

  constructor(
    private readonly config: Config,
    private readonly events: EventBus,
    private readonly unitOfWork: UnitOfWork,
    private readonly notices: WebhookNoticesService,
    private readonly staff: StaffAccountRepository,
    private readonly mailer: MailerService,
    private readonly tasks: IntervalTasks,
  ) {}

  onModuleInit(): void {
    this.events.onAfterCommit('webhook.disabled', () => this.tasks.run(SEND_WEBHOOK_NOTICES))
  }

  onApplicationBootstrap(): void {
    this.tasks.start(SEND_WEBHOOK_NOTICES, SWEEP_MS, () => this.sendAll())
  }

  private async sendAll(): Promise<void> {
    for (let notice = await this.notices.claim(); notice; notice = await this.notices.claim()) {
      try {
        for (const member of await this.unitOfWork.read((reader) => this.staff.owners(reader))) {
          await sendWithin(this.mailer, this.toEmail(notice, member))
        }
        await this.notices.settle(notice)
      } catch (error) {
        this.logger.warn(
          `Failed to tell the owners of a disabled webhook: endpoint=${notice.id} reason=${toRefusal(error).reason}`,
        )
      }
    }
  }

  private toEmail(notice: DisabledNotice, { id, email, name }: User): ISendMailOptions {
    const { appName, mailFrom, publicUrl } = this.config
    const { host } = new URL(notice.url)
    return {
      from: mailFrom.includes('<') ? mailFrom : { name: `${appName} Support`, address: mailFrom },
      to: { name: name ?? '', address: email },
      subject: `A webhook of ${appName} Support was disabled`,
      text: [
        `No more events are sent to ${host}${notice.description ? ` (${notice.description})` : ''}.`,
        REASONS[notice.reason],
        `Enable it again once it is mended: what happens meanwhile is kept for 30 days, and sent then.\n${serverUrlOf(this.config)}/admin/`,
      ].join('\n\n'),
      messageId: `<webhook-${notice.id}-${notice.disabled_at.getTime()}-${id}@${new URL(publicUrl).hostname}>`,
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    }
  }
}
