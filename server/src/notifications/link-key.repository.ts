import { Injectable } from '@nestjs/common'
import type { Transaction } from '../database/transaction.js'
import { LinkKey } from './link-key.entity.js'

/** The only writer of `link_key`. */
@Injectable()
export class LinkKeyRepository {
  /** The key, which is kept from the first time on. */
  async keep({ manager }: Transaction, key: Buffer): Promise<Buffer> {
    await manager.createQueryBuilder().insert().into(LinkKey).values({ id: true, key }).orIgnore().execute()
    const kept = await manager.findOneBy(LinkKey, { id: true })
    if (!kept) throw new Error('A key that was just stored is gone')
    return kept.key
  }
}
