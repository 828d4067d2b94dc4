import { Injectable, Logger } from '@nestjs/common'
import type { StaffRole } from '@support-chat/shared'
import { AuditLog } from '../../audit/audit-log.js'
import { Config } from '../../config/config.js'
import type { Transaction } from '../../database/transaction.js'
import { RoleChanges } from '../../staff/role-changes.js'
import type { SignInClient } from '../../staff/known-devices.js'
import { StaffInvitationRepository } from '../../staff/staff-invitation.repository.js'
import { hasJoined } from '../../users/has-joined.js'
import { StaffAccountRepository } from '../../users/staff-account.repository.js'
import type { User } from '../../users/user.entity.js'
import { staffRoleOf } from '../principal.js'
import { domainOf, type OidcClaims } from './oidc-claims.js'
import { OidcProblem } from './oidc-problem.js'
import { roleOfClaim } from './role-claim.js'

/** Who somebody of the identity provider is here: the same account for the same issuer and subject, for good. */
@Injectable()
export class OidcAccountsService {
  private readonly logger = new Logger('SingleSignOn')

  constructor(
    private readonly config: Config,
    private readonly accounts: StaffAccountRepository,
    private readonly invitations: StaffInvitationRepository,
    private readonly roles: RoleChanges,
    private readonly audit: AuditLog,
  ) {}

  /**
   * The account of somebody, locked, with the role that their claims give them.
   * @throws OidcProblem where they do not get in
   */
  async resolve(tx: Transaction, claims: OidcClaims, client: SignInClient): Promise<User> {
    this.assertDomain(claims)
    if (this.config.oidc?.roleClaim) await this.accounts.lockActive(tx)
    const known = await this.accounts.findByIdentity(tx, claims.iss, claims.sub)
    const locked = known ? await this.accounts.lock(tx, known.id) : await this.link(tx, claims, client)
    if (!locked || locked.deactivatedAt) throw new OidcProblem('deactivated', locked?.id)
    return this.followRole(tx, locked, claims, client)
  }

  private assertDomain({ email, email_verified }: OidcClaims): void {
    const domains = this.config.oidc?.allowedDomains
    if (!domains) return
    if (!email || !email_verified) throw new OidcProblem('email_not_verified')
    if (!domains.includes(domainOf(email))) throw new OidcProblem('domain_not_allowed')
  }

  /** By the address, once: it may be another's later. */
  private async link(tx: Transaction, claims: OidcClaims, client: SignInClient): Promise<User> {
    const { email, name, iss, sub } = claims
    if (!email || !claims.email_verified) throw new OidcProblem('email_not_verified')
    const member = (await this.invited(tx, email)) ?? (await this.add(tx, email, claims))
    if (member.deactivatedAt) throw new OidcProblem('deactivated', member.id)
    if (!this.isOpen(member)) throw new OidcProblem('email_taken', member.id)
    const identity = { oidcIssuer: iss, oidcSubject: sub, name: member.name ?? (name || null) }
    await this.accounts.update(tx, member.id, identity)
    await this.invitations.withdraw(tx, member.id)
    const actor = { id: member.id, address: client.address }
    await this.audit.record(tx, actor, 'staff.oidc_linked', member.id)
    if (!hasJoined(member)) await this.audit.record(tx, actor, 'staff.joined', member.id, { how: 'oidc' })
    return { ...member, ...identity }
  }

  /**
   * Whether a verified address is enough: nobody has come to the account in another way. Where passwords are off, one that was
   * chosen before is no other way.
   */
  private isOpen({ oidcSubject, passwordHash }: User): boolean {
    return oidcSubject === null && (passwordHash === null || !this.config.passwordLogin)
  }

  private async invited(tx: Transaction, email: string): Promise<User | null> {
    const known = await this.accounts.findByEmail(tx, email)
    return known && this.accounts.lock(tx, known.id)
  }

  private async add(tx: Transaction, email: string, claims: OidcClaims): Promise<User> {
    const { defaultRole, roleClaim } = this.config.oidc ?? {}
    if (!defaultRole) throw new OidcProblem('not_invited')
    const staffRole = (roleClaim && roleOfClaim(claims, roleClaim)) || defaultRole
    await this.accounts.add(tx, { email, name: claims.name || null, staffRole })
    const added = await this.invited(tx, email)
    if (!added) throw new OidcProblem('not_invited')
    return added
  }

  /** Whoever is the last owner stays one. A claim that names no role means the default one, or else changes nothing. */
  private async followRole(tx: Transaction, member: User, claims: OidcClaims, client: SignInClient): Promise<User> {
    const { roleClaim, defaultRole } = this.config.oidc ?? {}
    const to: StaffRole | null | undefined = roleClaim ? (roleOfClaim(claims, roleClaim) ?? defaultRole) : null
    const was = staffRoleOf(member)
    if (!to || to === was) return member
    if (was === 'owner' && (await this.roles.isLastOwner(tx, member))) {
      this.logger.warn({
        message: 'Kept the role of the last owner, against OIDC_ROLE_CLAIM',
        staff: member.id,
        claimed: to,
      })
      return member
    }
    return this.roles.apply(tx, { id: null, address: client.address }, member, to, { how: 'oidc' })
  }
}
