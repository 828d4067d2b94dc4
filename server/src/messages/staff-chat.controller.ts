import { Body, Get, HttpCode, Param, Post, Query, UseInterceptors } from '@nestjs/common'
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import {
  adminSupportChat,
  markReadBody,
  messagePage,
  sendMessageBody,
  supportMessage,
  unreadCount,
  type AdminSupportChat,
  type MarkReadBody,
  type MessagePage,
  type SendMessageBody,
  type UnreadCount,
} from '@support-chat/shared/contract'
import { Authenticated, CurrentUser, Requires, Scope } from '../auth/support-chat.guard.js'
import type { Principal } from '../auth/principal.js'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { Limited } from '../rate-limits/rest-limits.js'
import { ConversationService } from './conversation.service.js'
import { messagePageQuery, type MessagePageQuery } from './message-queries.js'
import type { Sent } from './sent.js'
import { MessagesService } from './messages.service.js'
import { ReadingService } from './reading.service.js'
import { SentInterceptor } from './sent.interceptor.js'

@ApiController('admin/chats/:id', 'Staff')
@Authenticated('admin')
@Requires('chats.read')
@ApiErrors('unauthenticated', 'forbidden', 'not_found')
export class StaffChatController {
  constructor(
    private readonly conversations: ConversationService,
    private readonly messages: MessagesService,
    private readonly reading: ReadingService,
  ) {}

  @Get()
  @Scope('chats:read')
  @ApiOperation({ summary: 'A chat with its newest messages; staff have viewed it by that' })
  @ApiOkResponse({ standardSchema: adminSupportChat })
  open(@CurrentUser() principal: Principal, @Param('id') id: string): Promise<AdminSupportChat> {
    return this.conversations.open(principal, id)
  }

  @Get('messages')
  @Scope('chats:read')
  @ApiOperation({ summary: 'A page of messages, oldest first: after `since`, before `before`, or the newest' })
  @ApiOkResponse({ standardSchema: messagePage })
  page(
    @CurrentUser() principal: Principal,
    @Param('id') id: string,
    @Query({ schema: messagePageQuery }) query: MessagePageQuery,
  ): Promise<MessagePage> {
    return this.messages.page(principal, id, query)
  }

  @Post('messages')
  @Requires('chats.answer')
  @Scope('messages:write')
  @Limited('send')
  @UseInterceptors(SentInterceptor)
  @ApiOperation({ summary: 'Sends a message; the same `client_id` again answers with the original' })
  @ApiCreatedResponse({ description: 'Stored', standardSchema: supportMessage })
  @ApiOkResponse({ description: 'Stored by an earlier request', standardSchema: supportMessage })
  @ApiErrors('conflict', 'content_blank', 'content_too_long')
  send(
    @CurrentUser() principal: Principal,
    @Param('id') id: string,
    @Body({ schema: sendMessageBody }) body: SendMessageBody,
  ): Promise<Sent> {
    return this.messages.send(principal, id, body)
  }

  @Post('mark_read')
  @Scope(null)
  @Limited('read')
  @HttpCode(200)
  @ApiOperation({
    summary:
      'Marks what the user wrote as read, up to `sequence` or all of it, and the chat as viewed; a viewer changes nothing',
  })
  @ApiOkResponse({ standardSchema: unreadCount })
  markRead(
    @CurrentUser() principal: Principal,
    @Param('id') id: string,
    @Body({ schema: markReadBody }) body: MarkReadBody,
  ): Promise<UnreadCount> {
    return this.reading.markRead(principal, id, body)
  }
}
