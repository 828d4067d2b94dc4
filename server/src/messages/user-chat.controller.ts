import { Body, Get, Patch, Post, Query, UseInterceptors } from '@nestjs/common'
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import {
  markReadBody,
  messagePage,
  sendMessageBody,
  supportChat,
  supportMessage,
  unreadCount,
  type MarkReadBody,
  type MessagePage,
  type SendMessageBody,
  type SupportChat,
  type UnreadCount,
} from '@support-chat/shared/contract'
import { Authenticated, CurrentUser } from '../auth/support-chat.guard.js'
import type { Principal } from '../auth/principal.js'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { Limited } from '../rate-limits/rest-limits.js'
import { ConversationService } from './conversation.service.js'
import { messagePageQuery, type MessagePageQuery } from './message-queries.js'
import type { Sent } from './sent.js'
import { MessagesService, OWN_CHAT } from './messages.service.js'
import { ReadingService } from './reading.service.js'
import { SentInterceptor } from './sent.interceptor.js'

@ApiController('support_chat', 'User')
@Authenticated('user')
@ApiErrors('unauthenticated', 'forbidden')
export class UserChatController {
  constructor(
    private readonly conversations: ConversationService,
    private readonly messages: MessagesService,
    private readonly reading: ReadingService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The user’s chat with its newest messages; made on first use' })
  @ApiOkResponse({ standardSchema: supportChat })
  open(@CurrentUser() principal: Principal): Promise<SupportChat> {
    return this.conversations.openOwn(principal)
  }

  @Get('messages')
  @ApiOperation({ summary: 'A page of messages, oldest first: after `since`, before `before`, or the newest' })
  @ApiOkResponse({ standardSchema: messagePage })
  page(
    @CurrentUser() principal: Principal,
    @Query({ schema: messagePageQuery }) query: MessagePageQuery,
  ): Promise<MessagePage> {
    return this.messages.page(principal, OWN_CHAT, query)
  }

  @Post('messages')
  @Limited('send')
  @UseInterceptors(SentInterceptor)
  @ApiOperation({ summary: 'Sends a message; the same `client_id` again answers with the original' })
  @ApiCreatedResponse({ description: 'Stored', standardSchema: supportMessage })
  @ApiOkResponse({ description: 'Stored by an earlier request', standardSchema: supportMessage })
  @ApiErrors('conflict', 'content_blank', 'content_too_long')
  send(@CurrentUser() principal: Principal, @Body({ schema: sendMessageBody }) body: SendMessageBody): Promise<Sent> {
    return this.messages.send(principal, OWN_CHAT, body)
  }

  @Patch('mark_read')
  @Limited('read')
  @ApiOperation({ summary: 'Marks what staff wrote as read, up to `sequence` or all of it' })
  @ApiOkResponse({ standardSchema: unreadCount })
  markRead(
    @CurrentUser() principal: Principal,
    @Body({ schema: markReadBody }) body: MarkReadBody,
  ): Promise<UnreadCount> {
    return this.reading.markRead(principal, OWN_CHAT, body)
  }
}
