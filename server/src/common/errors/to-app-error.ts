import { HttpException } from '@nestjs/common'
import { ERROR_STATUS, type ErrorCode } from '@support-chat/shared'
import { AppError } from './app-error.js'
import { isDatabaseUnavailable } from './database-errors.js'

const MESSAGES: Partial<Record<ErrorCode, string>> = {
  unauthenticated: 'Sign in first',
  forbidden: 'Not allowed',
  not_found: 'There is nothing here: check method and path',
  invalid_request: 'The request could not be understood',
  rate_limited: 'Too many requests',
  unavailable: 'The service is not available just now. Try again in a moment',
}

/** Why Express lets a request get no further, by words of its errors: of all it tells, Nest leaves only those. */
const REFUSALS: [RegExp, string][] = [
  [/too large/, 'The body is too large'],
  [/JSON/, 'The body is not valid JSON'],
  [/charset/, 'Send the body in UTF-8'],
  [/content encoding/, 'Send the body as it is, or with a Content-Encoding of gzip, deflate or br'],
  [/decode param/, 'The address is not encoded as addresses are'],
]

/** Says any failure in the product's own words. What it cannot place is `internal`, and tells nothing about the inside. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (isDatabaseUnavailable(error)) return sayCode('unavailable')
  const status = statusOf(error)
  if (status === null || status >= 500) return sayCode(status === 503 ? 'unavailable' : 'internal')
  return sayCode(CODE_BY_STATUS.get(status) ?? 'invalid_request', refusal(error))
}

/** For the log: where it happened and what the driver said, without the values that it carries beside. */
export function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : 'Something that is no Error was thrown'
}

const CODE_BY_STATUS = new Map<number, ErrorCode>(
  (['unauthenticated', 'forbidden', 'not_found', 'conflict', 'rate_limited'] as const).map((code) => [
    ERROR_STATUS[code],
    code,
  ]),
)

function sayCode(code: ErrorCode, message = MESSAGES[code]): AppError {
  return new AppError(code, message ?? 'Something went wrong on our side')
}

function refusal(error: unknown): string | undefined {
  const { message } = error as Error
  return REFUSALS.find(([words]) => words.test(message))?.[1]
}

/** Nest's own exceptions, and those of Express's body parser, which only carry a number. */
function statusOf(error: unknown): number | null {
  if (error instanceof HttpException) return error.getStatus()
  const { status, expose } = (error ?? {}) as { status?: unknown; expose?: unknown }
  return typeof status === 'number' && typeof expose === 'boolean' ? status : null
}
