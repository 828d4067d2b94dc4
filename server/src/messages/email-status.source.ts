import type { EmailDelivery } from '@support-chat/shared'
import type { Reader } from '../database/transaction.js'

/** A staff message, as far as an e-mail about it depends on it. */
export interface StaffMessage {
  readonly sequence: number
  readonly readAt: Date | null
}

/** Port: what became of the e-mails about staff messages. `notifications` implements it, which messages know nothing of. */
export abstract class EmailStatusSource {
  /** By sequence; messages for which no e-mail was planned are missing. */
  abstract find(reader: Reader, chatId: string, messages: readonly StaffMessage[]): Promise<Map<number, EmailDelivery>>
}
