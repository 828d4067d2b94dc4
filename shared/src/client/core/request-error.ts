import type { ApiError } from '../../contract/errors.js'
import { backoff, type Timings } from './timings.js'

/** A request the server refused, or one that could not reach it (`code` is `unavailable` then). */
export class RequestError extends Error {
  override name = 'RequestError'
  constructor(readonly error: ApiError) {
    super(error.message)
  }
}

/** The error in a server's answer; `unavailable` where that is none of ours, such as a proxy's error page. */
export const toRequestError = (answer?: unknown): RequestError => {
  const error = answer as ApiError | null | undefined
  return new RequestError(
    typeof error?.code === 'string' ? error : { code: 'unavailable', message: 'The server cannot be reached.' },
  )
}

/** No answer came. */
export const unavailable = (): RequestError => toRequestError()

export const unauthenticated = (): RequestError =>
  toRequestError({ code: 'unauthenticated', message: 'The sign-in is not valid.' })

/** The error to show for whatever was thrown; `unavailable` where it is no RequestError. */
export const toApiError = (thrown: unknown): ApiError => (thrown instanceof RequestError ? thrown : unavailable()).error

/** No wait that a server asks for is taken to be longer. */
const LONGEST_WAIT_MS = 3_600_000

/** Milliseconds until the same request should be made again; null where it will never succeed. `failures` counts from 0. */
export function retryDelay(error: ApiError, timings: Timings, failures: number): number | null {
  // The token was refused, not the request: it may succeed with the next token, which the page is not asked for too often.
  if (error.code === 'unauthenticated') return (timings.backoffMax * (1 + Math.random())) / 2
  // These can succeed later without being changed.
  if (!['rate_limited', 'unavailable', 'internal'].includes(error.code)) return null
  const { retry_after_ms = 0 } = (error.details ?? {}) as { retry_after_ms?: number }
  // With a wait of 0, or one that overflows a timer, the request would be repeated without a pause.
  return retry_after_ms > 0 ? Math.min(retry_after_ms, LONGEST_WAIT_MS) : backoff(timings, failures)
}
