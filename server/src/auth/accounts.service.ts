import { isDeepStrictEqual } from 'node:util'
import { Injectable } from '@nestjs/common'
import { may, type StaffPermission, type StaffRole } from '@support-chat/shared'
import type { Reader, Transaction } from '../database/transaction.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { BatchLoader } from '../common/batch-loader.js'
import { AppError } from '../common/errors/app-error.js'
import { type Principal, staffRoleOf, toPrincipal } from './principal.js'
import { LastSeenService } from '../users/last-seen.service.js'
import { StaffAccountRepository } from '../users/staff-account.repository.js'
import { assertPermitted } from './staff-permissions.js'
import type { StaffClaims } from './staff-token.js'
import type { UserClaims } from './user-claims.js'
import type { User } from '../users/user.entity.js'
import { type KnownUser, UserRepository } from '../users/user.repository.js'

/** After a deploy all users come back at once: they are looked up in few statements, and leave connections to others. */
const USER_LOOKUPS = { maxKeys: 500, maxRunning: 2 }

/** Finds the account of a token whose signature has been verified. */
@Injectable()
export class AccountsService {
  private readonly known = new BatchLoader<KnownUser>(
    (externalIds) => this.unitOfWork.read((reader) => this.users.findKnown(reader, externalIds)),
    USER_LOOKUPS,
  )

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRepository,
    private readonly staff: StaffAccountRepository,
    private readonly lastSeen: LastSeenService,
  ) {}

  /** The user of a token: created by the first one, updated by newer ones whose claims differ, otherwise only read. */
  async resolveUser(claims: UserClaims): Promise<Principal> {
    const known = await this.known.find(claims.sub)
    const user = claimsChanged(known, claims) ? await this.syncClaims(claims, known?.chatId ?? null) : known
    if (!user || user.deactivatedAt) throw new AppError('unauthenticated', 'This account has been deactivated')
    this.lastSeen.touchIfStale(user)
    return { ...toPrincipal(user, claims.exp, null), chatId: known?.chatId ?? null }
  }

  async resolveStaff(claims: StaffClaims): Promise<Principal> {
    const staff = await this.unitOfWork.read((reader) => this.staff.findBySession(reader, claims.sub, claims.sid))
    if (staff?.sessionVersion !== claims.ver) throw new AppError('unauthenticated', 'This session has ended')
    this.lastSeen.touchIfStale(staff)
    return toPrincipal(staff, claims.exp, claims.sid)
  }

  /** What members of staff may do at this moment, by id: of those that there are. */
  staffRoles(ids: string[]): Promise<ReadonlyMap<string, StaffRole>> {
    return this.unitOfWork.read(async (reader) => {
      const accounts = await this.staff.findByIds(reader, ids)
      return new Map(accounts.map((account) => [account.id, staffRoleOf(account)]))
    })
  }

  /** Whether a member of staff may do something at this moment. Of users and programs it is decided elsewhere: they may. */
  async isPermitted(reader: Reader, principal: Principal, permission: StaffPermission): Promise<boolean> {
    if (!principal.staffRole) return true
    const account = await this.users.findLive(reader, principal)
    return account !== null && may(staffRoleOf(account), permission)
  }

  /**
   * Checks that an account, and its sign-in, may still act, and what its role is at this moment.
   * @throws AppError `unauthenticated`, `forbidden`
   */
  async assertActive(reader: Reader, principal: Principal, permission?: StaffPermission): Promise<void> {
    const account = await this.users.findLive(reader, principal)
    if (!account) throw new AppError('unauthenticated', 'This session has ended')
    if (permission && principal.staffRole) assertPermitted({ staffRole: staffRoleOf(account) }, permission)
  }

  /**
   * Runs a use case in a transaction in which the caller's account, and sign-in, may still act.
   * @throws AppError `unauthenticated`, `forbidden`
   */
  runAs<T>(
    principal: Principal,
    permission: StaffPermission | null,
    work: (tx: Transaction) => Promise<T>,
  ): Promise<T> {
    return this.unitOfWork.run(async (tx) => {
      await this.assertActive(tx, principal, permission ?? undefined)
      return work(tx)
    })
  }

  /** The ones whose account, or sign-in, may not act any more. */
  findEnded(principals: readonly Principal[]): Promise<Principal[]> {
    return this.unitOfWork.read((reader) => this.users.filterEnded(reader, principals))
  }

  private syncClaims(claims: UserClaims, chatId: string | null): Promise<User | null> {
    return this.unitOfWork.run(async (tx) => {
      const known = (await this.users.findKnown(tx, [claims.sub])).get(claims.sub) ?? null
      const email = claims.email ?? known?.email
      if (!email)
        throw new AppError('unauthenticated', "The token's claim email is required the first time a user is seen")
      const name = claims.name === undefined ? (known?.name ?? null) : claims.name
      const attributes = claims.attributes === undefined ? (known?.attributes ?? null) : claims.attributes
      const user = { externalId: claims.sub, email, name, attributes, claimsIssuedAt: issuedAt(claims) }
      const id = await this.users.upsert(tx, user)
      const isOther = known !== null && (known.email !== email || known.name !== name)
      if (id && isOther) await tx.publish('user.updated', { user_id: id })
      if (id && chatId !== null) await tx.publish('chat.changed', { chat_id: chatId })
      return this.users.findByExternalId(tx, claims.sub)
    })
  }
}

function claimsChanged(known: KnownUser | null, claims: UserClaims): boolean {
  if (!known) return true
  if (known.claimsIssuedAt && issuedAt(claims) < known.claimsIssuedAt) return false
  const { email = known.email, name = known.name, attributes = known.attributes } = claims
  return email !== known.email || name !== known.name || !isDeepStrictEqual(attributes, known.attributes)
}

/** A token that does not say when it was issued counts as issued now. */
function issuedAt({ iat = Date.now() / 1000 }: UserClaims): Date {
  return new Date(Math.min(iat * 1000, Date.now()))
}
