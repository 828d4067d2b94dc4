/** Every code that an `ApiError` can carry, with the HTTP status it travels under. */
export const ERROR_STATUS = {
  unauthenticated: 401,
  code_required: 401,
  code_invalid: 401,
  forbidden: 403,
  totp_setup_required: 403,
  not_found: 404,
  content_blank: 422,
  content_too_long: 422,
  invalid_request: 400,
  conflict: 409,
  attachment_too_large: 413,
  attachment_refused: 422,
  rate_limited: 429,
  unavailable: 503,
  internal: 500,
} as const

/** What programs switch on. */
export type ErrorCode = keyof typeof ERROR_STATUS
