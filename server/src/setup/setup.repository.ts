import { Injectable } from '@nestjs/common'
import { MAX_REFUSED_ORIGINS_KEPT, REFUSED_ORIGINS_HOURS, type Setup } from '@support-chat/shared'
import { query } from '../database/sql.js'
import type { Reader, Transaction } from '../database/transaction.js'
import { FIND_PROGRESS, FIND_REFUSED, PRUNE_REFUSED, PUT_REFUSED } from './setup.sql.js'

export type Progress = Pick<Setup, 'first_page' | 'has_colleagues' | 'has_messages'>

/** Reads how far an installation is, and is the only writer of `refused_origins`. */
@Injectable()
export class SetupRepository {
  /** @param demo the address of the demo page, whose users do not count */
  async progress(reader: Reader, staffId: string, demo: string): Promise<Progress> {
    const [row] = await query<Progress[]>(reader, FIND_PROGRESS, [staffId, demo])
    return row ?? { first_page: null, has_colleagues: false, has_messages: false }
  }

  /** Newest first. */
  refused(reader: Reader): Promise<{ origin: string; refused_at: Date }[]> {
    return query(reader, FIND_REFUSED, [REFUSED_ORIGINS_HOURS])
  }

  async putRefused(tx: Transaction, origin: string): Promise<void> {
    await query(tx, PUT_REFUSED, [origin])
    await query(tx, PRUNE_REFUSED, [MAX_REFUSED_ORIGINS_KEPT])
  }
}
