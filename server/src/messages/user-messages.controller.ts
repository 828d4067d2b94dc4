import { Body, Param, Post, UseInterceptors } from '@nestjs/common'
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import { externalId, sendToUserBody, supportMessage, type SendToUserBody } from '@support-chat/shared/contract'
import { Authenticated, CurrentUser, Requires, Scope } from '../auth/support-chat.guard.js'
import type { Principal } from '../auth/principal.js'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { Limited } from '../rate-limits/rest-limits.js'
import type { Sent } from './sent.js'
import { SendToUserService } from './send-to-user.service.js'
import { SentInterceptor } from './sent.interceptor.js'

@ApiController('admin/users/:external_id/messages', 'Users')
@Authenticated('admin')
@Requires('chats.answer')
@ApiErrors('unauthenticated', 'forbidden', 'not_found')
export class UserMessagesController {
  constructor(private readonly sending: SendToUserService) {}

  @Post()
  @Scope('messages:write')
  @Limited('send')
  @UseInterceptors(SentInterceptor)
  @ApiOperation({ summary: 'Sends a message to a user, whose chat is made; with `email` the user is too' })
  @ApiCreatedResponse({ description: 'Stored', standardSchema: supportMessage })
  @ApiOkResponse({ description: 'Stored by an earlier request', standardSchema: supportMessage })
  @ApiErrors('conflict', 'content_blank', 'content_too_long')
  send(
    @CurrentUser() principal: Principal,
    @Param('external_id', { schema: externalId }) id: string,
    @Body({ schema: sendToUserBody }) body: SendToUserBody,
  ): Promise<Sent> {
    return this.sending.sendToUser(principal, { externalId: id, email: body.email, name: body.name }, body)
  }
}
