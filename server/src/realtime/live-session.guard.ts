import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common'
import { AppError } from '../common/errors/app-error.js'
import type { ChatSocket } from './chat-socket.js'

/** Refuses events of a socket whose token has expired; all but `refresh_token`, which brings a new one. */
@Injectable()
export class LiveSessionGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const socket = context.switchToWs().getClient<ChatSocket>()
    const expired = socket.data.principal.expiresAt <= new Date()
    if (expired && context.switchToWs().getPattern() !== 'refresh_token') {
      throw new AppError('unauthenticated', 'The token has expired')
    }
    return true
  }
}
