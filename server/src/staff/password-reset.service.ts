import { Injectable } from '@nestjs/common'
import type { PasswordResetBody, PasswordResetConfirmation, Session } from '@support-chat/shared'
import { AuditLog } from '../audit/audit-log.js'
import { AppError } from '../common/errors/app-error.js'
import { serverUrlOf } from '../config/base-path.js'
import { Config } from '../config/config.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { RateLimiter } from '../rate-limits/rate-limiter.js'
import { hasJoined } from '../users/has-joined.js'
import { StaffAccountRepository } from '../users/staff-account.repository.js'
import type { User } from '../users/user.entity.js'
import type { SignInClient } from './known-devices.js'
import { PasswordHasher } from './password-hasher.js'
import { PasswordResetRepository } from './password-reset.repository.js'
import { SecondFactor } from './second-factor.service.js'
import { hashToken, makeToken } from './secret-token.js'
import { SessionsService } from './sessions.service.js'

/** How long a link works. */
const RESET_VALIDITY = '30 minutes'

/** A new password for who has forgotten theirs, by a link in an e-mail. */
@Injectable()
export class PasswordResetService {
  constructor(
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: StaffAccountRepository,
    private readonly resets: PasswordResetRepository,
    private readonly sessions: SessionsService,
    private readonly secondFactor: SecondFactor,
    private readonly limiter: RateLimiter,
    private readonly hasher: PasswordHasher,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Sends a link to an address that is a member's. Whether it is one is told by nothing: not by the answer, its time, or the
   * limits, which count addresses that nobody has as well.
   * @throws AppError `rate_limited`
   */
  async request({ email }: PasswordResetBody, client: SignInClient): Promise<void> {
    await this.limiter.take('signIn', 'reset', client.network)
    await this.limiter.take('resetTo', email.trim().normalize('NFKC').toLowerCase())
    await this.makeLink(email.trim(), client)
  }

  /**
   * Sets the password, once, ends every session, and begins a new one.
   * @throws AppError `not_found` where the link is unknown, used or too old; `rate_limited` after many of those;
   *   `code_required`, `code_invalid`: the link stays good; `totp_setup_required`: the password is set
   */
  async confirm({ token, password, code }: PasswordResetConfirmation, client: SignInClient): Promise<Session> {
    const reset = await this.unitOfWork.read((reader) => this.resets.findValid(reader, hashToken(token)))
    if (reset === null) {
      await this.limiter.take('invitation', client.network)
      throw noLink()
    }
    await this.limiter.take('login', 'reset', reset.userId)
    const passwordHash = await this.hasher.hash(password, 'high')
    return this.secondFactor.begin({ id: reset.userId, code, client }, async (tx) => {
      const staff = await this.accounts.lock(tx, reset.userId)
      const isUsed = staff !== null && (await this.resets.use(tx, hashToken(token))) !== null
      if (!isUsed || staff.deactivatedAt) throw noLink()
      await this.accounts.update(tx, staff.id, { passwordHash })
      await this.audit.record(tx, { id: staff.id, address: client.address }, 'staff.password_reset', staff.id)
      return this.sessions.endAll(tx, { ...staff, passwordHash })
    })
  }

  /** What others ask for is written down as well, so that the answer takes as long. */
  private async makeLink(email: string, { address }: SignInClient): Promise<void> {
    const token = makeToken()
    await this.unitOfWork.run(async (tx) => {
      const known = await this.accounts.findByEmail(tx, email)
      const staff = known && (await this.accounts.lock(tx, known.id))
      if (!staff?.passwordHash || staff.deactivatedAt) {
        const action = 'staff.password_reset_requested'
        return this.audit.record(tx, { id: null, address }, action, staff?.id ?? null, { reason: whyNone(staff) })
      }
      await this.resets.put(tx, staff.id, hashToken(token), RESET_VALIDITY)
      await this.audit.record(tx, { id: null, address }, 'staff.password_reset_requested', staff.id)
      const reset_url = `${serverUrlOf(this.config)}/admin/reset-password#${token}`
      await tx.publish('staff.password_reset_requested', { email: staff.email, name: staff.name, reset_url })
    })
  }
}

/** Why an account gets no link. */
function whyNone(staff: User | null): string {
  if (!staff) return 'unknown_account'
  if (staff.deactivatedAt) return 'deactivated'
  return hasJoined(staff) ? 'single_sign_on' : 'invited'
}

function noLink(): AppError {
  return new AppError('not_found', 'This link is not valid any more: ask for a new one')
}
