import { Injectable, Logger, type OnModuleInit } from '@nestjs/common'
import { MailerService } from '@nestjs-modules/mailer'
import { Config } from '../config/config.js'
import type { PasswordResetRequested, StaffInvited } from '../database/domain-events.js'
import { EventBus } from '../database/event-bus.js'
import { sendWithin } from './mail.transport.js'
import { toRefusal } from './email-outbox.policy.js'

interface StaffEmail {
  email: string
  name: string | null
  subject: string
  paragraphs: string[]
}

/** E-mails staff the links that let them in. Each is tried once: who waits for it asks again, or has the inviter's copy. */
@Injectable()
export class StaffEmailService implements OnModuleInit {
  private readonly logger = new Logger(StaffEmailService.name)

  constructor(
    private readonly config: Config,
    private readonly events: EventBus,
    private readonly mailer: MailerService,
  ) {}

  onModuleInit(): void {
    this.events.onAfterCommit('staff.invited', (event) => this.sendInvitation(event))
    this.events.onAfterCommit('staff.password_reset_requested', (event) => this.sendPasswordReset(event))
  }

  private sendInvitation({ email, name, inviter, invitation_url }: StaffInvited): Promise<void> {
    const { appName, passwordLogin } = this.config
    return this.send('an invitation, whose link the inviter has too', {
      email,
      name,
      subject: `Your invitation to ${appName} Support`,
      paragraphs: [
        `${inviter} invites you to answer users at ${appName} Support.`,
        passwordLogin
          ? `Choose your password here, within seven days:\n${invitation_url}`
          : `Sign in here, with single sign-on:\n${invitation_url}`,
        passwordLogin
          ? 'If you did not expect this, ignore it: without the link nobody gets in.\n'
          : 'If you did not expect this, ignore it.\n',
      ],
    })
  }

  private sendPasswordReset({ email, name, reset_url }: PasswordResetRequested): Promise<void> {
    const { appName } = this.config
    return this.send('a link for a new password', {
      email,
      name,
      subject: `A new password for ${appName} Support`,
      paragraphs: [
        `Somebody asked for a new password for your account at ${appName} Support.`,
        `Choose it here, within 30 minutes. You are signed out everywhere else by that:\n${reset_url}`,
        'If it was not you, ignore this: your password stays as it is.\n',
      ],
    })
  }

  private async send(what: string, { email, name, subject, paragraphs }: StaffEmail): Promise<void> {
    const { appName, mailFrom } = this.config
    try {
      await sendWithin(this.mailer, {
        from: mailFrom.includes('<') ? mailFrom : { name: `${appName} Support`, address: mailFrom },
        to: { name: name ?? '', address: email },
        subject,
        text: paragraphs.join('\n\n'),
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      })
    } catch (error) {
      this.logger.warn(`Failed to send ${what}: reason=${toRefusal(error).reason}`)
    }
  }
}
