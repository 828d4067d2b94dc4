import { Injectable } from '@nestjs/common'
import type { Redaction, SenderType } from '@support-chat/shared'
import { Between } from 'typeorm'
import type { Principal } from '../auth/principal.js'
import { uuidv7 } from '../common/uuid.js'
import { query, queryPrepared } from '../database/sql.js'
import type { Reader, Transaction } from '../database/transaction.js'
import { appendMessages, MARK_DELIVERED, MARK_READ, REDACT, REDACTED_UP_TO } from './message.sql.js'
import { SupportMessage } from './support-message.entity.js'

export interface NewMessage {
  id: string
  principal: Principal
  chatId: string
  client_id: string
  content: string
  attachment_ids?: readonly string[] | undefined
  if_last_sequence?: number | undefined
  /** Of staff: the user no longer waits. */
  isAnswer: boolean
}

/** What a message got when it was stored, and whose chat it is in. */
export interface AppendedRow {
  id: string
  sequence: number
  sender_type: SenderType
  sender_name: string | null
  /** ISO 8601, UTC, with milliseconds. */
  created_at: string
  user_id: string
  external_id: string
  user_email: string
  /** By it the chat came back from the archive; its snooze ended; its sender has it from now on. */
  restores: boolean
  wakes: boolean
  takes: boolean
}

export interface ReadRange {
  after: number
  upTo: number
  writtenBy: SenderType
}

interface RedactedRow {
  sequence: number
  redacted_at: Date
}

interface MarkedRow {
  count: number
  read_at: Date
}

export type PageDirection = { since: number } | { before: number }

@Injectable()
export class MessageRepository {
  protected readonly appendStatement = appendMessages()

  /**
   * Stores messages of different chats, each under its chat's next sequence, and answers in their order; null where
   * nothing was stored: {@link appendMessages} says when.
   * @param alone only those with which nothing else is to be written
   */
  async append(tx: Transaction, messages: NewMessage[], alone = false): Promise<(AppendedRow | null)[]> {
    const rows = await queryPrepared<AppendedRow>(tx, 'append_messages', this.appendStatement, [
      messages.map(({ chatId }) => chatId),
      messages.map(({ principal }) => principal.id),
      messages.map(({ principal }) => principal.sessionVersion),
      messages.map(({ principal }) => principal.sessionId),
      messages.map(({ id }) => id),
      messages.map(({ client_id }) => client_id),
      messages.map(({ content }) => content),
      messages.map(() => uuidv7()),
      messages.map(() => (alone ? null : uuidv7())),
      messages.map(({ if_last_sequence }) => if_last_sequence ?? null),
      messages.map(({ isAnswer }) => isAnswer),
      alone,
    ])
    const stored = new Map(rows.map((row) => [row.id, row]))
    return messages.map(({ id }) => stored.get(id) ?? null)
  }

  /** What its files are called, one a line. */
  async nameAttachments({ manager }: Transaction, id: string, names: string): Promise<void> {
    await manager.update(SupportMessage, id, { attachmentNames: names })
  }

  findByClientId(reader: Reader, chatId: string, senderId: string, clientId: string): Promise<SupportMessage | null> {
    return (
      this.withSenderName(reader)
        .where({ senderId, clientId })
        // As in `appendMessages`, that no index of chats is chosen.
        .andWhere('message.chat_id IS NOT DISTINCT FROM :chatId', { chatId })
        .getOne()
    )
  }

  findById(reader: Reader, chatId: string, id: string): Promise<SupportMessage | null> {
    return this.withSenderName(reader).where({ id, chatId }).getOne()
  }

  /** Removes a message's text. The transaction must have locked the chat. @returns null where that has been done before */
  async redact(tx: Transaction, chatId: string, id: string): Promise<RedactedRow | null> {
    const [[row]] = await query<[RedactedRow[], number]>(tx, REDACT, [chatId, id])
    return row ?? null
  }

  /** The `limit` newest removals of texts up to a sequence. */
  async redactedUpTo(reader: Reader, chatId: string, sequence: number, limit: number): Promise<Redaction[]> {
    const rows = await query<(RedactedRow & { message_id: string })[]>(reader, REDACTED_UP_TO, [
      chatId,
      sequence,
      limit,
    ])
    return rows.map((row) => ({ ...row, redacted_at: row.redacted_at.toISOString() }))
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

  /** The newest `limit` staff messages between two sequences, oldest first. */
  async ofStaff(
    { manager }: Reader,
    chatId: string,
    { from, to }: { from: number; to: number },
    limit: number,
  ): Promise<Pick<SupportMessage, 'id' | 'sequence' | 'deliveredAt' | 'readAt'>[]> {
    const newestFirst = await manager.find(SupportMessage, {
      select: { id: true, sequence: true, deliveredAt: true, readAt: true },
      where: { chatId, sequence: Between(from, to), senderType: 'admin' },
      order: { sequence: 'DESC' },
      take: limit,
    })
    return newestFirst.reverse()
  }

  /** Marks what one side wrote after a sequence, up to another one, as read. */
  async markRead(tx: Transaction, chatId: string, range: ReadRange): Promise<{ count: number; read_at: Date }> {
    const { after, upTo, writtenBy } = range
    const [marked] = await query<[MarkedRow]>(tx, MARK_READ, [chatId, after, upTo, writtenBy])
    return marked
  }

  /** @returns the range that is delivered now and was not before; null where that is nothing */
  async markDelivered(
    tx: Transaction,
    { id, sessionVersion }: Principal,
    chatId: string,
    upTo: number,
  ): Promise<{ from_sequence: number; up_to_sequence: number } | null> {
    const [range] = await query<{ from_sequence: number; up_to_sequence: number }[]>(tx, MARK_DELIVERED, [
      chatId,
      upTo,
      id,
      sessionVersion,
    ])
    return range ?? null
  }

  private withSenderName({ manager }: Reader) {
    return manager
      .createQueryBuilder(SupportMessage, 'message')
      .leftJoin('message.sender', 'sender')
      .addSelect(['sender.id', 'sender.name'])
  }
}
