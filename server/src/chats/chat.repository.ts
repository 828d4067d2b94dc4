import { Injectable } from '@nestjs/common'
import type { QueryDeepPartialEntity } from 'typeorm'
import { v7 as uuidv7 } from 'uuid'
import { isLiveAccount } from '../users/live-account.sql.js'
import type { Principal } from '../auth/principal.js'
import { User } from '../users/user.entity.js'
import { query, sql, tables, textFor } from '../database/sql.js'
import type { Reader, Transaction } from '../database/transaction.js'
import { HAS_DUE_SNOOZES, WAKE_DUE } from './snooze.sql.js'
import { SupportChat } from './support-chat.entity.js'

/** New values, or SQL that makes them. */
export type ChatChanges = QueryDeepPartialEntity<SupportChat>

@Injectable()
export class ChatRepository {
  findOfUser(reader: Reader, userId: string): Promise<SupportChat | null> {
    return reader.manager.findOneBy(SupportChat, { userId })
  }

  /** Makes a user's own chat. @returns its id; null where another request was quicker, or the account is void */
  async addForUser(tx: Transaction, { id, sessionVersion }: Principal): Promise<string | null> {
    const [made] = await query<{ id: string }[]>(
      tx,
      sql`INSERT INTO ${tables.support_chats} (id, user_id)
       SELECT $1, id FROM ${tables.users} account WHERE id = $2 AND ${isLiveAccount('account', '$3', 'NULL')}
       ON CONFLICT DO NOTHING RETURNING id`,
      [uuidv7(), id, sessionVersion],
    )
    return made?.id ?? null
  }

  /** Makes a user's chat at the request of another account. @returns its id; null where another request was quicker */
  async addFor(tx: Transaction, userId: string): Promise<string | null> {
    const [made] = await query<{ id: string }[]>(
      tx,
      sql`INSERT INTO ${tables.support_chats} (id, user_id) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING id`,
      [uuidv7(), userId],
    )
    return made?.id ?? null
  }

  /** The chat with its user, if this account, by its row at this moment, may see it. */
  findFor(reader: Reader, principal: Principal, chatId: string): Promise<SupportChat | null> {
    return this.visibleTo(reader, principal, chatId).innerJoinAndSelect('chat.user', 'owner').getOne()
  }

  /**
   * Locks the chat's row until the transaction ends, if the account may see it. Read it afterwards with {@link findFor}:
   * chat and account may have changed during the wait.
   */
  async lockFor(tx: Transaction, principal: Principal, chatId: string): Promise<void> {
    await this.visibleTo(tx, principal, chatId)
      .select('chat.id')
      .setLock('pessimistic_write', undefined, ['chat'])
      .getOne()
  }

  async update(tx: Transaction, chatId: string, changes: ChatChanges): Promise<void> {
    await tx.manager.update(SupportChat, chatId, changes)
  }

  async hasDueSnoozes(reader: Reader): Promise<boolean> {
    const [{ due }] = await query<[{ due: boolean }]>(reader, HAS_DUE_SNOOZES)
    return due
  }

  /** Ends up to `limit` snoozes that are due. @returns the ids of the chats */
  async wakeDue(tx: Transaction, limit: number): Promise<string[]> {
    const [rows] = await query<[{ id: string }[], number]>(tx, WAKE_DUE, [limit])
    return rows.map(({ id }) => id)
  }

  private visibleTo(reader: Reader, { id, sessionVersion, sessionId }: Principal, chatId: string) {
    const isLive = textFor(reader, isLiveAccount('actor', ':sessionVersion', ':sessionId'))
    return reader.manager
      .createQueryBuilder(SupportChat, 'chat')
      .innerJoin(User, 'actor', `actor.id = :id AND ${isLive}`)
      .where('chat.id = :chatId', { id, sessionVersion, sessionId, chatId })
      .andWhere("(actor.role = 'admin' OR chat.user_id = actor.id)")
  }

  /** How far each chat that exists goes. */
  heads(
    reader: Reader,
    chatIds: string[],
  ): Promise<{ chat_id: string; last_sequence: number; last_redacted_at: Date | null }[]> {
    return query(
      reader,
      sql`SELECT id AS chat_id, last_sequence, last_redacted_at FROM ${tables.support_chats} WHERE id = ANY($1)`,
      [chatIds],
    )
  }
}
