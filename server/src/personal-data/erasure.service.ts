import { Injectable } from '@nestjs/common'
import type { ErasureReceipt } from '@support-chat/shared'
import { type AuditActor, AuditLog } from '../audit/audit-log.js'
import { AccountsService } from '../auth/accounts.service.js'
import type { Principal } from '../auth/principal.js'
import { JoinedEventRepository } from '../database/joined-event.repository.js'
import type { Transaction } from '../database/transaction.js'
import { UserRepository } from '../users/user.repository.js'
import { ErasureRepository, type RowCounts } from './erasure.repository.js'

/**
 * Erases users with all there is of them, in one transaction. Events, what is written of webhooks, and the audit log refer to
 * them by ids alone, and stay.
 *
 * A feature with tables of its own lets foreign keys delete its rows; what no foreign key reaches it deletes on
 * `user.erased`, with `EventBus.onBeforeCommit` while the rows are still there, or after the commit.
 */
@Injectable()
export class ErasureService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly users: UserRepository,
    private readonly erasures: ErasureRepository,
    private readonly joined: JoinedEventRepository,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Safe to repeat: where there is no such user, nothing is counted. Who comes back with a token is a new user.
   * @throws AppError `forbidden` below owner, `unauthenticated`
   */
  erase(principal: Principal, externalId: string): Promise<ErasureReceipt> {
    return this.accounts.runAs(principal, 'users.erase', async (tx) => {
      const user = await this.users.findByExternalId(tx, externalId)
      const counts = user ? await this.eraseIn(tx, principal, user.id) : await this.count(tx, null, null)
      return { erased_at: new Date().toISOString(), counts }
    })
  }

  /** @param reason where nobody asked for it by name */
  async eraseIn(tx: Transaction, actor: AuditActor, userId: string, reason?: 'retention'): Promise<RowCounts> {
    const chatId = await this.erasures.lockChat(tx, userId)
    if (!(await this.erasures.lockUser(tx, userId))) return this.count(tx, null, null)
    await tx.publish('user.erased', { user_id: userId, chat_id: chatId })
    const counts = await this.count(tx, userId, chatId)
    await this.users.erase(tx, userId)
    counts['joined_events'] = await this.joined.forget(tx, [userId, ...(chatId ? [chatId] : [])])
    await this.audit.record(tx, actor, 'user.erased', userId, { counts, ...(reason && { reason }) })
    await tx.publish('sessions.revoked', { user_id: userId })
    if (chatId) await tx.publish('chat.changed', { chat_id: chatId })
    return counts
  }

  private async count(tx: Transaction, userId: string | null, chatId: string | null): Promise<RowCounts> {
    return { ...(await this.erasures.count(tx, userId, chatId)), joined_events: 0 }
  }
}
