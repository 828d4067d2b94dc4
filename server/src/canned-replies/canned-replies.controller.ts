import { Body, Delete, Get, Param, Post, Put } from '@nestjs/common'
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import {
  cannedReply,
  cannedReplyBody,
  cannedReplyList,
  type CannedReply,
  type CannedReplyBody,
  type CannedReplyList,
} from '@support-chat/shared/contract'
import { Authenticated, CurrentUser, Requires, Scope } from '../auth/support-chat.guard.js'
import type { Principal } from '../auth/principal.js'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { CannedRepliesService } from './canned-replies.service.js'

@ApiController('admin/canned_replies', 'Canned replies')
@Authenticated('admin')
@Requires('canned_replies.manage')
@Scope(null)
@ApiErrors('unauthenticated', 'forbidden')
export class CannedRepliesController {
  constructor(private readonly replies: CannedRepliesService) {}

  @Get()
  @Requires('chats.read')
  @ApiOperation({ summary: 'The replies that all of staff share' })
  @ApiOkResponse({ standardSchema: cannedReplyList })
  async list(): Promise<CannedReplyList> {
    return { canned_replies: await this.replies.list() }
  }

  @Post()
  @ApiOperation({ summary: 'Keeps a reply under a shortcut' })
  @ApiCreatedResponse({ standardSchema: cannedReply })
  @ApiErrors('conflict', 'content_blank', 'content_too_long')
  add(
    @CurrentUser() principal: Principal,
    @Body({ schema: cannedReplyBody }) body: CannedReplyBody,
  ): Promise<CannedReply> {
    return this.replies.add(principal, body)
  }

  @Put(':id')
  @ApiOperation({ summary: 'Changes a reply' })
  @ApiOkResponse({ standardSchema: cannedReply })
  @ApiErrors('not_found', 'conflict', 'content_blank', 'content_too_long')
  change(
    @CurrentUser() principal: Principal,
    @Param('id') id: string,
    @Body({ schema: cannedReplyBody }) body: CannedReplyBody,
  ): Promise<CannedReply> {
    return this.replies.change(principal, id, body)
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Deletes a reply' })
  @ApiOkResponse({ description: 'Deleted' })
  @ApiErrors('not_found')
  async remove(@CurrentUser() principal: Principal, @Param('id') id: string): Promise<Record<string, never>> {
    await this.replies.remove(principal, id)
    return {}
  }
}
