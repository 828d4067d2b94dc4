import { Injectable } from '@nestjs/common'
import { LessThan } from 'typeorm'
import type { Transaction } from '../../database/transaction.js'
import { hashToken } from '../../staff/secret-token.js'
import { OidcUse } from './oidc-use.entity.js'

/** What has been used, at whichever process: nothing is used twice. */
@Injectable()
export class OidcUseRepository {
  /** @param until when it stops working by itself @returns false where it has been used before */
  async claim(tx: Transaction, kind: 'ticket' | 'logout', secret: string, until: Date): Promise<boolean> {
    await tx.manager.delete(OidcUse, { expiresAt: LessThan(new Date()) })
    const inserted = await tx.manager
      .createQueryBuilder()
      .insert()
      .into(OidcUse)
      .values({ hash: hashToken(`${kind} ${secret}`), expiresAt: until })
      .orIgnore()
      .returning('hash')
      .execute()
    return (inserted.raw as object[]).length > 0
  }
}
