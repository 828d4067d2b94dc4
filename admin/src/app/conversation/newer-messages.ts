import type { SupportMessage } from '@support-chat/shared'

/** What the writer of an answer knows of the chat. All are sequences. */
export interface Known {
  /** The newest message when the writing began. */
  readonly since: number
  /** The newest message that has been in sight for two seconds while somebody looked. */
  readonly takenIn: number
  /** The newest message that was already warned of. */
  readonly warned: number
}

/**
 * The messages that an answer would be sent over unseen, oldest first: they arrived after its writing began, somebody
 * else wrote them, nobody was warned of them, and they have not been in sight for two seconds, be it that the reader was
 * further up or elsewhere, or that they have only just come.
 */
export const newerMessages = (
  messages: readonly SupportMessage[],
  { since, takenIn, warned }: Known,
  isOwn: (message: SupportMessage) => boolean,
): SupportMessage[] =>
  messages.filter((message) => message.sequence > Math.max(since, takenIn, warned) && !isOwn(message))
