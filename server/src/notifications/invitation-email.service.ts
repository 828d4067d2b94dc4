import { Injectable, Logger, type OnModuleInit } from '@nestjs/common'
import { MailerService } from '@nestjs-modules/mailer'
import { Config } from '../config/config.js'
import type { StaffInvited } from '../database/domain-events.js'
import { EventBus } from '../database/event-bus.js'
import { sendWithin } from './mail.transport.js'
import { toRefusal } from './email-outbox.policy.js'

/**
 * E-mails the link to an invited staff member. Tried once: the inviter has the link too, and can pass it on.
 */
@Injectable()
export class InvitationEmailService implements OnModuleInit {
  private readonly logger = new Logger(InvitationEmailService.name)

  constructor(
    private readonly config: Config,
    private readonly events: EventBus,
    private readonly mailer: MailerService,
  ) {}

  onModuleInit(): void {
    this.events.onAfterCommit('staff.invited', (event) => this.send(event))
  }

  private async send({ email, name, inviter, invitation_url }: StaffInvited): Promise<void> {
    const { appName, mailFrom } = this.config
    try {
      await sendWithin(this.mailer, {
        from: mailFrom.includes('<') ? mailFrom : { name: `${appName} Support`, address: mailFrom },
        to: { name: name ?? '', address: email },
        subject: `Your invitation to ${appName} Support`,
        text: [
          `${inviter} invites you to answer users at ${appName} Support.`,
          `Choose your password here, within seven days:\n${invitation_url}`,
          'If you did not expect this, ignore it: without the link nobody gets in.\n',
        ].join('\n\n'),
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      })
    } catch (error) {
      this.logger.warn(
        `Failed to send an invitation, whose link the inviter has too: reason=${toRefusal(error).reason}`,
      )
    }
  }
}
