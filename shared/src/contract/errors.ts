import { z } from 'zod'
import { ERROR_STATUS, type ErrorCode } from './error-codes.js'

const codes = Object.keys(ERROR_STATUS) as [ErrorCode, ...ErrorCode[]]

export const apiError = z
  .object({
    code: z.enum(codes),
    message: z.string().describe('For people. Programs switch on `code`.'),
    details: z.unknown().optional(),
  })
  .meta({ id: 'ApiError' })
/** The body of every 4xx and 5xx answer, and the `error` of a socket acknowledgement. Switch on `code`, show `message`. */
export type ApiError = z.infer<typeof apiError>

export const rateLimitDetails = z.object({
  /** Milliseconds until the next attempt can succeed. */
  retry_after_ms: z.number(),
})
/** `details` of `rate_limited`. */
export type RateLimitDetails = z.infer<typeof rateLimitDetails>
