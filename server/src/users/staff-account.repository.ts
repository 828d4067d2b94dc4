import { Injectable } from '@nestjs/common'
import { In, IsNull, Not, Raw } from 'typeorm'
import { v7 as uuidv7 } from 'uuid'
import { sql, tables, textFor } from '../database/sql.js'
import type { Reader, Transaction } from '../database/transaction.js'
import { User } from './user.entity.js'

const STAFF = { role: 'admin', isService: false } as const

/** The accounts of staff, all of them people. */
@Injectable()
export class StaffAccountRepository {
  /** Oldest first: a UUID v7 grows with time. */
  all(reader: Reader): Promise<User[]> {
    return reader.manager.find(User, { where: STAFF, order: { id: 'ASC' } })
  }

  /** In no order, deactivated ones too; without those that are no staff. */
  findByIds(reader: Reader, ids: string[]): Promise<User[]> {
    return reader.manager.findBy(User, { id: In(ids), ...STAFF })
  }

  findActive(reader: Reader, id: string): Promise<User | null> {
    return reader.manager.findOneBy(User, { id, ...STAFF, deactivatedAt: IsNull() })
  }

  /** The account of a sign-in that has neither been ended nor expired. */
  findBySession(reader: Reader, id: string, sessionId: string): Promise<User | null> {
    const isLive = Raw(
      (userId) =>
        textFor(
          reader,
          sql`EXISTS (SELECT FROM ${tables.staff_sessions}
            WHERE user_id = ${userId} AND family_id = :sessionId AND revoked_at IS NULL AND expires_at > now())`,
        ),
      { sessionId },
    )
    return reader.manager
      .createQueryBuilder(User, 'staff')
      .where({ ...STAFF, deactivatedAt: IsNull(), id })
      .andWhere({ id: isLive })
      .getOne()
  }

  /** Compares without case. */
  findByEmail(reader: Reader, email: string): Promise<User | null> {
    return reader.manager.findOneBy(User, {
      ...STAFF,
      email: Raw((column) => `lower(${column}) = lower(:email)`, { email }),
    })
  }

  /** Who somebody of the identity provider is here. */
  findByIdentity(reader: Reader, oidcIssuer: string, oidcSubject: string): Promise<User | null> {
    return reader.manager.findOneBy(User, { ...STAFF, oidcIssuer, oidcSubject })
  }

  /** Locks the account until the transaction ends. */
  lock(tx: Transaction, id: string): Promise<User | null> {
    return tx.manager.findOne(User, { where: { id, ...STAFF }, lock: { mode: 'pessimistic_write' } })
  }

  /** Keeps the account from being deactivated until the transaction ends. */
  keep(tx: Transaction, id: string): Promise<User | null> {
    return tx.manager.findOne(User, { where: { id, ...STAFF }, lock: { mode: 'for_key_share' } })
  }

  /** Locks all active accounts, always in the same order: of two who deactivate each other at once, only one succeeds. */
  async lockActive(tx: Transaction): Promise<void> {
    await tx.manager.find(User, {
      where: { ...STAFF, deactivatedAt: IsNull() },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    })
  }

  /** The members who can manage owners: active ones, who have come. Their accounts are locked by {@link lockActive}. */
  owners(reader: Reader): Promise<User[]> {
    const active = { ...STAFF, staffRole: 'owner' as const, deactivatedAt: IsNull() }
    return reader.manager.findBy(User, [
      { ...active, passwordHash: Not(IsNull()) },
      { ...active, oidcSubject: Not(IsNull()) },
    ])
  }

  /** Creates an account; without a password it is one that has not come yet. Does nothing where the address, in any case, has one. */
  async add(
    tx: Transaction,
    staff: Pick<User, 'email' | 'name' | 'staffRole'> & { passwordHash?: string },
  ): Promise<void> {
    await tx.manager
      .createQueryBuilder()
      .insert()
      .into(User)
      .values({ ...staff, id: uuidv7(), role: 'admin' })
      .orIgnore()
      .execute()
  }

  async update(
    tx: Transaction,
    id: string,
    changes: Partial<
      Pick<
        User,
        | 'name'
        | 'passwordHash'
        | 'deactivatedAt'
        | 'sessionVersion'
        | 'available'
        | 'staffRole'
        | 'avatarId'
        | 'oidcIssuer'
        | 'oidcSubject'
      >
    >,
  ): Promise<void> {
    await tx.manager.update(User, id, changes)
  }
}
