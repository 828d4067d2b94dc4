import { Body, Get, HttpCode, Post } from '@nestjs/common'
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import {
  checkTokenBody,
  setup,
  tokenReport,
  type CheckTokenBody,
  type Setup,
  type TokenReport,
} from '@support-chat/shared/contract'
import { Authenticated, CurrentUser, Requires, Scope } from '../auth/support-chat.guard.js'
import type { Principal } from '../auth/principal.js'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { SetupService } from './setup.service.js'

@ApiController('admin/setup', 'Settings')
@Authenticated('admin')
@Requires('settings.manage')
@Scope(null)
@ApiErrors('unauthenticated', 'forbidden')
export class SetupController {
  constructor(private readonly setup: SetupService) {}

  @Get()
  @ApiOperation({ summary: 'How far the set-up is: which page has connected, which were refused, who was invited' })
  @ApiOkResponse({ standardSchema: setup })
  read(@CurrentUser() principal: Principal): Promise<Setup> {
    return this.setup.read(principal)
  }

  @Post('check_token')
  @HttpCode(200)
  @ApiOperation({ summary: 'What the server makes of a user’s token; nothing is kept of it, and no user is made' })
  @ApiOkResponse({ standardSchema: tokenReport })
  checkToken(
    @CurrentUser() principal: Principal,
    @Body({ schema: checkTokenBody }) body: CheckTokenBody,
  ): Promise<TokenReport> {
    return this.setup.checkToken(principal, body)
  }
}
