import { Get, Header, Headers } from '@nestjs/common'
import { ApiHeader, ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import { liveHealth, readyHealth, type LiveHealth, type ReadyHealth } from '@support-chat/shared/contract'
import { OriginPolicy } from '../config/origin-policy.js'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { AppError } from '../common/errors/app-error.js'
import { Readiness } from './readiness.js'

@ApiController('health', 'Health')
export class HealthController {
  constructor(
    private readonly readiness: Readiness,
    private readonly origins: OriginPolicy,
  ) {}

  /**
   * The process runs and answers: restart it if this fails. Pages of any origin may read it, and learn whether
   * ALLOWED_ORIGINS has their origin.
   */
  @Get('live')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'The process runs' })
  @ApiHeader({ name: 'origin', required: false })
  @ApiOkResponse({ standardSchema: liveHealth })
  live(@Headers('origin') origin?: string): LiveHealth {
    return origin === undefined ? { status: 'ok' } : { status: 'ok', origin_allowed: this.origins.allows(origin) }
  }

  /** The process can serve: send requests elsewhere if this fails. */
  @Get('ready')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'The process can serve; `unavailable` says in its `details` what is down' })
  @ApiOkResponse({ standardSchema: readyHealth })
  @ApiErrors('unavailable')
  async ready(): Promise<ReadyHealth> {
    const { ready, database, redis, stopping } = await this.readiness.report()
    if (ready) return { status: 'ok', database, redis }
    const reason = stopping ? 'It is shutting down' : 'The database is down'
    throw new AppError('unavailable', reason, { database, redis, stopping })
  }
}
