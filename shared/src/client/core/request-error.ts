import type { ApiError } from '../../contract/errors.js'
import { backoff, type Timings } from './timings.js'

/** A request the server refused, or one that could not reach it (`code` is `unavailable` then). */
export class RequestError extends Error {
  override name = 'RequestError'
  constructor(readonly error: ApiError) {
    super(error.message)
  }
}

/** The error of a server's answer. What is not one of ours, a proxy's page say, tells nothing about the request. */
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

/** Whatever was thrown, as the error a person can be told about. */
export const toApiError = (thrown: unknown): ApiError => (thrown instanceof RequestError ? thrown : unavailable()).error

/** However long a server wants to be left alone. */
const LONGEST_WAIT_MS = 3_600_000

/** Milliseconds until the same request should be made again; null where it will never succeed. `failures` counts from 0. */
export function retryDelay(error: ApiError, timings: Timings, failures: number): number | null {
  // A refused sign-in says nothing about the request, but asking for tokens in quick succession helps nobody.
  if (error.code === 'unauthenticated') return (timings.backoffMax * (1 + Math.random())) / 2
  // These can succeed later without being changed.
  if (!['rate_limited', 'unavailable', 'internal'].includes(error.code)) return null
  const { retry_after_ms = 0 } = (error.details ?? {}) as { retry_after_ms?: number }
  // A wait of nothing at all, or one that no timer can count, would be asked out again and again.
  return retry_after_ms > 0 ? Math.min(retry_after_ms, LONGEST_WAIT_MS) : backoff(timings, failures)
}
