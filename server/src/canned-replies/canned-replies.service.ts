import { Injectable } from '@nestjs/common'
import type { CannedReply, CannedReplyBody } from '@support-chat/shared'
import { type Transaction, UnitOfWork } from '../database/unit-of-work.js'
import { AppError } from '../errors/app-error.js'
import { isUniqueViolation } from '../errors/database-errors.js'
import { CannedReplyRepository, type CannedReplyRow } from './canned-reply.repository.js'

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/** Replies that all of staff share. */
@Injectable()
export class CannedRepliesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly replies: CannedReplyRepository,
  ) {}

  async list(): Promise<CannedReply[]> {
    return (await this.unitOfWork.read((reader) => this.replies.all(reader))).map(toCannedReply)
  }

  /** @throws AppError `conflict` for a shortcut that is taken */
  async add(body: CannedReplyBody): Promise<CannedReply> {
    return toCannedReply(await this.write((tx) => this.replies.add(tx, body)))
  }

  /** @throws AppError `conflict` for a shortcut that is taken, `not_found` */
  async change(id: string, body: CannedReplyBody): Promise<CannedReply> {
    const changed = UUID.test(id) ? await this.write((tx) => this.replies.change(tx, id, body)) : null
    if (!changed) throw nothingThere()
    return toCannedReply(changed)
  }

  /** @throws AppError `not_found` */
  async remove(id: string): Promise<void> {
    const removed = UUID.test(id) && (await this.unitOfWork.run((tx) => this.replies.remove(tx, id)))
    if (!removed) throw nothingThere()
  }

  private async write<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    try {
      return await this.unitOfWork.run(work)
    } catch (error) {
      if (!isUniqueViolation(error, 'canned_replies_shortcut')) throw error
      throw new AppError('conflict', 'Another canned reply has this shortcut')
    }
  }
}

function nothingThere(): AppError {
  return new AppError('not_found', 'There is no such canned reply')
}

function toCannedReply({ id, shortcut, content, updated_at }: CannedReplyRow): CannedReply {
  return { id, shortcut, content, updated_at: updated_at.toISOString() }
}
