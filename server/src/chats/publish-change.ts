import type { DomainEvents } from '../database/domain-events.js'
import type { Transaction } from '../database/transaction.js'

/** What other programs hear of; consoles hear of each change alike. */
export type ToldChange = 'chat.archived' | 'chat.unarchived' | 'chat.assigned' | 'chat.updated'

/** Publishes that a chat's card is another one, after what has happened to the chat. */
export async function publishChange(tx: Transaction, chatId: string, ...told: ToldChange[]): Promise<void> {
  const event: DomainEvents[ToldChange] = { chat_id: chatId }
  for (const name of told) await tx.publish(name, event)
  await tx.publish('chat.changed', event)
}
