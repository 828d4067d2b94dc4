import { Get, HttpCode, Param, Post, Query } from '@nestjs/common'
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import { archiveState, chatListPage, type ArchiveState, type ChatListPage } from '@support-chat/shared/contract'
import { Authenticated, CurrentUser, Requires, Scope } from '../auth/support-chat.guard.js'
import type { Principal } from '../auth/principal.js'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { ChatsService } from './chats.service.js'
import { chatListQuery, type ChatListQuery } from './chat-list.query.js'
import { ChatListService } from './chat-list.service.js'

@ApiController('admin/chats', 'Staff')
@Authenticated('admin')
@Requires('chats.read')
@ApiErrors('unauthenticated', 'forbidden')
export class ChatsController {
  constructor(
    private readonly list: ChatListService,
    private readonly chats: ChatsService,
  ) {}

  @Get()
  @Scope('chats:read')
  @ApiOperation({ summary: 'A page of chats, newest message first, or who waits longest' })
  @ApiOkResponse({ standardSchema: chatListPage })
  page(
    @CurrentUser() principal: Principal,
    @Query({ schema: chatListQuery }) query: ChatListQuery,
  ): Promise<ChatListPage> {
    return this.list.page(query, principal)
  }

  @Post(':id/archive')
  @Requires('chats.organize')
  @Scope('chats:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Puts a chat away until its user writes again; safe to repeat' })
  @ApiOkResponse({ standardSchema: archiveState })
  @ApiErrors('not_found')
  archiveChat(@CurrentUser() principal: Principal, @Param('id') id: string): Promise<ArchiveState> {
    return this.chats.setArchived(principal, id, true)
  }

  @Post(':id/unarchive')
  @Requires('chats.organize')
  @Scope('chats:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Brings a chat back; safe to repeat' })
  @ApiOkResponse({ standardSchema: archiveState })
  @ApiErrors('not_found')
  restoreChat(@CurrentUser() principal: Principal, @Param('id') id: string): Promise<ArchiveState> {
    return this.chats.setArchived(principal, id, false)
  }
}
