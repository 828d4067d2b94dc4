import type { SupportMessage } from '@support-chat/shared'

/** What the writer of an answer knows of the chat. All are sequences. */
export interface Known {
  /** The newest message when the writing began. */
  readonly since: number
  /** The newest message that was on the screen for two seconds while the window had the focus. */
  readonly viewed: number
  /** The newest message that was already warned of. */
  readonly warned: number
}

/**
 * The messages that an answer would overlook, oldest first: others wrote them after the answer was begun, they have
 * not been viewed (the reader was further up or elsewhere, or they have only just arrived), and nobody was warned of them.
 */
export const newerMessages = (
  messages: readonly SupportMessage[],
  { since, viewed, warned }: Known,
  isOwn: (message: SupportMessage) => boolean,
): SupportMessage[] =>
  messages.filter((message) => message.sequence > Math.max(since, viewed, warned) && !isOwn(message))
