import { Injectable } from '@nestjs/common'
import type {
  InviteBody,
  Invitation,
  Me,
  MeChanges,
  StaffChanges,
  StaffMember,
  StaffProfile,
  StaffRole,
} from '@support-chat/shared'
import { AuditLog } from '../audit/audit-log.js'
import { serverUrlOf } from '../config/base-path.js'
import { Config } from '../config/config.js'
import type { Reader, Transaction } from '../database/transaction.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { isUuid } from '../common/uuid.js'
import { AppError } from '../common/errors/app-error.js'
import { RateLimiter } from '../rate-limits/rate-limiter.js'
import { AccountsService } from '../auth/accounts.service.js'
import { type Principal, staffRoleOf, toIdentity } from '../auth/principal.js'
import { avatarUrl } from '../users/avatar-url.js'
import { hasJoined } from '../users/has-joined.js'
import { toMe } from './to-me.js'
import { RoleChanges } from './role-changes.js'
import { hashToken, makeToken } from './secret-token.js'
import { SessionsService } from './sessions.service.js'
import { StaffAccountRepository } from '../users/staff-account.repository.js'
import { StaffInvitationRepository } from './staff-invitation.repository.js'
import type { User } from '../users/user.entity.js'

/** How long an invitation can be accepted. */
const INVITATION_VALIDITY = '7 days'

/** Lists, invites, deactivates and activates members of staff, and gives them roles. Owners are managed by owners only. */
@Injectable()
export class StaffAccountsService {
  constructor(
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: StaffAccountRepository,
    private readonly invitations: StaffInvitationRepository,
    private readonly sessions: SessionsService,
    private readonly callers: AccountsService,
    private readonly roles: RoleChanges,
    private readonly limiter: RateLimiter,
    private readonly audit: AuditLog,
  ) {}

  async list(): Promise<StaffMember[]> {
    return (await this.unitOfWork.read((reader) => this.accounts.all(reader))).map(toMember)
  }

  /**
   * Creates an account without a password, and a link to set one. Repeated before it is accepted, it makes a new link.
   * @throws AppError `conflict` where the address is a member's; `forbidden` for a role above one's own; `rate_limited` after
   *   many, or many to one address
   */
  async invite(principal: Principal, { email, name, staff_role }: InviteBody): Promise<Invitation> {
    await this.limiter.take('invite', principal.id)
    await this.limiter.take('inviteTo', email.normalize('NFKC').toLowerCase())
    const token = makeToken()
    const console = `${serverUrlOf(this.config)}/admin/`
    const url = this.config.passwordLogin ? `${console}accept-invitation#${token}` : console
    return this.callers.runAs(principal, 'staff.manage', async (tx) => {
      await this.accounts.add(tx, { email, name: name ?? null, staffRole: 'agent' })
      const invited = await this.lockInvited(tx, email)
      const staffRole = staff_role ?? staffRoleOf(invited)
      await this.assertManages(tx, principal, invited, staffRole)
      await this.accounts.update(tx, invited.id, { name: name ?? invited.name, staffRole })
      await this.invitations.put(tx, invited.id, hashToken(token), INVITATION_VALIDITY)
      await this.audit.record(tx, principal, 'staff.invited', invited.id, { staff_role: staffRole })
      const inviter = principal.name ?? principal.email
      await tx.publish('staff.invited', { email: invited.email, name: invited.name, inviter, invitation_url: url })
      return { member: toMember({ ...invited, name: name ?? invited.name, staffRole }), invitation_url: url }
    })
  }

  /**
   * Changes what a member may do, from their next request or event on.
   * @throws AppError `forbidden` where an owner is meant, or made, by somebody else than an owner; `conflict` for the last
   *   owner; `not_found`
   */
  changeRole(principal: Principal, id: string, { staff_role }: StaffChanges): Promise<StaffMember> {
    return this.manage(principal, id, async (tx, member) => {
      await this.assertManages(tx, principal, member, staff_role)
      const was = staffRoleOf(member)
      if (was === staff_role) return member
      if (was === 'owner' && (await this.roles.isLastOwner(tx, member)))
        throw new AppError('conflict', 'There has to be an owner: make somebody else one first')
      return this.roles.apply(tx, principal, member, staff_role)
    })
  }

  /**
   * Ends all sessions of a member, who cannot sign in any more. Safe to repeat.
   * @throws AppError `conflict` for one's own account, so that an active one is always left; `forbidden` for an owner, by
   *   somebody else than an owner; `not_found`
   */
  deactivate(principal: Principal, id: string): Promise<StaffMember> {
    return this.manage(principal, id, async (tx, member) => {
      if (member.id === principal.id) throw new AppError('conflict', 'Nobody can deactivate their own account')
      await this.assertManages(tx, principal, member)
      if (member.deactivatedAt) return member
      const deactivatedAt = new Date()
      await this.accounts.update(tx, member.id, { deactivatedAt, available: false })
      await this.invitations.withdraw(tx, member.id)
      await this.sessions.endAll(tx, member)
      await this.audit.record(tx, principal, 'staff.deactivated', member.id)
      await tx.publish('staff.deactivated', { user_id: member.id })
      return { ...member, deactivatedAt }
    })
  }

