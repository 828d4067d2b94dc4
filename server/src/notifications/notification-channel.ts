/** Messages of staff that a user has not read for as long as the channel waits. */
export interface UnreadNotice {
  /** The same whenever it is told again, in the form of a Message-ID. */
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
 * Tells a user, or others about them, of replies that have stayed unread for some minutes. Extension point: e-mail is the
 * channel that is there by default, `email: false` takes it away, and `channels` adds others, each with a time of its own.
 *
 * A notice is told once for each batch of unread messages: not where they are read, or the chat is archived, before it is due. It
 * has 90 s. What a channel throws is logged, and it is told again with the same `id`: 15 s later at first, then twice as long each
 * time, an hour at most, 16 times in all.
 *
 * @example
 * class SlackChannel extends NotificationChannel {
 *   override readonly name = 'slack'
 *   override readonly afterMinutes = 10
 *
 *   async notify({ user, content }: UnreadNotice): Promise<void> {
 *     const body = JSON.stringify({ text: `${user.email} has not read: ${content}` })
 *     const { ok, status } = await fetch(process.env.SLACK_URL, { method: 'POST', body })
 *     if (!ok) throw new Error(`Slack answered ${status}`)
 *   }
 * }
 */
export abstract class NotificationChannel {
  /**
   * Under which the outbox keeps what this channel has still to tell: let it stay the same, and no other channel have it.
   * Default: the name of the class.
   */
  readonly name?: string
  /** For how many minutes replies stay unread before they are told, 0 to 525,600. Default: `email.delaySeconds`, or 5 with `email: false`. */
  readonly afterMinutes?: number | undefined
  abstract notify(notice: UnreadNotice): Promise<void>
}
