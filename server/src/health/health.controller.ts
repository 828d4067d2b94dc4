import { Get, Header, Headers } from '@nestjs/common'
import { ApiOkResponse } from '@nestjs/swagger'
import { OriginPolicy } from '../config/origin-policy.js'
import { ApiController, ApiErrors } from '../common/http/api-controller.js'
import { AppError } from '../common/errors/app-error.js'
import { Readiness, type ReadinessReport } from './readiness.js'

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
  @ApiOkResponse({ description: 'The process runs; `origin_allowed` where the request names an `Origin`' })
  live(@Headers('origin') origin?: string): { status: 'ok'; origin_allowed?: boolean } {
    return origin === undefined ? { status: 'ok' } : { status: 'ok', origin_allowed: this.origins.allows(origin) }
  }

  /** The process can serve: send requests elsewhere if this fails. */
  @Get('ready')
  @Header('Cache-Control', 'no-store')
  @ApiOkResponse({ description: 'It can serve' })
  @ApiErrors('unavailable')
  async ready(): Promise<{ status: 'ok' } & Pick<ReadinessReport, 'database' | 'redis'>> {
    const { ready, database, redis, stopping } = await this.readiness.report()
    if (ready) return { status: 'ok', database, redis }
    const reason = stopping ? 'It is shutting down' : 'The database is down'
    throw new AppError('unavailable', reason, { database, redis, stopping })
  }
}
