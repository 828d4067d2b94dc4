import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common'
import { ApiKeySource } from '../auth/api-key.source.js'
import { type Principal, toPrincipal } from '../auth/principal.js'
import { Batcher } from '../common/batcher.js'
import { AppError } from '../common/errors/app-error.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { ConcurrencyLimiter } from '../rate-limits/concurrency-limiter.js'
import { RequestCoalescer } from '../rate-limits/request-coalescer.js'
import { hashToken } from '../staff/secret-token.js'
import type { ApiKey } from './api-key.entity.js'
import { ApiKeyRepository } from './api-key.repository.js'

/** A key whose `last_used_at` is newer than this is not updated. */
const FRESH_MS = 60_000

/** Keys used within this time are written together. */
const BATCH_DELAY_MS = 1_000

/** Keys that are looked up at a time: a client that tries keys at random takes no more of the database than this. */
const LOOKUPS = { maxRunning: 4, maxQueued: 1_000, maxWaitMs: 10_000 } as const

/** Finds the account of a key. Nothing is cached: a key that any process has revoked is refused by all from then on. */
@Injectable()
export class ApiKeyAuthenticator extends ApiKeySource implements OnApplicationShutdown {
  private readonly logger = new Logger(ApiKeyAuthenticator.name)
  private readonly used = new Batcher(BATCH_DELAY_MS, (used) => this.write([...used.keys()].sort()))
  /** Requests that come at once with the same key share one lookup. */
  private readonly pending = new RequestCoalescer<Principal>()
  private readonly lookups = new ConcurrencyLimiter(LOOKUPS)
  /** Digests of keys that were valid when they were looked up last: they are not kept waiting by keys that nobody knows. */
  private readonly known = new Set<string>()

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: ApiKeyRepository,
  ) {
    super()
  }

  onApplicationShutdown(): void {
    this.used.stop()
  }

  resolve(key: string): Promise<Principal> {
    const keyHash = hashToken(key)
    return this.pending.run(keyHash, () => this.find(keyHash))
  }

  private async find(keyHash: string): Promise<Principal> {
    const find = () => this.unitOfWork.read((reader) => this.keys.findValid(reader, keyHash))
    const key = await this.lookups.run(find, this.known.has(keyHash) ? 'high' : 'normal')
    this.known.delete(keyHash)
    if (!key) throw new AppError('unauthenticated', 'The API key is wrong, expired or revoked')
    this.known.add(keyHash)
    this.touchIfStale(key)
    const exp = key.expiresAt ? key.expiresAt.getTime() / 1000 : Infinity
    return { ...toPrincipal(key.account, exp, null), scopes: key.scopes }
  }

  private touchIfStale({ id, lastUsedAt }: ApiKey): void {
    if (!lastUsedAt || Date.now() - lastUsedAt.getTime() > FRESH_MS) this.used.add(id)
  }

  private async write(ids: string[]): Promise<void> {
    try {
      await this.unitOfWork.run((tx) => this.keys.updateLastUsed(tx, ids))
    } catch (error) {
      this.logger.warn(`Failed to update last_used_at: api_keys=${ids.length} error=${String(error)}`)
    }
  }
}
