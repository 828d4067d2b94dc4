import { Injectable } from '@nestjs/common'
import type { QueryDeepPartialEntity } from 'typeorm'
import { v7 as uuidv7 } from 'uuid'
import type { Principal } from '../auth/principal.js'
import { User } from '../auth/user.entity.js'
import type { Reader, Transaction } from '../database/unit-of-work.js'
import { SupportChat } from './support-chat.entity.js'

/** New values, or SQL that makes them. */
export type ChatChanges = QueryDeepPartialEntity<SupportChat>

@Injectable()
export class ChatRepository {
  findOfUser(reader: Reader, userId: string): Promise<SupportChat | null> {
    return reader.manager.findOneBy(SupportChat, { userId })
  }

  /** Makes a user's chat, unless another request was quicker. */
  async addForUser(tx: Transaction, userId: string): Promise<void> {
    await tx.manager
      .createQueryBuilder()
      .insert()
      .into(SupportChat)
      .values({ id: uuidv7(), userId })
      .orIgnore()
      .execute()
  }

  /** The chat where this account, as its row says at this moment, may see it. The chat's user comes with it. */
  findFor(reader: Reader, principal: Principal, chatId: string): Promise<SupportChat | null> {
    return reader.manager
      .createQueryBuilder(SupportChat, 'chat')
      .innerJoinAndSelect('chat.user', 'owner')
      .innerJoin(
        User,
        'actor',
        'actor.id = :actorId AND actor.session_version = :version AND actor.deactivated_at IS NULL',
        {
          actorId: principal.id,
          version: principal.sessionVersion,
        },
      )
      .where('chat.id = :chatId', { chatId })
      .andWhere("(actor.role = 'admin' OR chat.user_id = actor.id)")
      .getOne()
  }

  /** Waits until nobody else is changing the chat, and keeps others out until the end of the transaction. */
  lock(tx: Transaction, chatId: string): Promise<SupportChat> {
    return tx.manager.findOneOrFail(SupportChat, { where: { id: chatId }, lock: { mode: 'pessimistic_write' } })
  }

  async update(tx: Transaction, chatId: string, changes: ChatChanges): Promise<void> {
    await tx.manager.update(SupportChat, chatId, changes)
  }

  /** The newest sequence of each chat that exists. */
  lastSequences(reader: Reader, chatIds: string[]): Promise<{ chat_id: string; last_sequence: number }[]> {
    return reader.manager.query('SELECT id AS chat_id, last_sequence FROM support_chats WHERE id = ANY($1)', [chatIds])
  }
}
