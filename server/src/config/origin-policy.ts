import { Injectable, Logger } from '@nestjs/common'
import { isOriginAllowed } from './allowed-origins.js'
import { Config } from './config.js'

/** How long an origin that was logged is not logged again. */
export const REFUSALS_FORGOTTEN_MS = 10 * 60_000
/** Most origins that are logged in that time: a client can invent more. */
export const MAX_REFUSED_ORIGINS = 50
const LONGEST_NAME = 200

/**
 * Decides which pages may use this server, over REST and sockets alike. A browser does not tell a page why it was refused,
 * so the operator's log has to.
 */
@Injectable()
export class OriginPolicy {
  private readonly logger = new Logger('Origins')
  private readonly named = new Set<string>()
  private forgottenAt = 0
  private notify: (origin: string) => void = () => undefined

  constructor(private readonly config: Config) {}

  allows(origin: string | undefined): boolean {
    return isOriginAllowed(this.config, origin)
  }

  /** As `allows`, and logs an origin that is refused. */
  admits(origin: string | undefined): boolean {
    const allowed = this.allows(origin)
    if (!allowed && origin !== undefined) this.logRefusal(origin.slice(0, LONGEST_NAME))
    return allowed
  }

  /** Calls back for each origin that is named in the log. */
  onRefusal(listener: (origin: string) => void): void {
    this.notify = listener
  }

  private logRefusal(origin: string): void {
    if (Date.now() >= this.forgottenAt) {
      this.named.clear()
      this.forgottenAt = Date.now() + REFUSALS_FORGOTTEN_MS
    }
    if (this.named.has(origin) || this.named.size > MAX_REFUSED_ORIGINS) return
    this.named.add(origin)
    if (this.named.size <= MAX_REFUSED_ORIGINS) this.notify(origin)
    this.logger.warn(
      this.named.size > MAX_REFUSED_ORIGINS
        ? `Refused more than ${MAX_REFUSED_ORIGINS} origins: the next ones are not named for some minutes`
        : `Refused the origin ${origin}: ${this.reason(origin)}`,
    )
  }

  private reason(origin: string): string {
    if (!/^[a-z][a-z0-9+.-]*:\/\/./i.test(origin)) {
      return 'it is what files and sandboxed frames say, and would allow them all; give that page an origin of its own'
    }
    return this.config.allowedOrigins.length === 0
      ? 'ALLOWED_ORIGINS is not set, so that only PUBLIC_URL may; set it if the page is yours'
      : 'it is not among ALLOWED_ORIGINS; add it there if the page is yours'
  }
}
