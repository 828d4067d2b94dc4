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

/** What to say of Express's errors, by words in their messages: Nest passes on nothing else of them. */
const REQUEST_ERRORS: [RegExp, string][] = [
  [/too large/, 'The body is too large'],
  [/JSON/, 'The body is not valid JSON'],
  [/charset/, 'Send the body in UTF-8'],
  [/content encoding/, 'Send the body as it is, or with a Content-Encoding of gzip, deflate or br'],
  [/decode param/, 'The address is not encoded as addresses are'],
]

/** Translates whatever was thrown. What is unknown becomes `internal`, with a message that tells nothing of the inside. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (isDatabaseUnavailable(error)) return toError('unavailable')
  const status = statusOf(error)
  if (status === null || status >= 500) return toError(status === 503 ? 'unavailable' : 'internal')
  return toError(CODE_BY_STATUS.get(status) ?? 'invalid_request', requestErrorMessage(error))
}

/** For the log: the message and the stack, without the other fields, in which database errors carry what people wrote. */
export function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : 'Something other than an Error was thrown'
}

const CODE_BY_STATUS = new Map<number, ErrorCode>(
  (['unauthenticated', 'forbidden', 'not_found', 'conflict', 'rate_limited'] as const).map((code) => [
    ERROR_STATUS[code],
    code,
  ]),
)

function toError(code: ErrorCode, message = MESSAGES[code]): AppError {
  return new AppError(code, message ?? 'Something went wrong on our side')
}

function requestErrorMessage(error: unknown): string | undefined {
  const { message } = error as Error
  return REQUEST_ERRORS.find(([words]) => words.test(message))?.[1]
}

/** Of Nest's exceptions, and of the errors of Express's body parser, which carry a status and whether to expose it. */
function statusOf(error: unknown): number | null {
  if (error instanceof HttpException) return error.getStatus()
  const { status, expose } = (error ?? {}) as { status?: unknown; expose?: unknown }
  return typeof status === 'number' && typeof expose === 'boolean' ? status : null
}
