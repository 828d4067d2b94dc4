import type { KeyObject } from 'node:crypto'
import { Logger } from '@nestjs/common'
import { AppError } from '../common/errors/app-error.js'
import { fetchJwks, type VerificationKey } from './jwks.js'

/** The document is fetched again no more often than this, whatever keys tokens name. */
export const REFETCH_MS = 30_000
/** As long as no key is known: nobody can sign in meanwhile. */
const FIRST_FETCH_MS = 5_000
/** Keys older than this are fetched anew: the provider may have withdrawn one. */
const FRESH_MS = 10 * 60_000
const TIMEOUT_MS = 5_000

/**
 * The keys of `USER_JWT_JWKS_URL`. All who wait for them share one fetch; nothing is kept of keys that are asked for and
 * not there; what was fetched last serves for as long as the provider is away.
 */
export class UserKeys {
  private readonly logger = new Logger('UserKeys')
  private keys: VerificationKey[] | null = null
  private fetchedAt = -Infinity
  private triedAt = -Infinity
  private fetching: Promise<void> | null = null

  /** @param now a clock in milliseconds that never goes back */
  constructor(
    private readonly url: string,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * @param kid the key that a token names; undefined where it names none, which will do while one key fits
   * @returns null where there is no such key
   * @throws AppError `unavailable` as long as no key was ever fetched
   */
  async find(kid: string | undefined, algorithm: string): Promise<KeyObject | null> {
    if (this.keys === null) await this.refetch(FIRST_FETCH_MS)
    else if (this.now() - this.fetchedAt > FRESH_MS) void this.refetch(REFETCH_MS)
    const known = this.lookUp(kid, algorithm)
    if (known) return known
    await this.refetch(REFETCH_MS)
    return this.lookUp(kid, algorithm)
  }

  private lookUp(kid: string | undefined, algorithm: string): KeyObject | null {
    if (this.keys === null) throw new AppError('unavailable', 'The keys that users sign in with cannot be reached')
    const fitting = this.keys.filter((key) => key.algorithm === algorithm && (kid === undefined || key.kid === kid))
    return fitting.length === 1 || kid !== undefined ? (fitting[0]?.key ?? null) : null
  }

  /** Fetches, unless that was tried within the time given; then it waits for what is under way, if anything is. */
  private async refetch(pause: number): Promise<void> {
    if (this.fetching === null && this.now() - this.triedAt >= pause) {
      this.triedAt = this.now()
      this.fetching = this.fetch().finally(() => (this.fetching = null))
    }
    await this.fetching
  }

  private async fetch(): Promise<void> {
    try {
      const keys = await fetchJwks(this.url, AbortSignal.timeout(TIMEOUT_MS))
      // The first time is no time again: a key that is new by then need not wait.
      if (this.keys === null) this.triedAt = -Infinity
      this.keys = keys
      this.fetchedAt = this.now()
    } catch (error) {
      const meanwhile = this.keys ? 'the ones fetched last go on serving' : 'no user can sign in'
      this.logger.warn(`Failed to fetch the keys of USER_JWT_JWKS_URL: ${reasonOf(error)}; ${meanwhile}`)
    }
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `there was no answer within ${TIMEOUT_MS / 1000} s`
  if (error instanceof SyntaxError || error.name === 'ZodError') return 'it is no JWKS document'
  const { code } = (error.cause ?? {}) as { code?: unknown }
  return typeof code === 'string' ? code : error.message
}
