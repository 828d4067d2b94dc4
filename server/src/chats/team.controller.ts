import { Body, HttpCode, Param, Patch, Post } from '@nestjs/common'
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import {
  bulkBody,
  bulkResult,
  chatChanges,
  supportChatListItem,
  type BulkBody,
  type BulkResult,
  type ChatChanges,
  type SupportChatListItem,
} from '@support-chat/shared/contract'
import { Authenticated, CurrentUser, Requires, Scope } from '../auth/support-chat.guard.js'
import type { Principal } from '../auth/principal.js'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { BulkService } from './bulk.service.js'
import { TeamService } from './team.service.js'

@ApiController('admin/chats', 'Staff')
@Authenticated('admin')
@Requires('chats.organize')
@Scope('chats:write')
@ApiErrors('unauthenticated', 'forbidden')
export class TeamController {
  constructor(
    private readonly team: TeamService,
    private readonly chats: BulkService,
  ) {}

  @Patch(':id')
  @ApiOperation({ summary: 'Assigns a chat, tags it, puts it off, or says that it needs no reply' })
  @ApiOkResponse({ standardSchema: supportChatListItem })
  @ApiErrors('not_found', 'conflict')
  change(
    @CurrentUser() principal: Principal,
    @Param('id') id: string,
    @Body({ schema: chatChanges }) body: ChatChanges,
  ): Promise<SupportChatListItem> {
    return this.team.change(principal, id, body)
  }

  @Post(':id/mark_unread')
  @HttpCode(200)
  @ApiOperation({ summary: 'Marks a chat as unread again, for all of staff; safe to repeat' })
  @ApiOkResponse({ standardSchema: supportChatListItem })
  @ApiErrors('not_found')
  markUnread(@CurrentUser() principal: Principal, @Param('id') id: string): Promise<SupportChatListItem> {
    return this.team.markUnread(principal, id)
  }

  @Post('bulk')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Changes several chats alike, each by itself: tells which are done, and why others are not',
  })
  @ApiOkResponse({ standardSchema: bulkResult })
  changeAll(@CurrentUser() principal: Principal, @Body({ schema: bulkBody }) body: BulkBody): Promise<BulkResult> {
    return this.chats.change(principal, body)
  }
}
