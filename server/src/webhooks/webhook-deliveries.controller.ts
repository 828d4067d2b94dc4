import { Get, HttpCode, Param, Post, Query } from '@nestjs/common'
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import {
  webhookDelivery,
  webhookDeliveryPage,
  type WebhookDelivery,
  type WebhookDeliveryPage,
} from '@support-chat/shared/contract'
import { Authenticated, CurrentUser, Requires, Scope } from '../auth/support-chat.guard.js'
import type { Principal } from '../auth/principal.js'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { WebhookDeliveriesService } from './webhook-deliveries.service.js'
import { webhookDeliveryQuery, type WebhookDeliveryQuery } from './webhooks.query.js'

@ApiController('admin/webhooks/:id/deliveries', 'Webhooks')
@Authenticated('admin')
@Requires('webhooks.manage')
@Scope('webhooks:write')
@ApiErrors('unauthenticated', 'forbidden', 'not_found')
export class WebhookDeliveriesController {
  constructor(private readonly deliveries: WebhookDeliveriesService) {}

  @Get()
  @ApiOperation({ summary: 'What became of events at an endpoint, newest first, for 30 days' })
  @ApiOkResponse({ standardSchema: webhookDeliveryPage })
  page(
    @Param('id') id: string,
    @Query({ schema: webhookDeliveryQuery }) query: WebhookDeliveryQuery,
  ): Promise<WebhookDeliveryPage> {
    return this.deliveries.page(id, query)
  }

  @Post(':delivery_id/retry')
  @HttpCode(200)
  @ApiOperation({ summary: 'Sends an event again, now' })
  @ApiOkResponse({ standardSchema: webhookDelivery })
  @ApiErrors('conflict')
  retry(
    @CurrentUser() principal: Principal,
    @Param('id') id: string,
    @Param('delivery_id') deliveryId: string,
  ): Promise<WebhookDelivery> {
    return this.deliveries.retry(principal, id, deliveryId)
  }
}
