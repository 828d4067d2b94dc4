import { Body, Get, Patch } from '@nestjs/common'
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import {
  retentionChanges,
  retentionSettings,
  type RetentionChanges,
  type RetentionSettings,
} from '@support-chat/shared/contract'
import { Authenticated, CurrentUser, Requires, Scope } from '../auth/support-chat.guard.js'
import type { Principal } from '../auth/principal.js'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { RetentionService } from './retention.service.js'

@ApiController('admin/settings/retention', 'Settings')
@Authenticated('admin')
@Requires('retention.manage')
@Scope(null)
@ApiErrors('unauthenticated', 'forbidden')
export class RetentionController {
  constructor(private readonly retention: RetentionService) {}

  @Get()
  @ApiOperation({ summary: 'For how long archived chats are kept' })
  @ApiOkResponse({ standardSchema: retentionSettings })
  read(): Promise<RetentionSettings> {
    return this.retention.read()
  }

  @Patch()
  @ApiOperation({
    summary: 'Changes for how long archived chats are kept; with `dry_run` it only says what that would erase',
  })
  @ApiOkResponse({ standardSchema: retentionSettings })
  change(
    @CurrentUser() principal: Principal,
    @Body({ schema: retentionChanges }) body: RetentionChanges,
  ): Promise<RetentionSettings> {
    return this.retention.change(principal, body)
  }
}
