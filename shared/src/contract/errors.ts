/** Every code an {@link ApiError} can carry, with the HTTP status it travels under. */
export const ERROR_STATUS = {
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  content_blank: 422,
  content_too_long: 422,
  invalid_request: 400,
  conflict: 409,
  rate_limited: 429,
  unavailable: 503,
  internal: 500,
} as const

export type ErrorCode = keyof typeof ERROR_STATUS

/** The body of every 4xx and 5xx answer, and the `error` of a socket acknowledgement. Switch on `code`, show `message`. */
export interface ApiError {
  code: ErrorCode
  message: string
  details?: unknown
}

/** `details` of `rate_limited`. */
export interface RateLimitDetails {
  /** Milliseconds until the next attempt can succeed. */
  retry_after_ms: number
}
