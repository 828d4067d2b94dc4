import { Injectable } from '@nestjs/common'
import { v7 as uuidv7 } from 'uuid'
import type { Transaction } from '../database/transaction.js'
import { User } from './user.entity.js'

/** Accounts of programs that act as staff. Nobody signs in to them, and no list of staff has them. */
@Injectable()
export class ServiceAccountRepository {
  /** @returns its id */
  async add({ manager }: Transaction, name: string): Promise<string> {
    const id = uuidv7()
    // Every account has an address, and of staff no two the same.
    const email = `${id}@service.invalid`
    await manager.insert(User, { id, email, name, role: 'admin', isService: true })
    return id
  }

  /** One of this id, unless there is one. */
  async addIfMissing({ manager }: Transaction, id: string, name: string): Promise<void> {
    const account = { id, email: `${id}@service.invalid`, name, role: 'admin', isService: true } as const
    await manager.createQueryBuilder().insert().into(User).values(account).orIgnore().execute()
  }

  /** From then on it can do nothing; its messages keep its name. */
  async deactivate({ manager }: Transaction, id: string): Promise<void> {
    await manager.update(User, { id, isService: true }, { deactivatedAt: () => 'now()' })
  }
}
