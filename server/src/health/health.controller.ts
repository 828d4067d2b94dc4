import { Get, Header } from '@nestjs/common'
import { ApiOkResponse } from '@nestjs/swagger'
import { ApiController, ApiErrors } from '../errors/api-controller.js'
import { AppError } from '../errors/app-error.js'
import { Readiness, type ReadinessReport } from './readiness.js'

@ApiController('health', 'Health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** The process runs and answers. Failing this is a reason to restart it. */
  @Get('live')
  @Header('Cache-Control', 'no-store')
  @ApiOkResponse({ description: 'The process runs' })
  live(): { status: 'ok' } {
    return { status: 'ok' }
  }

  /** It can serve. Failing this is a reason to send requests elsewhere. */
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
