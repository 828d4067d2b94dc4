import { Delete, Get, Param } from '@nestjs/common'
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import { staffSessionList, type StaffSessionList } from '@support-chat/shared/contract'
import type { Principal } from '../auth/principal.js'
import { Authenticated, CurrentUser } from '../auth/support-chat.guard.js'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { SessionsService } from './sessions.service.js'

@ApiController('auth/sessions', 'Sign-in')
@Authenticated('admin')
@ApiErrors('unauthenticated', 'forbidden')
export class OwnSessionsController {
  constructor(private readonly sessions: SessionsService) {}

  @Get()
  @ApiOperation({ summary: 'One’s own sessions: where one is signed in, the one that was used last first' })
  @ApiOkResponse({ standardSchema: staffSessionList })
  list(@CurrentUser() principal: Principal): Promise<StaffSessionList> {
    return this.sessions.list(principal)
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Ends one of one’s own sessions, with its sockets' })
  @ApiOkResponse({ description: 'Ended' })
  @ApiErrors('not_found')
  async end(@CurrentUser() principal: Principal, @Param('id') id: string): Promise<Record<string, never>> {
    await this.sessions.endOne(principal, id)
    return {}
  }
}
