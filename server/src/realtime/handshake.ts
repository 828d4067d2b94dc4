import { setTimeout as delay } from 'node:timers/promises'
import { Injectable, Logger } from '@nestjs/common'
import type { ApiError } from '@support-chat/shared'
import { Authenticator } from '../auth/authenticator.js'
import { ChatAccess } from '../chats/chat-access.service.js'
import { addressBlock } from '../config/client-addresses.js'
import { AppError } from '../common/errors/app-error.js'
import { stackOf, toAppError } from '../common/errors/to-app-error.js'
import { ConcurrencyLimiter } from '../rate-limits/concurrency-limiter.js'
import { HANDSHAKE_CONCURRENCY, MAX_SOCKETS } from '../rate-limits/rate-limit.js'
import { RateLimiter, tooManyRequests } from '../rate-limits/rate-limiter.js'
import { type ChatSocket, rooms, type SocketData } from './chat-socket.js'
import { SocketServer } from './socket-server.js'

/** `retry_after_ms` for an account that has as many sockets as it may. */
const FULL_MS = 30_000

/** Milliseconds by which the answer to a bad token is delayed, where many came from the same address. */
const SLOWED_MS = 1_000

/** Lets a socket in, or refuses it with an ApiError in the `data` of the client's `connect_error`. */
@Injectable()
export class Handshake {
  private readonly logger = new Logger(Handshake.name)
  private readonly concurrency = new ConcurrencyLimiter(HANDSHAKE_CONCURRENCY)

  constructor(
    private readonly socketServer: SocketServer,
    private readonly authenticator: Authenticator,
    private readonly access: ChatAccess,
    private readonly limiter: RateLimiter,
  ) {}

  /** Socket.IO middleware. Guards do not run at connect. */
  readonly middleware = (socket: ChatSocket, next: (error?: Error) => void): void => {
    this.identify(socket).then(
      (data) => {
        socket.data = data
        next()
      },
      (error: unknown) => void this.refuse(socket, error, next),
    )
  }

  private async identify(socket: ChatSocket): Promise<SocketData> {
    const { auth, headers } = socket.handshake
    const token = typeof auth['token'] === 'string' && auth['token'] !== '' ? auth['token'] : null
    if (token === null && !this.authenticator.takesHeaders)
      throw new AppError('unauthenticated', 'Connect with auth: { token }')
    const known = token ?? headers.cookie
    const isCounted = known !== undefined && (await this.limiter.takeByToken('connect', known))
    return this.concurrency.run(async () => {
      // A client that has given up while it waited costs nothing more.
      if (socket.conn.readyState !== 'open') throw new AppError('unavailable', 'The connection was lost')
      const principal = await this.authenticator.authenticate(token, headers)
      if (!isCounted) await this.limiter.takeFor('connect', principal, known)
      const open = this.socketServer.current?.adapter.rooms.get(rooms.account(principal.id))?.size ?? 0
      if (open >= MAX_SOCKETS[principal.role]) throw tooManyRequests(FULL_MS)
      return { principal, chatId: principal.role === 'user' ? await this.access.ownChatId(principal) : null }
    })
  }

  private async refuse(socket: ChatSocket, cause: unknown, next: (error: Error) => void): Promise<void> {
    const error = this.toConnectError(socket, cause)
    // Only bad tokens count, and their answers are delayed rather than refused: many people may share an address.
    if (error.data.code === 'unauthenticated') {
      await this.limiter.take('handshake', addressBlock(socket.handshake.address)).catch(() => delay(SLOWED_MS))
    }
    next(error)
    // A connection has one handshake. Socket.IO sends the refusal in the next tick, before this closes it.
    setImmediate(() => socket.conn.close())
  }

  private toConnectError({ id }: ChatSocket, cause: unknown): Error & { data: ApiError } {
    const error = toAppError(cause)
    if (error.code === 'internal') {
      this.logger.error({ message: 'Failed to let a socket in', socket: id }, stackOf(cause))
    }
    return Object.assign(new Error(error.message), { data: error.toApiError() })
  }
}
