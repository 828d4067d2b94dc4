import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common'
import { clientRequests, type ClientRequest } from '@support-chat/shared/contract'
import { AppError } from '../common/errors/app-error.js'
import type { ChatSocket } from './chat-socket.js'

/** Refuses events that are not for the caller's side, before their payload is looked at: as over REST. */
@Injectable()
export class CallerGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const ws = context.switchToWs()
    const { role } = ws.getClient<ChatSocket>().data.principal
    const request = clientRequests[ws.getPattern() as ClientRequest]
    if ('staffOnly' in request && role !== 'admin') throw new AppError('forbidden', 'This is for staff only')
    if ('usersOnly' in request && role !== 'user') throw new AppError('forbidden', 'This is for users only')
    return true
  }
}
