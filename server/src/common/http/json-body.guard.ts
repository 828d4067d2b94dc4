import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common'
import type { Request } from 'express'
import { AppError } from '../errors/app-error.js'

/** Refuses bodies that are not JSON: Express would ignore them, as if there were none. */
@Injectable()
export class JsonBodyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>()
    // `is` answers null where there is no body, and false for an empty one without a type.
    if (request.headers['content-length'] !== '0' && request.is('json') === false) {
      throw new AppError('invalid_request', 'Send the body as JSON, with Content-Type: application/json')
    }
    return true
  }
}
