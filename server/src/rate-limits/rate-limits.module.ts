import { Global, Module } from '@nestjs/common'
import { extensionPoint } from '../common/extension-point.js'
import { RateLimitPolicy, UsualRateLimits } from './rate-limit.policy.js'
import { RateLimiter } from './rate-limiter.js'
import { MemoryBuckets } from './token-buckets.js'
import { RestLimits } from './rest-limits.js'
import { AccountConcurrency } from './account-concurrency.js'

@Global()
@Module({
  providers: [
    MemoryBuckets,
    RateLimiter,
    RestLimits,
    AccountConcurrency,
    ...extensionPoint(RateLimitPolicy, UsualRateLimits),
  ],
  exports: [RateLimiter, RestLimits, AccountConcurrency],
})
export class RateLimitsModule {}
