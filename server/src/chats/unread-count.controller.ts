import { Get } from '@nestjs/common'
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import { unreadCount, type UnreadCount } from '@support-chat/shared/contract'
import { Authenticated, Requires, Scope } from '../auth/support-chat.guard.js'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { ChatListService } from './chat-list.service.js'

@ApiController('admin/unread_count', 'Staff')
@Authenticated('admin')
@Requires('chats.read')
@Scope('chats:read')
@ApiErrors('unauthenticated', 'forbidden')
export class UnreadCountController {
  constructor(private readonly list: ChatListService) {}

  @Get()
  @ApiOperation({ summary: 'How many active chats wait for staff' })
  @ApiOkResponse({ standardSchema: unreadCount })
  count(): Promise<UnreadCount> {
    return this.list.unreadCount()
  }
}
