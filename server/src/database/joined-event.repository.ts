import { Injectable } from '@nestjs/common'
import type { DomainEventName, DomainEvents } from './domain-events.js'
import { query, sql, tables } from './sql.js'
import type { Reader, Transaction } from './transaction.js'

/** Who writes an event in a transaction of their own says `NOTIFY` on it there. */
export const EVENTS_CHANNEL = 'support_chat_events'

/** An event as it was published. */
export type Published = { [E in DomainEventName]: { name: E; payload: DomainEvents[E] } }[DomainEventName]

/** In the order of $1, and wakes the listeners for commits once this one is there. */
const ADD = sql`
  WITH added AS (
    INSERT INTO ${tables.joined_events} (name, payload)
    SELECT name, payload::json FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS published (name, payload, number)
    ORDER BY number
  )
  SELECT pg_notify('${EVENTS_CHANNEL}', '')
`

/** Rows that another process is taking are its. */
const TAKE = sql`
  WITH oldest AS MATERIALIZED (
    SELECT id FROM ${tables.joined_events} ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED
  ), taken AS (
    DELETE FROM ${tables.joined_events} USING oldest WHERE joined_events.id = oldest.id
    RETURNING joined_events.id, joined_events.name, joined_events.payload
  )
  SELECT name, payload FROM taken ORDER BY id
`

/** Whatever has one of these texts in it. */
const FORGET = sql`DELETE FROM ${tables.joined_events} WHERE payload::text LIKE ANY($1)`

/** The only writer of `joined_events`. */
@Injectable()
export class JoinedEventRepository {
  async add(tx: Pick<Transaction, 'manager'>, events: Published[]): Promise<void> {
    const payloads = events.map(({ payload }) => JSON.stringify(payload))
    await query(tx, ADD, [events.map(({ name }) => name), payloads])
  }

  async hasAny(reader: Reader): Promise<boolean> {
    const [row] = await query<[{ pending: boolean }]>(
      reader,
      sql`SELECT EXISTS (SELECT FROM ${tables.joined_events}) AS pending`,
    )
    return row.pending
  }

  /** Deletes what refers to any of these ids, which nobody is told any more. @returns how many */
  async forget(tx: Transaction, ids: string[]): Promise<number> {
    const [, deleted] = await query<[unknown, number]>(tx, FORGET, [ids.map((id) => `%${id}%`)])
    return deleted
  }

  /** Takes up to `limit` of the oldest that are committed. */
  take(tx: Transaction, limit: number): Promise<Published[]> {
    return query(tx, TAKE, [limit])
  }
}
