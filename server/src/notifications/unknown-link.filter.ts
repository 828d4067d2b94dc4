import { type ArgumentsHost, Catch } from '@nestjs/common'
import type { Response } from 'express'
import { HttpErrorFilter } from '../common/http/http-error.filter.js'
import { toAppError } from '../common/errors/to-app-error.js'
import { PAGE_POLICY, unknownLinkPage } from './unsubscribe.page.js'

/** Answers a link that does not exist with a page for people, rather than with JSON. */
@Catch()
export class UnknownLinkFilter extends HttpErrorFilter {
  override catch(exception: unknown, host: ArgumentsHost): void {
    if (toAppError(exception).code !== 'not_found') {
      super.catch(exception, host)
      return
    }
    const response = host.switchToHttp().getResponse<Response>()
    response.status(404).type('html').set('Content-Security-Policy', PAGE_POLICY).send(unknownLinkPage())
  }
}
