import { Injectable, Logger } from '@nestjs/common'
import { AuditLog } from '../../audit/audit-log.js'
import { AppError } from '../../common/errors/app-error.js'
import type { Transaction } from '../../database/transaction.js'
import { UnitOfWork } from '../../database/unit-of-work.js'
import { RateLimiter } from '../../rate-limits/rate-limiter.js'
import type { SignInClient } from '../../staff/known-devices.js'
import { SessionsService } from '../../staff/sessions.service.js'
import { StaffAccountRepository } from '../../users/staff-account.repository.js'
import type { User } from '../../users/user.entity.js'
import { type Logout, LOGOUT_TOKEN_SECONDS } from './logout-token.js'
import { LogoutTokens } from './logout-tokens.js'
import { OidcSessionRepository } from './oidc-session.repository.js'
import { OidcUseRepository } from './oidc-use.repository.js'

/** Ends sessions, and their sockets, of people who have signed out at the identity provider, or were signed out there. */
@Injectable()
export class OidcLogoutService {
  private readonly logger = new Logger('SingleSignOn')

  constructor(
    private readonly tokens: LogoutTokens,
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: StaffAccountRepository,
    private readonly sessions: SessionsService,
    private readonly oidcSessions: OidcSessionRepository,
    private readonly used: OidcUseRepository,
    private readonly limiter: RateLimiter,
    private readonly audit: AuditLog,
  ) {}

  /**
   * @param body `logout_token=…`, as a form
   * @throws AppError `invalid_request` for a token that is none of the provider's, too old, or used before; `rate_limited`;
   *   `unavailable` where the provider's keys cannot be had
   */
  async logOut(body: Buffer, { network, address }: SignInClient): Promise<void> {
    await this.limiter.take('singleSignOn', 'logout', network)
    const { issuer, logout } = await this.tokens.verify(new URLSearchParams(body.toString()).get('logout_token') ?? '')
    const ended = await this.unitOfWork.run(async (tx) => {
      const until = new Date(Date.now() + 2 * LOGOUT_TOKEN_SECONDS * 1000)
      if (!(await this.used.claim(tx, 'logout', `${issuer} ${logout.jti}`, until)))
        throw new AppError('invalid_request', 'This logout token has been used')
      return this.end(tx, issuer, logout, address)
    })
    this.logger.log({ message: 'Ended sessions for the identity provider', sessions: ended })
  }

  /** A logout of one session ends, beside it, those of which the provider has told no id: it may be one of them. */
  private async end(tx: Transaction, issuer: string, { sub, sid }: Logout, address: string): Promise<number | 'all'> {
    const member = sub === undefined ? null : await this.accounts.findByIdentity(tx, issuer, sub)
    if (sid === undefined) {
      const staff = member && (await this.accounts.lock(tx, member.id))
      return staff ? this.endAll(tx, staff, address) : 0
    }
    const named = await this.oidcSessions.findByProvider(tx, sid)
    const others = member ? await this.oidcSessions.findUnnamed(tx, member.id) : []
    // Another's session is not ended by a token about somebody else.
    const ended = [...named, ...others].filter(({ userId }) => sub === undefined || userId === member?.id)
    for (const { userId, sessionId } of ended) {
      await this.accounts.lock(tx, userId)
      await this.sessions.end(tx, userId, sessionId)
      await this.oidcSessions.delete(tx, sessionId)
      await this.audit.record(tx, { id: null, address }, 'staff.signed_out', userId, { how: 'oidc' })
    }
    return ended.length
  }

  private async endAll(tx: Transaction, staff: User, address: string): Promise<'all'> {
    await this.sessions.endAll(tx, staff)
    await this.oidcSessions.deleteAll(tx, staff.id)
    await this.audit.record(tx, { id: null, address }, 'staff.signed_out', staff.id, { how: 'oidc', everywhere: true })
    return 'all'
  }
}
