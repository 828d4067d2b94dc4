import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common'
import type { StaffPermission } from '@support-chat/shared'
import { clientRequests, type ClientRequest } from '@support-chat/shared/contract'
import { AppError } from '../common/errors/app-error.js'
import { assertPermitted } from '../auth/staff-permissions.js'
import type { ChatSocket } from './chat-socket.js'
import { StaffRolesService } from './staff-roles.service.js'

/** Refuses events that are not for the caller's side, or role, before their payload is looked at: as over REST. */
@Injectable()
export class CallerGuard implements CanActivate {
  constructor(private readonly roles: StaffRolesService) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const ws = context.switchToWs()
    const socket = ws.getClient<ChatSocket>()
    const { role } = socket.data.principal
    const request = clientRequests[ws.getPattern() as ClientRequest]
    if ('staffOnly' in request && role !== 'admin') throw new AppError('forbidden', 'This is for staff only')
    if ('usersOnly' in request && role !== 'user') throw new AppError('forbidden', 'This is for users only')
    // Only then: whoever leaves a page says what they have read, and is gone while anything is looked up.
    return 'requires' in request ? this.isPermitted(socket, request.requires) : true
  }

  private async isPermitted(socket: ChatSocket, permission: StaffPermission): Promise<true> {
    await this.roles.refresh(socket)
    assertPermitted(socket.data.principal, permission)
    return true
  }
}
