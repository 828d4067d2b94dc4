import { Injectable, Logger } from '@nestjs/common'
import type { Ack, ClientRequest } from '@support-chat/shared'
import { Clock } from '../common/clock.js'
import { AppError } from '../common/errors/app-error.js'
import { toAppError } from '../common/errors/to-app-error.js'
import type { RateLimit, RateLimitName } from '../rate-limits/rate-limit.js'
import { RateLimiter } from '../rate-limits/rate-limiter.js'
import { MemoryBuckets } from '../rate-limits/token-buckets.js'
import type { ChatSocket } from './chat-socket.js'

const LIMITS: Readonly<Record<string, RateLimitName>> = {
  join_chat: 'join',
  leave_chat: 'join',
  send_message: 'send',
  mark_read: 'read',
  typing: 'typing',
  mark_delivered: 'read',
  visit: 'visit',
  watch: 'join',
  refresh_token: 'refresh',
} satisfies Record<ClientRequest, RateLimitName>

/** Refused events that a client may cause; one that goes on after them is disconnected. */
export const REFUSALS: RateLimit = { burst: 1_000, perSecond: 20 }

/**
 * Rate limits of events, known and unknown ones alike, by account. An event over its limit is acknowledged with an error
 * and never reaches its handler.
 */
@Injectable()
export class EventLimits {
  private readonly logger = new Logger(EventLimits.name)
  private readonly refusals: MemoryBuckets

  constructor(
    private readonly limiter: RateLimiter,
    clock: Clock,
  ) {
    this.refusals = new MemoryBuckets(clock)
  }

  watch(socket: ChatSocket): void {
    socket.use((packet, next) => void this.admit(socket, packet, next))
  }

  private async admit(socket: ChatSocket, [event, ...args]: unknown[], next: () => void): Promise<void> {
    try {
      await this.limiter.takeFor(limitOf(event), socket.data.principal)
      // Neither this product nor an application around it handles the event: it is answered rather than left hanging.
      if (socket.listenerCount(event as never) === 0) throw new AppError('invalid_request', 'There is no such event')
      next()
    } catch (thrown) {
      this.refuse(socket, toAppError(thrown), args.at(-1))
    }
  }

  private refuse(socket: ChatSocket, error: AppError, acknowledge: unknown): void {
    const answer: Ack<never> = { ok: false, error: error.toApiError() }
    if (typeof acknowledge === 'function') (acknowledge as (answer: Ack<never>) => void)(answer)
    if (error.code !== 'rate_limited' || !socket.connected) return
    if (this.refusals.takeNow(socket.data.principal.id, REFUSALS) === 0) return
    this.logger.warn(
      `Disconnected a client that goes on flooding: account=${socket.data.principal.id} socket=${socket.id}`,
    )
    // The connection, not the socket: to a client that looks like a bad network, and it reconnects by itself. The answer
    // is written first.
    process.nextTick(() => socket.conn.close(true))
  }
}

function limitOf(event: unknown): RateLimitName {
  return (typeof event === 'string' && Object.hasOwn(LIMITS, event) && LIMITS[event]) || 'event'
}
