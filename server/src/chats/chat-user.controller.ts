import { Get, Param } from '@nestjs/common'
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import { chatUser, type ChatUser } from '@support-chat/shared/contract'
import { Authenticated, CurrentUser, Requires, Scope } from '../auth/support-chat.guard.js'
import type { Principal } from '../auth/principal.js'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { ChatUserService } from './chat-user.service.js'

@ApiController('admin/chats/:id/user', 'Staff')
@Authenticated('admin')
@Requires('chats.read')
@Scope('users:read')
@ApiErrors('unauthenticated', 'forbidden', 'not_found')
export class ChatUserController {
  constructor(private readonly users: ChatUserService) {}

  @Get()
  @ApiOperation({ summary: 'What is known of the person who writes in a chat' })
  @ApiOkResponse({ standardSchema: chatUser })
  find(@CurrentUser() principal: Principal, @Param('id') id: string): Promise<ChatUser> {
    return this.users.find(principal, id)
  }
}
