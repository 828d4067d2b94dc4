import { Injectable } from '@nestjs/common'
import type { CannedReply, CannedReplyBody } from '@support-chat/shared'
import { AuditLog } from '../audit/audit-log.js'
import { AccountsService } from '../auth/accounts.service.js'
import type { Principal } from '../auth/principal.js'
import type { Transaction } from '../database/transaction.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { AppError } from '../common/errors/app-error.js'
import { isUuid } from '../common/uuid.js'
import { isUniqueViolation } from '../common/errors/database-errors.js'
import type { CannedReply as CannedReplyEntity } from './canned-reply.entity.js'
import { CannedReplyRepository } from './canned-reply.repository.js'

/** Replies that all of staff share. */
@Injectable()
export class CannedRepliesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly replies: CannedReplyRepository,
    private readonly accounts: AccountsService,
    private readonly audit: AuditLog,
  ) {}

  async list(): Promise<CannedReply[]> {
    return (await this.unitOfWork.read((reader) => this.replies.all(reader))).map(toCannedReply)
  }

  /** @throws AppError `conflict` for a shortcut that is taken, `unauthenticated` */
  async add(principal: Principal, body: CannedReplyBody): Promise<CannedReply> {
    const added = await this.write(principal, async (tx) => {
      const added = await this.replies.add(tx, body)
      await this.audit.record(tx, principal, 'canned_reply.created', added.id, { shortcut: body.shortcut })
      return added
    })
    return toCannedReply(added)
  }

  /** @throws AppError `conflict` for a shortcut that is taken, `not_found`, `unauthenticated` */
  async change(principal: Principal, id: string, body: CannedReplyBody): Promise<CannedReply> {
    const changed = await this.write(principal, async (tx) => {
      const changed = isUuid(id) ? await this.replies.change(tx, id, body) : null
      if (changed) await this.audit.record(tx, principal, 'canned_reply.changed', id, { shortcut: body.shortcut })
      return changed
    })
    if (!changed) throw nothingThere()
    return toCannedReply(changed)
  }

  /** @throws AppError `not_found`, `unauthenticated` */
  async remove(principal: Principal, id: string): Promise<void> {
    const removed = await this.write(principal, async (tx) => {
      const removed = isUuid(id) && (await this.replies.remove(tx, id))
      if (removed) await this.audit.record(tx, principal, 'canned_reply.deleted', id)
      return removed
    })
    if (!removed) throw nothingThere()
  }

  private async write<T>(principal: Principal, work: (tx: Transaction) => Promise<T>): Promise<T> {
    try {
      return await this.accounts.runAs(principal, 'canned_replies.manage', work)
    } catch (error) {
      if (!isUniqueViolation(error, 'canned_replies_shortcut')) throw error
      throw new AppError('conflict', 'Another canned reply has this shortcut')
    }
  }
}

function nothingThere(): AppError {
  return new AppError('not_found', 'There is no such canned reply')
}

function toCannedReply({ id, shortcut, content, updatedAt }: CannedReplyEntity): CannedReply {
  return { id, shortcut, content, updated_at: updatedAt.toISOString() }
}
