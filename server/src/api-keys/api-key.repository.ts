import { Injectable } from '@nestjs/common'
import { In } from 'typeorm'
import { query, sql, tables } from '../database/sql.js'
import type { Reader, Transaction } from '../database/transaction.js'
import { ApiKey } from './api-key.entity.js'

/** The only writer of `api_keys`. Times are the database's: the clocks of several servers may differ. */
@Injectable()
export class ApiKeyRepository {
  /** Newest first: a UUID v7 grows with time. */
  all(reader: Reader): Promise<ApiKey[]> {
    return this.withAccounts(reader).orderBy('key.id', 'DESC').getMany()
  }

  find(reader: Reader, id: string): Promise<ApiKey | null> {
    return this.withAccounts(reader).where({ id }).getOne()
  }

  /** The key, unless it has expired or its account has been deactivated. */
  findValid({ manager }: Reader, keyHash: string): Promise<ApiKey | null> {
    return manager
      .createQueryBuilder(ApiKey, 'key')
      .innerJoinAndSelect('key.account', 'account', 'account.deactivated_at IS NULL')
      .where({ keyHash })
      .andWhere('(key.expires_at IS NULL OR key.expires_at > now())')
      .getOne()
  }

  /** Of two who add at once the second one waits, so that each counts the other's key. @returns how many there are */
  async lockAndCount(tx: Transaction): Promise<number> {
    await query(tx, sql`LOCK TABLE ${tables.api_keys} IN SHARE ROW EXCLUSIVE MODE`)
    return tx.manager.count(ApiKey)
  }

  async add(
    { manager }: Transaction,
    key: Pick<ApiKey, 'id' | 'keyHash' | 'prefix' | 'scopes' | 'expiresAt' | 'createdBy'>,
  ): Promise<void> {
    await manager.insert(ApiKey, key)
  }

  /** @returns whether there was one */
  async remove({ manager }: Transaction, id: string): Promise<boolean> {
    const { affected } = await manager.delete(ApiKey, id)
    return affected !== 0
  }

  async updateLastUsed({ manager }: Transaction, ids: string[]): Promise<void> {
    await manager.update(ApiKey, { id: In(ids) }, { lastUsedAt: () => 'now()' })
  }

  private withAccounts({ manager }: Reader) {
    return manager
      .createQueryBuilder(ApiKey, 'key')
      .innerJoinAndSelect('key.account', 'account')
      .leftJoinAndSelect('key.creator', 'creator')
  }
}
