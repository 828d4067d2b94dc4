import type { SupportMessage } from '@support-chat/shared'

/** What a client was told, written down as it came. The checker believes nothing else of it. */
export interface ClientLog {
  readonly name: string
  readonly chatId: string
  /** Texts in the order in which they were written. */
  readonly written: string[]
  /** Own messages that the server has said are stored. */
  readonly acknowledged: SupportMessage[]
  /** Every message it was ever shown as stored. */
  readonly told: SupportMessage[]
  /** Answers to "what came after `since`?", at the time they were given. */
  readonly pages: { since: number; messages: readonly SupportMessage[] }[]
  /** What it showed twice at any moment. */
  readonly doubled: string[]
  /** What it showed out of its place at any moment. */
  readonly misplaced: string[]
}

/** A client in a conversation that records what happened. */
export interface RecordedClient {
  readonly log: ClientLog
  /** Stored messages on its screen, in the order in which they stand there. */
  readonly shown: readonly SupportMessage[]
  /** Messages written here whose fate is open. */
  readonly unsent: number
  /** Whether its own messages must be stored in the order in which they were written. */
  readonly keepsOrder: boolean
  write(text: string): void
  close(): void
}

export const emptyLog = (name: string, chatId: string): ClientLog => ({
  name,
  chatId,
  written: [],
  acknowledged: [],
  told: [],
  pages: [],
  doubled: [],
  misplaced: [],
})
