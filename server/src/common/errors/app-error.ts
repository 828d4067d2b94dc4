import type { ApiError, ErrorCode } from '@support-chat/shared'

/** An error that the client is told. HTTP and sockets each translate it in one place; clients switch on `code`. */
export class AppError extends Error {
  override name = 'AppError'

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details?: unknown,
  ) {
    super(message)
  }

  toApiError(): ApiError {
    return { code: this.code, message: this.message, ...(this.details === undefined ? {} : { details: this.details }) }
  }
}
