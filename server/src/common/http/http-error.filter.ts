import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common'
import { ERROR_STATUS, type RateLimitDetails } from '@support-chat/shared'
import type { Response } from 'express'
import { stackOf, toAppError } from '../errors/to-app-error.js'

/** Answers every failed request with an ApiError. */
@Catch()
export class HttpErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger(HttpErrorFilter.name)

  catch(exception: unknown, host: ArgumentsHost): void {
    const error = toAppError(exception)
    const http = host.switchToHttp()
    if (error.code === 'internal') {
      const { id } = http.getRequest<{ id?: unknown }>()
      this.logger.error({ message: 'Failed to answer a request', req: { id } }, stackOf(exception))
    }
    const response = http.getResponse<Response>()
    if (response.headersSent) {
      response.destroy()
      return
    }
    if (error.code === 'unauthenticated') response.setHeader('WWW-Authenticate', 'Bearer')
    if (error.code === 'rate_limited') response.setHeader('Retry-After', retryAfterSeconds(error.details))
    response.status(ERROR_STATUS[error.code]).json(error.toApiError())
  }
}

function retryAfterSeconds(details: unknown): number {
  const { retry_after_ms: milliseconds = 1000 } = (details ?? {}) as Partial<RateLimitDetails>
  return Math.ceil(milliseconds / 1000)
}
