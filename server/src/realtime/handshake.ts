import { Injectable, Logger } from '@nestjs/common'
import type { ApiError } from '@support-chat/shared'
import { Authenticator } from '../auth/authenticator.js'
import { ChatAccess } from '../chats/chat-access.service.js'
import { AppError } from '../errors/app-error.js'
import { stackOf, toAppError } from '../errors/to-app-error.js'
import type { ChatSocket, SocketData } from './chat-socket.js'

/** Lets a socket in, or refuses it with an ApiError in the `data` of the client's `connect_error`. */
@Injectable()
export class Handshake {
  private readonly logger = new Logger(Handshake.name)

  constructor(
    private readonly authenticator: Authenticator,
    private readonly access: ChatAccess,
  ) {}

  /** Socket.IO middleware. Guards do not run at connect. */
  readonly middleware = (socket: ChatSocket, next: (error?: Error) => void): void => {
    this.identify(socket.handshake.auth.token).then(
      (data) => {
        socket.data = data
        next()
      },
      (error: unknown) => next(this.refusal(error)),
    )
  }

  private async identify(token: unknown): Promise<SocketData> {
    if (typeof token !== 'string' || token === '') throw new AppError('unauthenticated', 'Connect with auth: { token }')
    const principal = await this.authenticator.authenticate(token)
    return { principal, chatId: principal.role === 'user' ? await this.access.ownChatId(principal) : null }
  }

  private refusal(cause: unknown): Error & { data: ApiError } {
    const error = toAppError(cause)
    if (error.code === 'internal') this.logger.error(stackOf(cause))
    return Object.assign(new Error(error.message), { data: error.toApiError() })
  }
}
