import { Injectable } from '@nestjs/common'
import type { ISendMailOptions } from '@nestjs-modules/mailer'
import { Config } from '../config/config.js'
import { emailPreview } from './preview.js'
import { previewText, replyEmailHtml, type ReplyEmailWords } from './reply-email.html.js'
import { UnsubscribeLinks } from './unsubscribe-links.js'

/** What one e-mail about unread replies says. */
export interface ReplyEmail {
  messageId: string
  to: { userId: string; email: string; name: string | null }
  /** The newest unread reply. */
  content: string
  senderName: string | null
  unreadCount: number
}

/** Writes the e-mail that says: support has answered. */
@Injectable()
export class ReplyEmailMessage {
  constructor(
    private readonly config: Config,
    private readonly links: UnsubscribeLinks,
  ) {}

  compose(email: ReplyEmail): ISendMailOptions {
    const words = this.words(email)
    return {
      messageId: email.messageId,
      from: this.from(),
      to: { name: email.to.name ?? '', address: email.to.email },
      subject: words.subject,
      text: plainText(words),
      html: replyEmailHtml(words),
      headers: {
        'Auto-Submitted': 'auto-generated',
        'X-Auto-Response-Suppress': 'All',
        'List-Unsubscribe': `<${words.stopUrl}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
    }
  }

  private words({ to, content, senderName, unreadCount }: ReplyEmail): ReplyEmailWords {
    const team = `${this.config.appName} Support`
    const others = unreadCount - 1
    return {
      subject: `New reply from ${team}`,
      sender: senderName ?? team,
      wrote: 'replied to you',
      preview: emailPreview(content),
      more: others > 0 ? `and ${others} more unread ${others === 1 ? 'message' : 'messages'}` : null,
      action: 'Open the conversation',
      actionUrl: `${this.config.chatPageUrl}#support-chat`,
      why: `You receive this because ${team} answered and you have not read it.`,
      stop: 'Stop these e-mails',
      stopUrl: this.links.unsubscribe(to.userId),
    }
  }

  /** MAIL_FROM as it is, or under the product's name when it is a bare address. */
  private from(): ISendMailOptions['from'] {
    const { mailFrom, appName } = this.config
    return mailFrom.includes('<') ? mailFrom : { name: `${appName} Support`, address: mailFrom }
  }
}

function plainText(words: ReplyEmailWords): string {
  const quoted = previewText(words)
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n')
  const parts = [
    `${words.sender} ${words.wrote}:`,
    quoted,
    ...(words.more === null ? [] : [words.more]),
    `${words.action}:\n${words.actionUrl}`,
    `-- \n${words.why}\n${words.stop}: ${words.stopUrl}`,
  ]
  return `${parts.join('\n\n')}\n`
}
