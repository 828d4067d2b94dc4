import { Injectable } from '@nestjs/common'
import type { TotpConfirmation, TotpSetup, TotpStatus } from '@support-chat/shared'
import { AuditLog } from '../audit/audit-log.js'
import { AccountsService } from '../auth/accounts.service.js'
import type { Principal } from '../auth/principal.js'
import { WallClock } from '../common/clock.js'
import { AppError } from '../common/errors/app-error.js'
import { Config } from '../config/config.js'
import type { Transaction } from '../database/transaction.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { StaffAccountRepository } from '../users/staff-account.repository.js'
import type { User } from '../users/user.entity.js'
import type { SignInClient } from './known-devices.js'
import { SecondFactor } from './second-factor.service.js'
import { SessionsService } from './sessions.service.js'
import { SignInLimits } from './sign-in-limits.js'
import { StaffTotpRepository } from './staff-totp.repository.js'
import { findStep, hashRecoveryCode, makeRecoveryCodes, makeTotpSecret, otpauthUrl } from './totp-codes.js'

/** Members set up, confirm and disable the second factor of their own passwords. */
@Injectable()
export class TotpService {
  constructor(
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly callers: AccountsService,
    private readonly accounts: StaffAccountRepository,
    private readonly factors: StaffTotpRepository,
    private readonly secondFactor: SecondFactor,
    private readonly sessions: SessionsService,
    private readonly limits: SignInLimits,
    private readonly clock: WallClock,
    private readonly audit: AuditLog,
  ) {}

  async status({ id }: Principal): Promise<TotpStatus> {
    const factor = await this.unitOfWork.read((reader) => this.factors.find(reader, id))
    const { requireTotp: required } = this.config
    return factor?.confirmedAt
      ? { enabled: true, required, recovery_codes_left: factor.recoveryCodes.length }
      : { enabled: false, required, recovery_codes_left: 0 }
  }

  /** Makes a secret, which counts once a code of it is confirmed. @throws AppError `conflict`, `unauthenticated` */
  setup(principal: Principal): Promise<TotpSetup> {
    const secret = makeTotpSecret()
    return this.change(principal, async (tx, { id, email, passwordHash }) => {
      if (passwordHash === null) throw new AppError('conflict', 'This account has no password')
      if ((await this.factors.find(tx, id))?.confirmedAt)
        throw new AppError('conflict', 'There is a second factor: disable it first')
      await this.factors.put(tx, id, secret)
      return { secret, otpauth_url: otpauthUrl(secret, this.config.appName, email) }
    })
  }

  /**
   * From now on the password needs a code. Who has come by a setup token is signed in.
   * @throws AppError `forbidden` for a wrong code; `conflict` where nothing is set up; `rate_limited`, `unauthenticated`
   */
  async confirm(principal: Principal, code: string, client: SignInClient): Promise<TotpConfirmation> {
    const attempt = await this.limits.admitCode(principal.id, client)
    const recovery_codes = makeRecoveryCodes()
    const confirmed = await this.change(principal, async (tx, staff) => {
      const factor = await this.factors.find(tx, staff.id)
      if (!factor || factor.confirmedAt) throw new AppError('conflict', 'No second factor waits to be confirmed')
      const lastStep = findStep(factor.secret, code, this.clock.now())
      if (lastStep === null) throw wrongCode()
      const recoveryCodes = recovery_codes.map(hashRecoveryCode)
      await this.factors.update(tx, staff.id, { confirmedAt: this.clock.now(), lastStep, recoveryCodes })
      await this.audit.record(tx, principal, 'staff.totp_enabled', staff.id)
      if (principal.sessionId !== null) return { recovery_codes, session: null }
      await this.audit.record(tx, principal, 'staff.signed_in', staff.id)
      return { recovery_codes, session: await this.sessions.begin(tx, staff, client) }
    })
    await attempt.forgive()
    return confirmed
  }

  /**
   * Takes the second factor away.
   * @throws AppError `forbidden` for a wrong code; `conflict` where there is none; `rate_limited`, `unauthenticated`
   */
  async disable(principal: Principal, code: string, client: SignInClient): Promise<void> {
    const attempt = await this.limits.admitCode(principal.id, client)
    await this.change(principal, async (tx, { id }) => {
      const factor = await this.factors.find(tx, id)
      if (!factor?.confirmedAt) throw new AppError('conflict', 'There is no second factor')
      if (!(await this.secondFactor.use(tx, factor, code, principal.address))) throw wrongCode()
      await this.factors.remove(tx, id)
      await this.audit.record(tx, principal, 'staff.totp_disabled', id)
    })
    await attempt.forgive()
  }

  /** With the account locked, so that a code is used once, by one of two who send it at once. */
  private change<T>(principal: Principal, work: (tx: Transaction, staff: User) => Promise<T>): Promise<T> {
    return this.callers.runAs(principal, null, async (tx) => {
      const staff = await this.accounts.lock(tx, principal.id)
      if (!staff) throw new AppError('unauthenticated', 'This session has ended')
      return work(tx, staff)
    })
  }
}

/** No 401: the session is a good one. */
function wrongCode(): AppError {
  return new AppError('forbidden', 'The code is wrong')
}
