import { Injectable } from '@nestjs/common'
import type { AuditAction, Session, TotpSetupDetails } from '@support-chat/shared'
import { AuditLog } from '../audit/audit-log.js'
import { WallClock } from '../common/clock.js'
import { AppError } from '../common/errors/app-error.js'
import { Config } from '../config/config.js'
import type { Transaction } from '../database/transaction.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import type { User } from '../users/user.entity.js'
import type { SignInClient } from './known-devices.js'
import { SessionsService } from './sessions.service.js'
import { SignInLimits } from './sign-in-limits.js'
import type { StaffTotp } from './staff-totp.entity.js'
import { StaffTotpRepository } from './staff-totp.repository.js'
import { findStep, hashRecoveryCode } from './totp-codes.js'
import { TotpSetupTokens } from './totp-setup-token.js'

/** A sign-in whose first factor has been right. */
export interface SecondStep {
  readonly id: string
  readonly code: string | undefined
  readonly client: SignInClient
  /** Written down once the session begins. */
  readonly action?: AuditAction
}

/** What comes between a password, or a link in an e-mail, and a session: the code, where the account has a second factor. */
@Injectable()
export class SecondFactor {
  constructor(
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly factors: StaffTotpRepository,
    private readonly sessions: SessionsService,
    private readonly limits: SignInLimits,
    private readonly setupTokens: TotpSetupTokens,
    private readonly clock: WallClock,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Begins a session. A code that is missing or wrong undoes what `work` has done; that a second factor has to be set up does not.
   * @param work locks the account, checks that it may sign in, and gives it as it is then
   * @throws AppError `code_required`, `code_invalid`, `totp_setup_required`, `rate_limited`; what `work` throws
   */
  async begin(step: SecondStep, work: (tx: Transaction) => Promise<User>): Promise<Session> {
    const { id, code, client } = step
    const attempt = code === undefined ? null : await this.limits.admitCode(id, client)
    const begun = await this.unitOfWork
      .run(async (tx) => this.finish(tx, await work(tx), step))
      .catch(async (error: unknown) => {
        if (error instanceof AppError && error.code === 'code_invalid') await this.recordFailure(step)
        throw error
      })
    await attempt?.forgive()
    if (begun instanceof AppError) throw begun
    return begun
  }

  /**
   * Uses a code, which then works no more, in a transaction that has locked the account.
   * @returns whether it was right
   */
  async use(tx: Transaction, { userId, ...factor }: StaffTotp, code: string, address: string | null): Promise<boolean> {
    const lastStep = findStep(factor.secret, code, this.clock.now())
    if (lastStep !== null) {
      if (lastStep <= factor.lastStep) return false
      await this.factors.update(tx, userId, { lastStep })
      return true
    }
    const hash = hashRecoveryCode(code)
    const recoveryCodes = factor.recoveryCodes.filter((each) => each !== hash)
    if (recoveryCodes.length === factor.recoveryCodes.length) return false
    await this.factors.update(tx, userId, { recoveryCodes })
    await this.audit.record(tx, { id: userId, address }, 'staff.recovery_code_used', userId, {
      left: recoveryCodes.length,
    })
    return true
  }

  private async finish(
    tx: Transaction,
    staff: User,
    { code, client, action }: SecondStep,
  ): Promise<Session | AppError> {
    const factor = await this.factors.find(tx, staff.id)
    if (factor?.confirmedAt) {
      if (code === undefined)
        throw new AppError('code_required', 'This account has a second factor: send a code of it too')
      if (!(await this.use(tx, factor, code, client.address))) throw new AppError('code_invalid', 'The code is wrong')
    } else if (this.config.requireTotp) return this.setupRequired(staff)
    if (action) await this.audit.record(tx, { id: staff.id, address: client.address }, action, staff.id)
    return this.sessions.begin(tx, staff, client)
  }

  private setupRequired(staff: User): AppError {
    const details: TotpSetupDetails = { setup_token: this.setupTokens.sign(staff) }
    return new AppError('totp_setup_required', 'Set up a second factor first', details)
  }

  private recordFailure({ id, client: { address } }: SecondStep): Promise<void> {
    return this.unitOfWork.run((tx) =>
      this.audit.record(tx, { id: null, address }, 'staff.sign_in_failed', id, { reason: 'wrong_code' }),
    )
  }
}
