import { Injectable } from '@nestjs/common'
import type { CannedReplyBody } from '@support-chat/shared'
import { v7 as uuidv7 } from 'uuid'
import type { Reader, Transaction } from '../database/transaction.js'
import { CannedReply } from './canned-reply.entity.js'

/** The only writer of `canned_replies`. */
@Injectable()
export class CannedReplyRepository {
  /** By shortcut, in the order of its ASCII characters. */
  all({ manager }: Reader): Promise<CannedReply[]> {
    return manager.createQueryBuilder(CannedReply, 'reply').orderBy('reply.shortcut COLLATE "C"').getMany()
  }

  async add({ manager }: Transaction, { shortcut, content }: CannedReplyBody): Promise<CannedReply> {
    const reply = manager.create(CannedReply, { id: uuidv7(), shortcut, content })
    await manager.insert(CannedReply, reply)
    return reply
  }

  async change(tx: Transaction, id: string, { shortcut, content }: CannedReplyBody): Promise<CannedReply | null> {
    await tx.manager.update(CannedReply, id, { shortcut, content })
    return tx.manager.findOneBy(CannedReply, { id })
  }

  /** @returns whether there was one */
  async remove({ manager }: Transaction, id: string): Promise<boolean> {
    const { affected } = await manager.delete(CannedReply, id)
    return affected !== 0
  }
}
