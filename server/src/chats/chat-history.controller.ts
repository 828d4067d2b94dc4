import { Get, Param } from '@nestjs/common'
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import { chatHistory, type ChatHistory } from '@support-chat/shared/contract'
import { Authenticated, CurrentUser, Requires, Scope } from '../auth/support-chat.guard.js'
import type { Principal } from '../auth/principal.js'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { ChatHistoryService } from './chat-history.service.js'

@ApiController('admin/chats/:id/history', 'Staff')
@Authenticated('admin')
@Requires('chats.read')
@Scope('chats:read')
@ApiErrors('unauthenticated', 'forbidden', 'not_found')
export class ChatHistoryController {
  constructor(private readonly history: ChatHistoryService) {}

  @Get()
  @ApiOperation({ summary: 'Who assigned, tagged, snoozed and archived a chat, and why; newest first' })
  @ApiOkResponse({ standardSchema: chatHistory })
  of(@CurrentUser() principal: Principal, @Param('id') id: string): Promise<ChatHistory> {
    return this.history.of(principal, id)
  }
}