  /**
   * Lets a member sign in again, with the same password. Safe to repeat.
   * @throws AppError `forbidden` for an owner, by somebody else than an owner; `not_found`
   */
  activate(principal: Principal, id: string): Promise<StaffMember> {
    return this.manage(principal, id, async (tx, member) => {
      await this.assertManages(tx, principal, member)
      if (member.deactivatedAt) {
        await this.accounts.update(tx, member.id, { deactivatedAt: null })
        await this.audit.record(tx, principal, 'staff.activated', member.id)
      }
      return { ...member, deactivatedAt: null }
    })
  }

  /** Whose a token is. @throws AppError `unauthenticated` */
  async me(principal: Principal): Promise<Me> {
    if (principal.role === 'user') return toIdentity(principal)
    return this.callers.runAs(principal, null, async (tx) => toMe(await this.account(tx, principal)))
  }

  /** Changes what is given of one's own account. @throws AppError `unauthenticated` */
  changeMe(principal: Principal, { available, name }: MeChanges): Promise<Me> {
    return this.changeProfile(principal, name === undefined ? {} : { name }, async (tx) => {
      if (available === undefined) return
      await this.accounts.update(tx, principal.id, { available })
      await tx.publish('staff.available', { user_id: principal.id, available })
    })
  }

  /**
   * Changes how one appears to users and colleagues.
   * @param more what else is written in the same transaction
   * @throws AppError `unauthenticated`
   */
  changeProfile(
    principal: Principal,
    profile: Partial<Pick<User, 'name' | 'avatarId'>>,
    more: (tx: Transaction) => Promise<void>,
  ): Promise<Me> {
    return this.callers.runAs(principal, null, async (tx) => {
      const before = await this.accounts.lock(tx, principal.id)
      await more(tx)
      const fields = (Object.keys(profile) as (keyof typeof profile)[]).filter((key) => profile[key] !== before?.[key])
      if (fields.length > 0) {
        await this.accounts.update(tx, principal.id, profile)
        await this.audit.record(tx, principal, 'staff.profile_changed', principal.id, { fields: fields.map(nameOf) })
      }
      const account = await this.account(tx, principal)
      if (fields.length > 0) await tx.publish('staff.updated', toProfile(account))
      return toMe(account)
    })
  }

  private async account(reader: Reader, { id }: Principal): Promise<User> {
    const account = await this.accounts.findActive(reader, id)
    if (!account) throw new AppError('unauthenticated', 'This session has ended')
    return account
  }

  /** All active accounts are locked: of two who demote, or shut out, each other at once, only one does. */
  private manage(
    principal: Principal,
    id: string,
    work: (tx: Transaction, member: User) => Promise<User>,
  ): Promise<StaffMember> {
    return this.unitOfWork.run(async (tx) => {
      await this.accounts.lockActive(tx)
      await this.callers.assertActive(tx, principal, 'staff.manage')
      return toMember(await work(tx, await this.find(tx, id)))
    })
  }

  /** @param made what the member becomes */
  private async assertManages(tx: Transaction, principal: Principal, member: User, made?: StaffRole): Promise<void> {
    if (staffRoleOf(member) === 'owner' || made === 'owner') {
      await this.callers.assertActive(tx, principal, 'owners.manage')
    }
  }

  private async lockInvited(tx: Transaction, email: string): Promise<User> {
    const known = await this.accounts.findByEmail(tx, email)
    const locked = known && (await this.accounts.lock(tx, known.id))
    if (!locked) throw new Error('An account that was just made is gone')
    if (locked.deactivatedAt) throw new AppError('conflict', 'This member is deactivated: activate the account first')
    if (hasJoined(locked)) throw new AppError('conflict', 'There is an account with this address')
    return locked
  }

  private async find(tx: Transaction, id: string): Promise<User> {
    const member = isUuid(id) ? await this.accounts.lock(tx, id) : null
    if (!member) throw new AppError('not_found', 'There is no such member of staff')
    return member
  }
}

/** As the API calls it. */
const nameOf = (field: 'name' | 'avatarId') => (field === 'name' ? 'name' : 'picture')

function toProfile({ id, name, email, avatarId }: User): StaffProfile {
  return { id, name, email, avatar_url: avatarUrl(avatarId) }
}

function toMember(user: User): StaffMember {
  return {
    ...toProfile(user),
    staff_role: staffRoleOf(user),
    invited: !hasJoined(user),
    deactivated_at: user.deactivatedAt?.toISOString() ?? null,
    last_seen_at: user.lastSeenAt?.toISOString() ?? null,
  }
}
