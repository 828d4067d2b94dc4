import { ERROR_STATUS, type ApiError } from './error-code.js'

/** A request the server refused, or one that could not reach it (`code` is `unavailable` then). */
export class RequestError extends Error {
  override name = 'RequestError'
  constructor(readonly error: ApiError) {
    super(error.message)
  }
}

export const unavailable = (message = 'The server cannot be reached.'): RequestError =>
  new RequestError({ code: 'unavailable', message })

export const unauthenticated = (): RequestError =>
  new RequestError({ code: 'unauthenticated', message: 'The sign-in is missing, over or not valid.' })

/** Whatever was thrown, as the error a person can be told about. */
export const toApiError = (thrown: unknown): ApiError =>
  thrown instanceof RequestError ? thrown.error : unavailable().error

/** Whether an answer is one of ours; a proxy's error page is not, and says nothing about the request. */
export const isApiError = (body: unknown): body is ApiError =>
  typeof body === 'object' && body !== null && 'code' in body && String(body.code) in ERROR_STATUS

/** The wait that a `rate_limited` asks for, in milliseconds; 0 when it names none. */
export function retryAfter(error: ApiError): number {
  const details = error.details as { retry_after_ms?: unknown } | null | undefined
  return error.code === 'rate_limited' ? Number(details?.retry_after_ms) || 0 : 0
}
