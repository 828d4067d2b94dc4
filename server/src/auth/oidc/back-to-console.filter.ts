import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable, Logger } from '@nestjs/common'
import type { SsoProblem } from '@support-chat/shared'
import type { Response } from 'express'
import { AppError } from '../../common/errors/app-error.js'
import { stackOf, toAppError } from '../../common/errors/to-app-error.js'
import { serverUrlOf } from '../../config/base-path.js'
import { Config } from '../../config/config.js'
import { OidcProblem } from './oidc-problem.js'

/** Brings people whose sign-in has failed back to the console, which says why: these answers are pages to them. */
@Catch()
@Injectable()
export class BackToConsoleFilter implements ExceptionFilter {
  private readonly logger = new Logger('SingleSignOn')

  constructor(private readonly config: Config) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>()
    response.redirect(302, signInPage(this.config, this.problemOf(exception)))
  }

  private problemOf(exception: unknown): SsoProblem {
    if (exception instanceof OidcProblem) return exception.code
    if (exception instanceof AppError && exception.code === 'rate_limited') return 'rate_limited'
    if (toAppError(exception).code === 'internal') this.logger.error('Failed to sign somebody in', stackOf(exception))
    return 'unavailable'
  }
}

/** @param to the page of the console to go to then */
export function signInPage(config: Config, sso: string, to: string | null = null): string {
  const query = new URLSearchParams({ sso, ...(to === null ? {} : { to }) })
  return `${serverUrlOf(config)}/admin/sign-in?${query.toString()}`
}
