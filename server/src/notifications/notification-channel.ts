/** Messages of staff that a user has not read for as long as replies may stay unread. */
export interface UnreadNotice {
  /** The same whenever it is told again. */
  readonly id: string
  readonly chatId: string
  readonly user: { readonly id: string; readonly email: string; readonly name: string | null }
  /** The newest of the messages. */
  readonly content: string
  /** Who wrote it. */
  readonly senderName: string | null
  /** How many are unread. */
  readonly unreadCount: number
}

/**
 * Tells a user, or others about them, of replies that have stayed unread for `email.delaySeconds`. Extension point: e-mail is the
 * channel that is there by default, `email: false` takes it away, and `channels` adds others.
 *
 * A notice is told once for each batch of unread messages: not where they are read, or the chat is archived, before it is due. It
 * has 30 s. A channel that throws is logged; where there is no e-mail, all channels are told again later, ten times at most.
 *
 * @example
 * class SlackChannel extends NotificationChannel {
 *   async notify({ user, content }: UnreadNotice): Promise<void> {
 *     const body = JSON.stringify({ text: `${user.email} has not read: ${content}` })
 *     const { ok, status } = await fetch(process.env.SLACK_URL, { method: 'POST', body })
 *     if (!ok) throw new Error(`Slack answered ${status}`)
 *   }
 * }
 */
export abstract class NotificationChannel {
  abstract notify(notice: UnreadNotice): Promise<void>
}
