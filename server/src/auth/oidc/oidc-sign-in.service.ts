import { Injectable } from '@nestjs/common'
import type { Session } from '@support-chat/shared'
import { v7 as uuidv7 } from 'uuid'
import { AuditLog } from '../../audit/audit-log.js'
import { AppError } from '../../common/errors/app-error.js'
import { Config } from '../../config/config.js'
import { UnitOfWork } from '../../database/unit-of-work.js'
import { RateLimiter } from '../../rate-limits/rate-limiter.js'
import type { SignInClient } from '../../staff/known-devices.js'
import { hashToken, makeToken } from '../../staff/secret-token.js'
import { SessionsService } from '../../staff/sessions.service.js'
import { StaffAccountRepository } from '../../users/staff-account.repository.js'
import { OidcAccountsService } from './oidc-accounts.service.js'
import type { OidcClaims } from './oidc-claims.js'
import { OidcClient } from './oidc-client.js'
import { OidcProblem } from './oidc-problem.js'
import { OidcSessionRepository } from './oidc-session.repository.js'
import { type OidcTicket, OidcTickets } from './oidc-tickets.js'
import { OidcUseRepository } from './oidc-use.repository.js'

const DAY_MS = 24 * 3600 * 1000

/**
 * Signs staff in at the identity provider, in three steps: to the provider, back from it, and, by a cookie that only this
 * server's own page can use, to the tokens of the console. Nothing of it is in an address but the provider's one-time code.
 */
@Injectable()
export class OidcSignInService {
  constructor(
    private readonly config: Config,
    private readonly client: OidcClient,
    private readonly tickets: OidcTickets,
    private readonly oidcAccounts: OidcAccountsService,
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: StaffAccountRepository,
    private readonly sessions: SessionsService,
    private readonly oidcSessions: OidcSessionRepository,
    private readonly used: OidcUseRepository,
    private readonly limiter: RateLimiter,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Where to send a browser that signs in, and what it keeps meanwhile.
   * @param to the page of the console to go to then
   * @throws OidcProblem `off`, `provider_unavailable`; AppError `rate_limited`
   */
  async start(to: string | null, { network }: SignInClient): Promise<{ url: URL; ticket: OidcTicket }> {
    await this.limiter.take('singleSignOn', 'start', network)
    const ticket = this.tickets.make(to)
    return { url: await this.client.authorizationUrl(ticket), ticket }
  }

  /**
   * Takes a browser that comes back from the provider.
   * @param query of the address that it came back to
   * @param kept the ticket that the browser has kept
   * @returns the cookie that is exchanged for a session, and the page to go to
   * @throws OidcProblem, AppError `rate_limited`
   */
  async finish(
    query: URLSearchParams,
    kept: string | null,
    client: SignInClient,
  ): Promise<{ cookie: string; to: string | null }> {
    await this.limiter.take('singleSignOn', 'callback', client.network)
    try {
      const ticket = await this.useTicket(kept, query.get('state') ?? '')
      const claims = await this.client.exchange(query.toString(), ticket)
      return { cookie: await this.prepare(claims, client), to: ticket.to }
    } catch (error) {
      if (error instanceof OidcProblem) {
        await this.limiter.take('signIn', 'oidc', client.network)
        await this.recordFailure(error, client)
      }
      throw error
    }
  }

  /**
   * Exchanges the cookie for a session, once.
   * @throws AppError `unauthenticated` where it is unknown, used or too old, or the account is deactivated by now; `rate_limited`
   */
  async begin(cookie: string | null, client: SignInClient): Promise<Session> {
    const session = cookie === null ? null : await this.exchangeCookie(cookie, client)
    if (session) return session
    await this.limiter.take('signIn', 'oidc', client.network)
    throw new AppError('unauthenticated', 'This sign-in is not valid any more: begin again')
  }

  /** A ticket is used before the provider is asked: whatever comes of that, it does not come twice. */
  private async useTicket(kept: string | null, state: string): Promise<OidcTicket> {
    const ticket = kept === null ? null : this.tickets.read(kept, state)
    const isFirst =
      ticket && (await this.unitOfWork.run((tx) => this.used.claim(tx, 'ticket', ticket.value, ticket.until)))
    if (!isFirst) throw new OidcProblem('expired')
    return ticket
  }

  private prepare(claims: OidcClaims, client: SignInClient): Promise<string> {
    const cookie = makeToken()
    return this.unitOfWork.run(async (tx) => {
      const { id: userId } = await this.oidcAccounts.resolve(tx, claims, client)
      const expiresAt = new Date(Date.now() + this.config.sessionMaxDays * DAY_MS)
      const session = { sessionId: uuidv7(), userId, providerSid: claims.sid ?? null, expiresAt }
      await this.oidcSessions.add(tx, { ...session, cookieHash: hashToken(cookie) })
      return cookie
    })
  }

  private exchangeCookie(cookie: string, client: SignInClient): Promise<Session | null> {
    return this.unitOfWork.run(async (tx) => {
      const prepared = await this.oidcSessions.useCookie(tx, hashToken(cookie))
      const staff = prepared && (await this.accounts.lock(tx, prepared.userId))
      if (!staff || staff.deactivatedAt) return null
      const actor = { id: staff.id, address: client.address }
      await this.audit.record(tx, actor, 'staff.signed_in', staff.id, { how: 'oidc' })
      return this.sessions.begin(tx, staff, client, prepared.sessionId)
    })
  }

  private recordFailure({ code, accountId }: OidcProblem, { address }: SignInClient): Promise<void> {
    const details = { how: 'oidc', reason: code }
    return this.unitOfWork.run((tx) =>
      this.audit.record(tx, { id: null, address }, 'staff.sign_in_failed', accountId, details),
    )
  }
}
