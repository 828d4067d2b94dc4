import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import type { ErrorRequestHandler, Request } from 'express'
import { AppError } from '../errors/app-error.js'
import { MAX_UPLOAD } from './upload.js'

const errors = new WeakMap<Request, Error>()

/** Keeps what the body parser found for {@link JsonBodyGuard}: who may not send a request learns that first. */
export const keepBodyError: ErrorRequestHandler = (error, request, _response, next) => {
  const isOfBody = error instanceof Error && 'type' in error
  if (isOfBody) errors.set(request, error)
  next(isOfBody ? undefined : error)
}

/**
 * Refuses bodies that could not be read, and those that are not JSON: Express would ignore them, as if there were none. What
 * is uploaded is read later.
 */
@Injectable()
export class JsonBodyGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    if (this.reflector.get(MAX_UPLOAD, context.getHandler()) !== undefined) return true
    const request = context.switchToHttp().getRequest<Request>()
    const error = errors.get(request)
    if (error) throw error
    // `is` answers null where there is no body, and false for an empty one without a type.
    if (request.headers['content-length'] !== '0' && request.is('json') === false) {
      throw new AppError('invalid_request', 'Send the body as JSON, with Content-Type: application/json')
    }
    return true
  }
}
