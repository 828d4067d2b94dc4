import { Injectable } from '@nestjs/common'
import { query } from '../database/sql.js'
import type { Transaction } from '../database/transaction.js'
import { RELEASE_CHATS, RETURN_UNANSWERED, TAKE_FROM_QUEUE, TAKE_REOPENED, TAKERS } from './chat-queue.sql.js'
import { SupportChat } from './support-chat.entity.js'

/** A chat that is to be given to somebody. */
export interface QueuedChat {
  id: string
  /** Who had it when its user came back. */
  assignee_id: string | null
  /** Who has had it since its user waits, and gave it back, or did not answer in time. */
  passed_by: string[]
}

/** Somebody who takes chats. */
export interface Taker {
  id: string
  /** Active chats that they have. */
  chats: number
}

/** Chats that wait for somebody to take them, and the people who do. */
@Injectable()
export class ChatQueueRepository {
  /** Those that nobody has, of which there are news since then; who has waited longest comes first. */
  take(tx: Transaction, since: Date, limit: number): Promise<QueuedChat[]> {
    return query(tx, TAKE_FROM_QUEUE, [limit, since])
  }

  /** Those of these that somebody has. */
  takeReopened(tx: Transaction, chatIds: string[]): Promise<QueuedChat[]> {
    return query(tx, TAKE_REOPENED, [chatIds.length, chatIds])
  }

  takers(tx: Transaction, capacity: number): Promise<Taker[]> {
    return query(tx, TAKERS, [capacity])
  }

  /** @param staffId null for nobody */
  async assign({ manager }: Transaction, chatId: string, staffId: string | null): Promise<void> {
    const routedAt = staffId === null ? null : () => 'clock_timestamp()'
    await manager.update(SupportChat, chatId, { assigneeId: staffId, routedAt, version: () => 'version + 1' })
  }

  /** @returns the chats that are back in the queue, and who had them */
  async returnUnanswered(tx: Transaction, limit: number, minutes: number) {
    const [rows] = await query<[{ id: string; former_assignee_id: string }[], number]>(tx, RETURN_UNANSWERED, [
      limit,
      minutes,
    ])
    return rows
  }

  /** @returns the chats that were this account's */
  async release(tx: Transaction, staffId: string) {
    const [rows] = await query<[{ id: string; is_shown: boolean }[], number]>(tx, RELEASE_CHATS, [staffId])
    return rows
  }
}
