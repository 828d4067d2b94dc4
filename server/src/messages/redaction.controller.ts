import { HttpCode, Param, Post } from '@nestjs/common'
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import { supportMessage, type SupportMessage } from '@support-chat/shared/contract'
import { Authenticated, CurrentUser, Requires, Scope } from '../auth/support-chat.guard.js'
import type { Principal } from '../auth/principal.js'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { RedactionService } from './redaction.service.js'

/** For people only: nothing brings the text back. */
@ApiController('admin/chats/:id/messages/:message_id/redact', 'Personal data')
@Authenticated('admin')
@Requires('messages.redact')
@Scope(null)
@ApiErrors('unauthenticated', 'forbidden', 'not_found')
export class RedactionController {
  constructor(private readonly redactions: RedactionService) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Removes the text of a message, for everybody and for good; safe to repeat' })
  @ApiOkResponse({ standardSchema: supportMessage })
  redact(
    @CurrentUser() principal: Principal,
    @Param('id') id: string,
    @Param('message_id') messageId: string,
  ): Promise<SupportMessage> {
    return this.redactions.redact(principal, id, messageId)
  }
}
