import { Get } from '@nestjs/common'
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import { chatCounts, type ChatCounts } from '@support-chat/shared/contract'
import { Authenticated, CurrentUser, Requires, Scope } from '../auth/support-chat.guard.js'
import type { Principal } from '../auth/principal.js'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { ChatListService } from './chat-list.service.js'

@ApiController('admin/counts', 'Staff')
@Authenticated('admin')
@Requires('chats.read')
@Scope('chats:read')
@ApiErrors('unauthenticated', 'forbidden')
export class ChatCountsController {
  constructor(private readonly list: ChatListService) {}

  @Get()
  @ApiOperation({ summary: 'How many active chats each view has; exact up to 999, and 1000 means more' })
  @ApiOkResponse({ standardSchema: chatCounts })
  count(@CurrentUser() principal: Principal): Promise<ChatCounts> {
    return this.list.counts(principal)
  }
}
