import { Global, Module } from '@nestjs/common'
import { RateLimiter } from './rate-limiter.js'
import { RestLimits } from './rest-limits.js'
import { Turns } from './turns.js'

@Global()
@Module({ providers: [RateLimiter, RestLimits, Turns], exports: [RateLimiter, RestLimits, Turns] })
export class RateLimitsModule {}
