import { Body, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common'
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import {
  webhook,
  webhookBody,
  webhookChanges,
  webhookList,
  webhookTest,
  webhookWithSecret,
  type Webhook,
  type WebhookBody,
  type WebhookChanges,
  type WebhookList,
  type WebhookTest,
  type WebhookWithSecret,
} from '@support-chat/shared/contract'
import { Authenticated, CurrentUser, Requires, Scope } from '../auth/support-chat.guard.js'
import type { Principal } from '../auth/principal.js'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { WebhooksService } from './webhooks.service.js'

@ApiController('admin/webhooks', 'Webhooks')
@Authenticated('admin')
@Requires('webhooks.manage')
@Scope('webhooks:write')
@ApiErrors('unauthenticated', 'forbidden')
export class WebhooksController {
  constructor(private readonly webhooks: WebhooksService) {}

  @Get()
  @ApiOperation({ summary: 'Where events are sent' })
  @ApiOkResponse({ standardSchema: webhookList })
  list(): Promise<WebhookList> {
    return this.webhooks.list()
  }

  @Post()
  @ApiOperation({ summary: 'Has events sent to an address from now on; the secret is shown this once' })
  @ApiCreatedResponse({ standardSchema: webhookWithSecret })
  @ApiErrors('conflict')
  add(
    @CurrentUser() principal: Principal,
    @Body({ schema: webhookBody }) body: WebhookBody,
  ): Promise<WebhookWithSecret> {
    return this.webhooks.add(principal, body)
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Changes what is given; enabled again, it is sent what happened meanwhile' })
  @ApiOkResponse({ standardSchema: webhook })
  @ApiErrors('not_found')
  change(
    @CurrentUser() principal: Principal,
    @Param('id') id: string,
    @Body({ schema: webhookChanges }) body: WebhookChanges,
  ): Promise<Webhook> {
    return this.webhooks.change(principal, id, body)
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Sends nothing there any more, and deletes what is known of deliveries' })
  @ApiOkResponse({ description: 'Deleted' })
  @ApiErrors('not_found')
  async remove(@CurrentUser() principal: Principal, @Param('id') id: string): Promise<Record<string, never>> {
    await this.webhooks.remove(principal, id)
    return {}
  }

  @Post(':id/rotate_secret')
  @HttpCode(200)
  @ApiOperation({ summary: 'Makes a new secret; the one before signs beside it for 24 hours' })
  @ApiOkResponse({ standardSchema: webhookWithSecret })
  @ApiErrors('not_found')
  rotateSecret(@CurrentUser() principal: Principal, @Param('id') id: string): Promise<WebhookWithSecret> {
    return this.webhooks.rotateSecret(principal, id)
  }

  @Post(':id/test')
  @HttpCode(200)
  @ApiOperation({ summary: 'Sends a ping, and answers what came back' })
  @ApiOkResponse({ standardSchema: webhookTest })
  @ApiErrors('not_found')
  test(@Param('id') id: string): Promise<WebhookTest> {
    return this.webhooks.test(id)
  }
}
