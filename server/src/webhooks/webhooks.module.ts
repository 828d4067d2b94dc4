import { Module } from '@nestjs/common'
import { AuditModule } from '../audit/audit.module.js'
import { AuthModule } from '../auth/auth.module.js'
import { EventFeedModule } from '../events/event-feed.module.js'
import { WebhookBatchReader } from './webhook-batch.js'
import { WebhookClient } from './webhook-client.js'
import { WebhookDeliveriesController } from './webhook-deliveries.controller.js'
import { WebhookDeliveriesService } from './webhook-deliveries.service.js'
import { WebhookDeliveryRepository } from './webhook-delivery.repository.js'
import { WebhookDispatcher } from './webhook-dispatcher.js'
import { WebhookEndpointRepository } from './webhook-endpoint.repository.js'
import { WebhookNoticesService } from './webhook-notices.service.js'
import { WebhookRecorder } from './webhook-recorder.js'
import { WebhookSender } from './webhook-sender.js'
import { WebhooksController } from './webhooks.controller.js'
import { WebhooksService } from './webhooks.service.js'

/** Sends the events of the feed to addresses of others, by the Standard Webhooks specification. */
@Module({
  imports: [AuditModule, AuthModule, EventFeedModule],
  controllers: [WebhooksController, WebhookDeliveriesController],
  providers: [
    WebhookBatchReader,
    WebhookClient,
    WebhookDeliveriesService,
    WebhookDeliveryRepository,
    WebhookDispatcher,
    WebhookEndpointRepository,
    WebhookNoticesService,
    WebhookRecorder,
    WebhookSender,
    WebhooksService,
  ],
  exports: [WebhookNoticesService],
})
export class WebhooksModule {}
