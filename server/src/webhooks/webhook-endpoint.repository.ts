import { Injectable } from '@nestjs/common'
import type { EventType } from '@support-chat/shared'
import { IsNull, type QueryDeepPartialEntity } from 'typeorm'
import { v7 as uuidv7 } from 'uuid'
import { query, sql, tables, textFor } from '../database/sql.js'
import type { Reader, Transaction } from '../database/transaction.js'
import { WebhookEndpoint } from './webhook-endpoint.entity.js'
import * as statements from './webhook.sql.js'

/** An endpoint that this process sends to now. */
export interface ClaimedEndpoint {
  id: string
  url: string
  secret: string
  previous_secret: string | null
  event_types: EventType[] | null
  /** Up to here everything has been sent. */
  position: string
  /** The newest position at the time of the claim. */
  newest: string
  lease: string
  /** Whether something failed that is due again. */
  has_repeats: boolean
}

/** What came of a batch. */
export interface Settled {
  position: string
  succeeded: boolean
  failedAt: Date | null
  /** The endpoint is sent nothing until then. */
  pausedUntil: Date | null
}

/** A disabled endpoint of which staff are to be told. */
export interface DisabledNotice {
  id: string
  url: string
  description: string | null
  reason: 'gone' | 'failing'
  disabled_at: Date
}

/** The only writer of `webhook_endpoints`. Times are the application's, so that tests can move them. */
@Injectable()
export class WebhookEndpointRepository {
  all({ manager }: Reader): Promise<WebhookEndpoint[]> {
    return manager.find(WebhookEndpoint, { order: { id: 'ASC' } })
  }

  find({ manager }: Reader, id: string): Promise<WebhookEndpoint | null> {
    return manager.findOneBy(WebhookEndpoint, { id })
  }

  /** The same for a change that depends on what it finds: until the transaction ends, nobody else changes it. */
  lock({ manager }: Transaction, id: string): Promise<WebhookEndpoint | null> {
    return manager.findOne(WebhookEndpoint, { where: { id }, lock: { mode: 'for_no_key_update' } })
  }

  /** Adds an endpoint, which gets what happens from now on; null where there are `limit` already. */
  async add(
    tx: Transaction,
    endpoint: Pick<WebhookEndpoint, 'url' | 'description' | 'eventTypes' | 'secret' | 'createdAt'>,
    limit: number,
  ): Promise<WebhookEndpoint | null> {
    // Two at once count each other.
    await query(tx, sql`LOCK TABLE ${tables.webhook_endpoints} IN SHARE ROW EXCLUSIVE MODE`)
    if ((await tx.manager.count(WebhookEndpoint)) >= limit) return null
    const id = uuidv7()
    const newest = textFor(tx, sql`(SELECT coalesce(max(position), 0) FROM ${tables.events})`)
    await tx.manager.insert(WebhookEndpoint, { ...endpoint, id, position: () => newest })
    return tx.manager.findOneBy(WebhookEndpoint, { id })
  }

  /** Writes what is given, and nothing that is undefined. Null where there is none. */
  async change(
    { manager }: Transaction,
    id: string,
    changes: QueryDeepPartialEntity<WebhookEndpoint>,
  ): Promise<WebhookEndpoint | null> {
    const isGiven = Object.values(changes).some((value) => value !== undefined)
    if (isGiven) await manager.update(WebhookEndpoint, id, changes)
    return manager.findOneBy(WebhookEndpoint, { id })
  }

  /** @returns whether there was one */
  async remove({ manager }: Transaction, id: string): Promise<boolean> {
    const { affected } = await manager.delete(WebhookEndpoint, id)
    return affected !== 0
  }

  async hasWork(reader: Reader, now: Date): Promise<boolean> {
    const [{ work }] = await query<[{ work: boolean }]>(reader, statements.ANY_WORK, [now])
    return work
  }

  async claim(tx: Transaction, lease: string, now: Date, until: Date): Promise<ClaimedEndpoint[]> {
    const [claimed] = await query<[ClaimedEndpoint[], number]>(tx, statements.CLAIM_ENDPOINTS, [now, lease, until])
    return claimed
  }

  /** Ends a claim. @returns since when everything fails, or null; undefined where the endpoint is gone */
  async release(
    tx: Transaction,
    { id, lease }: ClaimedEndpoint,
    { position, failedAt, succeeded, pausedUntil }: Settled,
  ): Promise<Date | null | undefined> {
    const values = [id, lease, position, failedAt, succeeded, pausedUntil]
    const [[released]] = await query<[{ failing_since: Date | null }[], number]>(
      tx,
      statements.RELEASE_ENDPOINT,
      values,
    )
    return released && released.failing_since
  }

  /** Ends a pause that the endpoint has asked for. */
  async resume({ manager }: Transaction, id: string): Promise<void> {
    await manager.update(WebhookEndpoint, { id, leasedBy: IsNull() }, { leasedUntil: null })
  }

  /** @returns whether it was enabled */
  async disable(tx: Transaction, id: string, now: Date, reason: 'gone' | 'failing'): Promise<boolean> {
    const [, disabled] = await query<[unknown, number]>(tx, statements.DISABLE_ENDPOINT, [id, now, reason])
    return disabled > 0
  }

  /** @param again when others take it up, should this process not get to its end */
  async claimNotice(tx: Transaction, now: Date, again: Date): Promise<DisabledNotice | null> {
    const [[notice]] = await query<[DisabledNotice[], number]>(tx, statements.CLAIM_NOTICE, [now, again])
    return notice ?? null
  }
}
