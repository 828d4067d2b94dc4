import { Injectable } from '@nestjs/common'
import type { EventType, SenderType } from '@support-chat/shared'
import { uuidv7 } from '../common/uuid.js'
import { query, queryTogether } from '../database/sql.js'
import type { Reader, Transaction } from '../database/transaction.js'
import { OutboxEvent } from './event.entity.js'
import * as statements from './event.sql.js'

/** What an event refers to. */
export type NewEvent = { type: EventType } & Partial<Pick<OutboxEvent, 'chatId' | 'userId' | 'details'>>

/** An event with what it refers to, as far as that is still there. */
export interface EventRow {
  id: string
  type: EventType
  occurred_at: Date
  /** A `bigint`, as PostgreSQL writes it. */
  position: string
  chat_id: string | null
  user_id: string | null
  details: object | null
  external_id: string | null
  /** Null where the user is gone. */
  email: string | null
  name: string | null
  /** Null where the message is gone, or it is no event of one. */
  message_id: string | null
  sequence: number
  content: string
  client_id: string | null
  sender_type: SenderType
  redacted_at: Date | null
  has_attachments: boolean
  created_at: Date
  sender_name: string | null
}

/** Which positions are kept. */
export interface Positions {
  /** 1 where there was never an event. */
  oldest: string
  newest: string | null
  newest_id: string | null
  /** The event at the position that was asked for; null where none is kept. */
  id: string | null
}

/** The only writer of `events`, but for those of messages, which `messages/message.sql.ts` writes with them. */
@Injectable()
export class EventRepository {
  async add({ manager }: Transaction, event: NewEvent): Promise<void> {
    await manager.insert(OutboxEvent, { id: uuidv7(), ...event })
  }

  async hasPending(reader: Reader): Promise<boolean> {
    const [row] = await query<[{ pending: boolean }]>(reader, statements.HAS_PENDING)
    return row.pending
  }

  /** Stamps up to `limit` committed events. @returns how many; null where another process does that now */
  async stamp(tx: Transaction, limit: number): Promise<number | null> {
    const [lock, stamped] = await queryTogether(tx, [statements.LOCK_STAMPING, statements.stamp(limit)])
    return (lock?.rows as [{ locked: boolean }])[0].locked ? (stamped?.rowCount ?? 0) : null
  }

  /** Deletes up to `limit` events older than `days`. @returns how many */
  async sweep(tx: Transaction, limit: number, days: number): Promise<number> {
    const [, deleted] = await query<[unknown, number]>(tx, statements.SWEEP, [limit, days])
    return deleted
  }

  /** @param types only these; all where null */
  after(reader: Reader, position: string, limit: number, types: readonly EventType[] | null): Promise<EventRow[]> {
    return query(reader, statements.EVENTS_AFTER, [position, limit, types])
  }

  byIds(reader: Reader, ids: string[]): Promise<EventRow[]> {
    return query(reader, statements.EVENTS_BY_ID, [ids])
  }

  async positions(reader: Reader, position: string): Promise<Positions> {
    const [positions] = await query<[Positions]>(reader, statements.POSITIONS, [position])
    return positions
  }
}
