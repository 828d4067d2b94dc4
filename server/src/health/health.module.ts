import { Module } from '@nestjs/common'
import { MessagesModule } from '../messages/messages.module.js'
import { RedisModule } from '../redis/redis.module.js'
import { HealthController } from './health.controller.js'
import { Readiness } from './readiness.js'

@Module({ imports: [MessagesModule, RedisModule], controllers: [HealthController], providers: [Readiness] })
export class HealthModule {}
