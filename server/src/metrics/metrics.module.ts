import { Module } from '@nestjs/common'
import { MessagesModule } from '../messages/messages.module.js'
import { RealtimeModule } from '../realtime/realtime.module.js'
import { BacklogMetrics } from './backlog.metrics.js'
import { BacklogRepository } from './backlog.repository.js'
import { BacklogService } from './backlog.service.js'
import { MetricsRegistry } from './metrics.registry.js'
import { MetricsServer } from './metrics.server.js'
import { StateMetrics } from './state.metrics.js'
import { WorkMetrics } from './work.metrics.js'

/** Numbers to operate by, for Prometheus. Only loaded where they are asked for; listens to what the features tell. */
@Module({
  imports: [MessagesModule, RealtimeModule],
  providers: [
    BacklogMetrics,
    BacklogRepository,
    BacklogService,
    MetricsRegistry,
    MetricsServer,
    StateMetrics,
    WorkMetrics,
  ],
})
export class MetricsModule {}
