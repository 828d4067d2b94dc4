import { Global, Module } from '@nestjs/common'
import { RateLimiter } from './rate-limiter.js'
import { MemoryBuckets } from './token-buckets.js'
import { RestLimits } from './rest-limits.js'
import { AccountConcurrency } from './account-concurrency.js'

@Global()
@Module({
  providers: [MemoryBuckets, RateLimiter, RestLimits, AccountConcurrency],
  exports: [RateLimiter, RestLimits, AccountConcurrency],
})
export class RateLimitsModule {}
