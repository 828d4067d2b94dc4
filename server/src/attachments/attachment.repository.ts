import { Injectable } from '@nestjs/common'
import { In } from 'typeorm'
import { query } from '../database/sql.js'
import type { Reader, Transaction } from '../database/transaction.js'
import { Attachment } from './attachment.entity.js'
import * as statements from './attachment.sql.js'

/** A file that is about to be uploaded. */
export type NewAttachment = Pick<Attachment, 'id' | 'chatId' | 'uploaderId' | 'clientId' | 'name' | 'size' | 'linkKey'>

/** What is known of a file once it is there. */
export type Completed = Pick<
  Attachment,
  'size' | 'contentType' | 'width' | 'height' | 'hasThumbnail' | 'state' | 'scanAt'
>

/** What one account has uploaded within a day. */
export interface Usage {
  files: number
  bytes: number
  /** Milliseconds until the oldest of it counts no more. */
  frees_in_ms: number
}

/** Which files a message is to have. */
export interface Claim {
  messageId: string
  chatId: string
  uploaderId: string
  ids: readonly string[]
}

/** The only writer of `support_attachments` and `removed_attachments`. */
@Injectable()
export class AttachmentRepository {
  async add({ manager }: Transaction, attachment: NewAttachment): Promise<void> {
    await manager.insert(Attachment, { ...attachment, state: 'uploading', contentType: '' })
  }

  /** @returns whether it is there still; throws a violation of `support_attachments_client_id` for a repeat */
  async complete({ manager }: Transaction, id: string, completed: Completed): Promise<boolean> {
    const { affected } = await manager.update(Attachment, { id, state: 'uploading' }, completed)
    return affected === 1
  }

  async remove({ manager }: Transaction, id: string): Promise<void> {
    await manager.delete(Attachment, { id })
  }

  async removeOf({ manager }: Transaction, messageId: string): Promise<void> {
    await manager.delete(Attachment, { messageId })
  }

  find({ manager }: Reader, id: string): Promise<Attachment | null> {
    return manager.findOneBy(Attachment, { id })
  }

  /** What an uploader has completed under a `client_id`. */
  async findByClientId(
    { manager }: Reader,
    key: Pick<Attachment, 'chatId' | 'clientId'> & { uploaderId: string },
  ): Promise<Attachment | null> {
    return manager.findOneBy(Attachment, { ...key, state: In(['scanning', 'ready', 'refused']) })
  }

  async usage(reader: Reader, uploaderId: string): Promise<Usage> {
    const [usage] = await query<[Usage]>(reader, statements.USAGE, [uploaderId])
    return usage
  }

  /** Gives files that are not sent yet to a message, in this order. @returns those that could be given */
  async claim(tx: Transaction, { messageId, chatId, uploaderId, ids }: Claim): Promise<Attachment[]> {
    await query(tx, statements.CLAIM, [messageId, ids, chatId, uploaderId])
    return this.ofMessages(tx, [messageId])
  }

  /** Whose files there are of these. */
  async ownedBy({ manager }: Reader, { chatId, uploaderId, ids }: Omit<Claim, 'messageId'>): Promise<Attachment[]> {
    return manager.findBy(Attachment, { id: In([...ids]), chatId, uploaderId })
  }

  /** In the order in which they stand in each. */
  ofMessages({ manager }: Reader, messageIds: string[]): Promise<Attachment[]> {
    return manager.find(Attachment, { where: { messageId: In(messageIds) }, order: { messageId: 'ASC', place: 'ASC' } })
  }

  /** Deletes up to `limit` of those that belong to no message since before `until`. @returns how many */
  async removeUnsent(tx: Transaction, until: Date, limit: number): Promise<number> {
    const [, deleted] = await query<[unknown, number]>(tx, statements.REMOVE_UNSENT, [until, limit])
    return deleted
  }

  /** Of rows that were deleted, whose files may be there still. */
  async removed(reader: Reader, limit: number): Promise<string[]> {
    const rows = await query<{ id: string }[]>(reader, statements.REMOVED, [limit])
    return rows.map(({ id }) => id)
  }

  /** Their files are gone. */
  async forgetRemoved(tx: Transaction, ids: string[]): Promise<void> {
    await query(tx, statements.FORGET_REMOVED, [ids])
  }

  /** Which of these there are. */
  async known(reader: Reader, ids: string[]): Promise<Set<string>> {
    const rows = await query<{ id: string }[]>(reader, statements.KNOWN, [ids])
    return new Set(rows.map(({ id }) => id))
  }

  /** Up to `limit` files that are to be scanned now, and not by others for so long. @returns their ids */
  async claimUnscanned(tx: Transaction, limit: number, seconds: number): Promise<string[]> {
    const [rows] = await query<[{ id: string }[], number]>(tx, statements.CLAIM_UNSCANNED, [limit, seconds])
    return rows.map(({ id }) => id)
  }

  /** @returns null where it is gone, or settled already */
  async settleScan(tx: Transaction, id: string, state: 'ready' | 'refused'): Promise<Attachment | null> {
    const { affected } = await tx.manager.update(Attachment, { id, state: 'scanning' }, { state, scanAt: null })
    return affected ? this.find(tx, id) : null
  }
}
