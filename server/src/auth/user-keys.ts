import type { KeyObject } from 'node:crypto'
import { Logger } from '@nestjs/common'
import type { Clock } from '../common/clock.js'
import { AppError } from '../common/errors/app-error.js'
import { fetchJwks, type VerificationKey } from './jwks.js'

/** At most one fetch in this time, however many unknown keys tokens name. */
export const REFETCH_MS = 30_000
/** The same while no keys have been fetched yet: until then nobody can sign in. */
const FIRST_FETCH_MS = 5_000
/** Keys older than this are fetched again: the provider may have revoked one. */
const FRESH_MS = 10 * 60_000
const TIMEOUT_MS = 5_000

/**
 * Caches the keys of `USER_JWT_JWKS_URL`. Concurrent requests share one fetch, ids of unknown keys are not remembered, and
 * while the provider cannot be reached the keys that were fetched last stay valid.
 */
export class UserKeys {
  private readonly logger = new Logger('UserKeys')
  private keys: VerificationKey[] | null = null
  private fetchedAt = -Infinity
  private triedAt = -Infinity
  private fetching: Promise<void> | null = null

  constructor(
    private readonly url: string,
    private readonly clock: Clock,
  ) {}

  /**
   * @param kid the key that a token names. A token may name none as long as only one key has its algorithm
   * @returns null where there is no such key
   * @throws AppError `unavailable` as long as no key was ever fetched
   */
  async find(kid: string | undefined, algorithm: string): Promise<KeyObject | null> {
    if (this.keys === null) await this.refetch(FIRST_FETCH_MS)
    else if (this.clock.now() - this.fetchedAt > FRESH_MS) void this.refetch(REFETCH_MS)
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

  /** Fetches the keys unless it has tried to within `pause` milliseconds; waits for a fetch that is under way. */
  private async refetch(pause: number): Promise<void> {
    if (this.fetching === null && this.clock.now() - this.triedAt >= pause) {
      this.triedAt = this.clock.now()
      this.fetching = this.fetch().finally(() => (this.fetching = null))
    }
    await this.fetching
  }

  private async fetch(): Promise<void> {
    try {
      const keys = await fetchJwks(this.url, AbortSignal.timeout(TIMEOUT_MS))
      // The first fetch does not count: a key that is published just after it need not wait for the pause.
      if (this.keys === null) this.triedAt = -Infinity
      this.keys = keys
      this.fetchedAt = this.clock.now()
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
