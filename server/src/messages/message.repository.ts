import { Injectable } from '@nestjs/common'
import type { SenderType } from '@support-chat/shared'
import type { PoolClient } from 'pg'
import type { Principal } from '../auth/principal.js'
import type { Reader, Transaction } from '../database/unit-of-work.js'
import { APPEND_MESSAGE, MARK_READ } from './message.sql.js'
import { SupportMessage } from './support-message.entity.js'

export interface NewMessage {
  id: string
  chatId: string
  clientId: string
  content: string
}

/** A message that was just stored, as PostgreSQL returns it, and whose chat it is. */
export interface AppendedRow {
  id: string
  chat_id: string
  sequence: number
  client_id: string
  content: string
  sender_type: SenderType
  sender_name: string | null
  read_at: Date | null
  created_at: Date
  user_id: string
  user_email: string
}

export interface ReadRange {
  after: number
  upTo: number
  writtenBy: SenderType
}

interface MarkedRow {
  count: number
  read_at: Date
}

export type PageDirection = { since: number } | { before: number }

@Injectable()
export class MessageRepository {
  /** Stores a message under the chat's next sequence; see {@link APPEND_MESSAGE} for when there is no row. */
  async append(tx: Transaction, { id, sessionVersion }: Principal, message: NewMessage): Promise<AppendedRow | null> {
    const client = (await tx.manager.queryRunner?.connect()) as PoolClient
    const { rows } = await client.query<AppendedRow>({
      name: 'append_message',
      text: APPEND_MESSAGE,
      values: [message.chatId, id, sessionVersion, message.id, message.clientId, message.content],
    })
    return rows[0] ?? null
  }

  findByClientId(reader: Reader, chatId: string, senderId: string, clientId: string): Promise<SupportMessage | null> {
    return this.withSenderName(reader).where({ chatId, senderId, clientId }).getOne()
  }

  /** Up to `limit` messages next to a sequence, oldest first. */
  async page(reader: Reader, chatId: string, direction: PageDirection, limit: number): Promise<SupportMessage[]> {
    const query = this.withSenderName(reader).where('message.chat_id = :chatId', { chatId }).limit(limit)
    if ('since' in direction) {
      return query.andWhere('message.sequence > :since', direction).orderBy('message.sequence', 'ASC').getMany()
    }
    query.andWhere('message.sequence < :before', direction).orderBy('message.sequence', 'DESC')
    return (await query.getMany()).reverse()
  }

  /** Marks what one side wrote after a sequence, up to another one, as read. */
  async markRead(tx: Transaction, chatId: string, range: ReadRange): Promise<{ count: number; read_at: Date }> {
    const { after, upTo, writtenBy } = range
    const [marked] = await tx.manager.query<[MarkedRow]>(MARK_READ, [chatId, after, upTo, writtenBy])
    return marked
  }

  private withSenderName({ manager }: Reader) {
    return manager
      .createQueryBuilder(SupportMessage, 'message')
      .innerJoin('message.sender', 'sender')
      .addSelect(['sender.id', 'sender.name'])
  }
}
