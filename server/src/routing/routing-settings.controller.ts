import { Body, Get, Patch } from '@nestjs/common'
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import {
  routingChanges,
  routingSettings,
  type RoutingChanges,
  type RoutingSettings,
} from '@support-chat/shared/contract'
import { Authenticated, CurrentUser, Requires, Scope } from '../auth/support-chat.guard.js'
import type { Principal } from '../auth/principal.js'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { RoutingSettingsService } from './routing-settings.service.js'

@ApiController('admin/settings/routing', 'Settings')
@Authenticated('admin')
@Requires('settings.manage')
@Scope(null)
@ApiErrors('unauthenticated', 'forbidden')
export class RoutingSettingsController {
  constructor(private readonly settings: RoutingSettingsService) {}

  @Get()
  @ApiOperation({ summary: 'How waiting chats are given to people' })
  @ApiOkResponse({ standardSchema: routingSettings })
  read(): Promise<RoutingSettings> {
    return this.settings.read()
  }

  @Patch()
  @ApiOperation({ summary: 'Changes how waiting chats are given to people; what is left out stays' })
  @ApiOkResponse({ standardSchema: routingSettings })
  change(
    @CurrentUser() principal: Principal,
    @Body({ schema: routingChanges }) body: RoutingChanges,
  ): Promise<RoutingSettings> {
    return this.settings.change(principal, body)
  }
}
