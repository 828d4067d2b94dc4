import { Injectable } from '@nestjs/common'
import type { BreakGlassBody, Session } from '@support-chat/shared'
import { AuditLog, NOBODY } from '../audit/audit-log.js'
import { AppError } from '../common/errors/app-error.js'
import { serverUrlOf } from '../config/base-path.js'
import { Config } from '../config/config.js'
import { StartError } from '../config/start-error.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { RateLimiter } from '../rate-limits/rate-limiter.js'
import { StaffAccountRepository } from '../users/staff-account.repository.js'
import { BreakGlassRepository } from './break-glass.repository.js'
import type { SignInClient } from './known-devices.js'
import { hashToken, makeToken } from './secret-token.js'
import { SessionsService } from './sessions.service.js'

/** How long a link works. */
const LINK_VALIDITY = '15 minutes'

/** Lets a member in whatever else fails: by a link that only the operator of the server can make. */
@Injectable()
export class BreakGlassService {
  constructor(
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: StaffAccountRepository,
    private readonly links: BreakGlassRepository,
    private readonly sessions: SessionsService,
    private readonly limiter: RateLimiter,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Makes a link, in place of an earlier one.
   * @throws StartError where there is no such account, or it is deactivated
   */
  async makeLink(email: string): Promise<string> {
    const token = makeToken()
    await this.unitOfWork.run(async (tx) => {
      const known = await this.accounts.findByEmail(tx, email)
      const staff = known && (await this.accounts.lock(tx, known.id))
      if (!staff) throw new StartError(`No member of staff has the address ${email}.`)
      if (staff.deactivatedAt)
        throw new StartError(`The account of ${email} is deactivated: a link would open nothing.`)
      await this.links.put(tx, staff.id, hashToken(token), LINK_VALIDITY)
      await this.audit.record(tx, NOBODY, 'staff.break_glass_issued', staff.id)
    })
    return `${serverUrlOf(this.config)}/admin/break-glass#${token}`
  }

  /**
   * Signs in whom a link is for, once.
   * @throws AppError `not_found` where it is unknown, used or too old; `rate_limited` after many of those
   */
  async signIn({ token }: BreakGlassBody, client: SignInClient): Promise<Session> {
    const session = await this.unitOfWork.run(async (tx) => {
      const id = await this.links.use(tx, hashToken(token))
      const staff = id && (await this.accounts.lock(tx, id))
      if (!staff || staff.deactivatedAt) return null
      await this.audit.record(tx, { id, address: client.address }, 'staff.signed_in', id, { how: 'break_glass' })
      return this.sessions.begin(tx, staff, client)
    })
    if (session) return session
    await this.limiter.take('invitation', client.network)
    throw new AppError('not_found', 'This link is not valid any more: make a new one')
  }
}
