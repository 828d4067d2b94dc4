import { HttpException } from '@nestjs/common'
import { type ApiError, ERROR_STATUS, type ErrorCode } from '@support-chat/shared'

/**
 * An error that the client is told. HTTP and sockets each translate it in one place; clients switch on `code`.
 *
 * It is one of Nest's HTTP exceptions: what services throw in a controller of the application's own is answered with
 * its status, 404 for `not_found`, and an `ApiError` as the body.
 */
export class AppError extends HttpException {
  override name = 'AppError'

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details?: unknown,
  ) {
    super({ code, message, ...(details === undefined ? {} : { details }) } satisfies ApiError, ERROR_STATUS[code])
  }

  toApiError(): ApiError {
    return this.getResponse() as ApiError
  }
}
