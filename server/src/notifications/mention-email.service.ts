import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common'
import { type ISendMailOptions, MailerService } from '@nestjs-modules/mailer'
import { IntervalTasks } from '../common/interval-tasks.js'
import { serverUrlOf } from '../config/base-path.js'
import { Config } from '../config/config.js'
import { DueMentionsService } from '../notes/due-mentions.service.js'
import type { DueMentions } from '../notes/note.repository.js'
import { LEASE_SECONDS, MAX_ATTEMPTS, retryInSeconds, SWEEP_SECONDS, toRefusal } from './email-outbox.policy.js'
import { sendWithin } from './mail.transport.js'
import { emailPreview } from './preview.js'

export const SEND_MENTION_EMAILS = 'send e-mails about mentions'

/**
 * E-mails staff who were mentioned in a note and have not opened the chat since, after the delay of unread replies: once for
 * all that is unseen in a chat. One that fails is sent again later, under the same Message-ID.
 */
@Injectable()
export class MentionEmailService implements OnApplicationBootstrap {
  private readonly logger = new Logger(MentionEmailService.name)

  constructor(
    private readonly config: Config,
    private readonly mentions: DueMentionsService,
    private readonly mailer: MailerService,
    private readonly tasks: IntervalTasks,
  ) {}

  onApplicationBootstrap(): void {
    this.tasks.start(SEND_MENTION_EMAILS, SWEEP_SECONDS * 1_000, () => this.sendDue())
  }

  private async sendDue(): Promise<void> {
    for (let due = await this.mentions.claim(LEASE_SECONDS); due; due = await this.mentions.claim(LEASE_SECONDS)) {
      await this.mentions.settle(due, due.deactivated ? null : await this.send(due))
    }
  }

  /** @returns the seconds until the next attempt; null where there is none */
  private async send(due: DueMentions): Promise<number | null> {
    try {
      await sendWithin(this.mailer, this.toEmail(due))
      return null
    } catch (error) {
      const { reason, permanent } = toRefusal(error)
      this.logger.warn(
        `Failed to send an e-mail about a mention: note=${due.note_id} attempt=${due.attempt} reason=${reason}`,
      )
      return permanent || due.attempt >= MAX_ATTEMPTS ? null : retryInSeconds(due.attempt)
    }
  }

  private toEmail(due: DueMentions): ISendMailOptions {
    const { appName, mailFrom, publicUrl, console } = this.config
    const author = due.author_name ?? 'A colleague'
    return {
      from: mailFrom.includes('<') ? mailFrom : { name: `${appName} Support`, address: mailFrom },
      to: { name: due.name ?? '', address: due.email },
      subject: `${author} mentioned you at ${appName} Support`,
      text: [
        due.count === 1
          ? `${author} mentioned you in a private note in the chat with ${due.user_name}:`
          : `You were mentioned in ${due.count} private notes in the chat with ${due.user_name}. The newest is by ${author}:`,
        quote(due.content),
        ...(console ? [`Open the chat:\n${serverUrlOf(this.config)}/admin/chats/${due.chat_id}`] : []),
      ].join('\n\n'),
      messageId: `<mention-${due.staff_id}-${due.note_id}@${new URL(publicUrl).hostname}>`,
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    }
  }
}

/** The beginning of a text, quoted as mail programs do. */
function quote(content: string): string {
  const preview = emailPreview(content).map(({ text }) => text)
  return preview.join('').replace(/^/gm, '> ')
}
