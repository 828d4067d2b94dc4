import { Injectable } from '@nestjs/common'
import type { StaffRole } from '@support-chat/shared'
import { type AuditActor, AuditLog } from '../audit/audit-log.js'
import { staffRoleOf } from '../auth/principal.js'
import type { Transaction } from '../database/transaction.js'
import { StaffAccountRepository } from '../users/staff-account.repository.js'
import type { User } from '../users/user.entity.js'

/** Gives members of staff other roles, whoever says so. */
@Injectable()
export class RoleChanges {
  constructor(
    private readonly accounts: StaffAccountRepository,
    private readonly audit: AuditLog,
  ) {}

  /** All active accounts must be locked: of two owners who demote each other at once, one stays. */
  async isLastOwner(tx: Transaction, owner: User): Promise<boolean> {
    return (await this.accounts.owners(tx)).every(({ id }) => id === owner.id)
  }

  /**
   * Holds from the member's next request or event on.
   * @param details what else is written down of the change
   * @returns the account as it is then
   */
  async apply(tx: Transaction, actor: AuditActor, member: User, to: StaffRole, details: object = {}): Promise<User> {
    const available = member.available && to !== 'viewer'
    await this.accounts.update(tx, member.id, { staffRole: to, available })
    await this.audit.record(tx, actor, 'staff.role_changed', member.id, { from: staffRoleOf(member), to, ...details })
    await tx.publish('staff.role_changed', { user_id: member.id, staff_role: to })
    return { ...member, staffRole: to, available }
  }
}
