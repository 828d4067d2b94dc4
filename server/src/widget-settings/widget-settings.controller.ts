import { Body, Get, Patch } from '@nestjs/common'
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import { widgetChanges, widgetSettings, type WidgetChanges, type WidgetSettings } from '@support-chat/shared/contract'
import { Authenticated, CurrentUser, Requires, Scope } from '../auth/support-chat.guard.js'
import type { Principal } from '../auth/principal.js'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { WidgetSettingsService } from './widget-settings.service.js'

@ApiController('admin/settings/widget', 'Settings')
@Authenticated('admin')
@Requires('settings.manage')
@Scope(null)
@ApiErrors('unauthenticated', 'forbidden')
export class WidgetSettingsController {
  constructor(private readonly settings: WidgetSettingsService) {}

  @Get()
  @ApiOperation({ summary: 'What the widget shows before anybody writes: greeting, topics, the team and its hours' })
  @ApiOkResponse({ standardSchema: widgetSettings })
  read(): Promise<WidgetSettings> {
    return this.settings.read()
  }

  @Patch()
  @ApiOperation({ summary: 'Changes what the widget shows before anybody writes; what is left out stays' })
  @ApiOkResponse({ standardSchema: widgetSettings })
  change(
    @CurrentUser() principal: Principal,
    @Body({ schema: widgetChanges }) body: WidgetChanges,
  ): Promise<WidgetSettings> {
    return this.settings.change(principal, body)
  }
}
