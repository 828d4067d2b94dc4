import { Injectable } from '@nestjs/common'
import type { LoginBody, Session } from '@support-chat/shared'
import { UnitOfWork } from '../database/unit-of-work.js'
import { AppError } from '../common/errors/app-error.js'
import type { SignInClient } from './known-devices.js'
import { PasswordHasher } from './password-hasher.js'
import { SessionsService } from './sessions.service.js'
import { SignInLimits } from './sign-in-limits.js'
import { StaffAccountRepository } from '../users/staff-account.repository.js'

/** Signs staff in by their passwords. */
@Injectable()
export class SignInService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: StaffAccountRepository,
    private readonly sessions: SessionsService,
    private readonly limits: SignInLimits,
    private readonly hasher: PasswordHasher,
  ) {}

  /**
   * @throws AppError `unauthenticated`, the same for an unknown address, a wrong password and a deactivated account;
   *   `rate_limited` after many failures; `unavailable` where too many sign in at once
   */
  async login({ email, password }: LoginBody, client: SignInClient): Promise<Session> {
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
    if (!staff || !matches || staff.deactivatedAt) throw wrongCredentials()
    await attempt.forgive()
    if (isStranger) await this.limits.forgiveStranger(client)
    return this.begin(staff.id, staff.passwordHash)
  }

  /** @param passwordHash what the password was checked against: if it has changed meanwhile, the sign-in fails */
  private begin(id: string, passwordHash: string | null): Promise<Session> {
    return this.unitOfWork.run(async (tx) => {
      const locked = await this.accounts.lock(tx, id)
      if (!locked || locked.deactivatedAt || locked.passwordHash !== passwordHash) throw wrongCredentials()
      return this.sessions.begin(tx, locked)
    })
  }
}

function wrongCredentials(): AppError {
  return new AppError('unauthenticated', 'E-mail or password is wrong')
}
