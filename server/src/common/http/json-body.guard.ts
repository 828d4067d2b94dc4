import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common'
import type { Request } from 'express'
import { AppError } from '../errors/app-error.js'

/** Refuses a body of another kind than JSON, which would be taken for none. */
@Injectable()
export class JsonBodyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>()
    // Null without a body; an empty one is of no kind.
    if (request.headers['content-length'] !== '0' && request.is('json') === false) {
      throw new AppError('invalid_request', 'Send the body as JSON, with Content-Type: application/json')
    }
    return true
  }
}
