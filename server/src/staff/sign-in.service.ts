import { Injectable } from '@nestjs/common'
import type { LoginBody, Session } from '@support-chat/shared'
import { AuditLog } from '../audit/audit-log.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { AppError } from '../common/errors/app-error.js'
import type { SignInClient } from './known-devices.js'
import { PasswordHasher } from './password-hasher.js'
import { SecondFactor } from './second-factor.service.js'
import { SignInLimits } from './sign-in-limits.js'
import { StaffAccountRepository } from '../users/staff-account.repository.js'
import type { User } from '../users/user.entity.js'

/** Signs staff in by their passwords, and a code where there is a second factor. */
@Injectable()
export class SignInService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: StaffAccountRepository,
    private readonly secondFactor: SecondFactor,
    private readonly limits: SignInLimits,
    private readonly hasher: PasswordHasher,
    private readonly audit: AuditLog,
  ) {}

  /**
   * @throws AppError `unauthenticated`, the same for an unknown address, a wrong password and a deactivated account;
   *   `code_required`, `code_invalid`, `totp_setup_required`, once the password is right; `rate_limited` after many failures;
   *   `unavailable` where too many sign in at once
   */
  async login({ email, password, code }: LoginBody, client: SignInClient): Promise<Session> {
    const address = email.trim()
    // The limit for strangers comes before the database is asked, or, for a device that may be a known one, after it.
    const seenBefore = client.devices.size > 0
    if (!seenBefore) await this.limits.admitStranger(client)
    const staff = await this.unitOfWork.read((reader) => this.accounts.findByEmail(reader, address))
    const isStranger = !staff || !client.devices.has(staff.id)
    if (isStranger && seenBefore) await this.limits.admitStranger(client)

    const attempt = await this.limits.admit(staff, address, client)
    const priority = attempt.isKnownDevice ? 'high' : 'normal'
    const matches = await this.hasher.verify(staff?.passwordHash ?? null, password, priority)
    if (!staff || !matches || staff.deactivatedAt) {
      await this.recordFailure(staff, matches, client)
      throw wrongCredentials()
    }
    await attempt.forgive()
    if (isStranger) await this.limits.forgiveStranger(client)
    return this.begin(staff, code, client)
  }

  /** If the password that was checked has changed meanwhile, the sign-in fails. */
  private begin({ id, passwordHash }: User, code: string | undefined, client: SignInClient): Promise<Session> {
    return this.secondFactor.begin({ id, code, client, action: 'staff.signed_in' }, async (tx) => {
      const locked = await this.accounts.lock(tx, id)
      if (!locked || locked.deactivatedAt || locked.passwordHash !== passwordHash) throw wrongCredentials()
      return locked
    })
  }

  /** Of unknown addresses too, so that the answer takes as long; without what was typed, which may be a password. */
  private recordFailure(staff: User | null, matches: boolean, { address }: SignInClient): Promise<void> {
    const reason = !staff ? 'unknown_account' : matches ? 'deactivated' : 'wrong_password'
    return this.unitOfWork.run((tx) =>
      this.audit.record(tx, { id: null, address }, 'staff.sign_in_failed', staff?.id ?? null, { reason }),
    )
  }
}

function wrongCredentials(): AppError {
  return new AppError('unauthenticated', 'E-mail or password is wrong')
}
