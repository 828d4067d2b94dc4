import type { ApiError, ErrorCode } from '@support-chat/shared'

/** The one error the product throws on purpose. HTTP and sockets each translate it once; clients switch on `code`. */
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
