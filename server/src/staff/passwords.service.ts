import { Injectable } from '@nestjs/common'
import type { AcceptInvitationBody, ChangePasswordBody, Session } from '@support-chat/shared'
import { AuditLog } from '../audit/audit-log.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { AppError } from '../common/errors/app-error.js'
import { RateLimiter } from '../rate-limits/rate-limiter.js'
import type { SignInClient } from './known-devices.js'
import { PasswordHasher } from './password-hasher.js'
import type { Principal } from '../auth/principal.js'
import { SecondFactor } from './second-factor.service.js'
import { hashToken } from './secret-token.js'
import { PasswordResetRepository } from './password-reset.repository.js'
import { SessionsService } from './sessions.service.js'
import { StaffAccountRepository } from '../users/staff-account.repository.js'
import { StaffInvitationRepository } from './staff-invitation.repository.js'

/** Staff choose their passwords: when they accept an invitation, and later. */
@Injectable()
export class PasswordsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: StaffAccountRepository,
    private readonly invitations: StaffInvitationRepository,
    private readonly resets: PasswordResetRepository,
    private readonly sessions: SessionsService,
    private readonly secondFactor: SecondFactor,
    private readonly limiter: RateLimiter,
    private readonly hasher: PasswordHasher,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Gives an invited account its password, and signs it in.
   * @throws AppError `not_found` where the invitation is unknown, used or expired; `rate_limited` after many of those;
   *   `totp_setup_required`: the password is set
   */
  async accept({ token, password }: AcceptInvitationBody, client: SignInClient): Promise<Session> {
    const invitation = await this.unitOfWork.read((reader) => this.invitations.findValid(reader, hashToken(token)))
    if (invitation === null) {
      await this.limiter.take('invitation', client.network)
      throw noInvitation()
    }
    await this.limiter.take('login', 'invitation', invitation.userId)
    const passwordHash = await this.hasher.hash(password, 'high')
    return this.secondFactor.begin({ id: invitation.userId, code: undefined, client }, async (tx) => {
      const userId = await this.invitations.use(tx, hashToken(token))
      const invited = userId && (await this.accounts.lock(tx, userId))
      if (!invited || invited.deactivatedAt) throw noInvitation()
      await this.accounts.update(tx, invited.id, { passwordHash })
      const joined = { id: invited.id, address: client.address }
      await this.audit.record(tx, joined, 'staff.joined', invited.id)
      return { ...invited, passwordHash }
    })
  }

  /**
   * Changes one's own password and ends every session, on every device. The returned session is new.
   * @throws AppError `forbidden` where the current password is wrong; `rate_limited` after many failures
   */
  async change(
    principal: Principal,
    { current_password, new_password }: ChangePasswordBody,
    client: SignInClient,
  ): Promise<Session> {
    await this.limiter.take('login', 'password', principal.id)
    const known = await this.unitOfWork.read((reader) => this.accounts.findActive(reader, principal.id))
    if (!known?.passwordHash || !(await this.hasher.verify(known.passwordHash, current_password, 'high'))) {
      throw new AppError('forbidden', 'The current password is wrong')
    }
    const passwordHash = await this.hasher.hash(new_password, 'high')
    const session = await this.unitOfWork.run(async (tx) => {
      const staff = await this.accounts.lock(tx, principal.id)
      if (!staff || staff.deactivatedAt || staff.passwordHash !== known.passwordHash) {
        throw new AppError('conflict', 'The account was changed elsewhere meanwhile')
      }
      await this.accounts.update(tx, staff.id, { passwordHash })
      await this.resets.withdraw(tx, staff.id)
      await this.audit.record(tx, principal, 'staff.password_changed', staff.id)
      return this.sessions.begin(tx, await this.sessions.endAll(tx, { ...staff, passwordHash }), client)
    })
    await this.limiter.forgive('login', 'password', principal.id)
    return session
  }
}

function noInvitation(): AppError {
  return new AppError('not_found', 'This invitation is not valid any more: ask for a new one')
}
