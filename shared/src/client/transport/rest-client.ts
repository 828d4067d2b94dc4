import { toRequestError, unavailable, RequestError, unauthenticated } from '../core/request-error.js'
import { withTimeout } from '../core/with-timeout.js'

interface Call {
  method: string
  token: string
  body?: unknown
  /** Milliseconds until it is given up. */
  timeout: number
  /** Gives it up when it aborts. */
  stopping?: AbortSignal | undefined
  credentials: RequestCredentials
}

/**
 * One REST call.
 *
 * @throws RequestError the server's own error, or `unavailable` for everything that is not its answer
 */
export async function callRest<T>(url: string, call: Call): Promise<T> {
  const { timeout, stopping } = call
  const abort = new AbortController()
  const giveUp = () => abort.abort()
  stopping?.addEventListener('abort', giveUp)
  try {
    if (stopping?.aborted) throw unavailable()
    // A page's own `fetch` may take no notice of the signal.
    return await withTimeout(timeout, ask<T>(url, call, abort.signal))
  } catch (error) {
    throw error instanceof RequestError ? error : unavailable()
  } finally {
    giveUp()
    stopping?.removeEventListener('abort', giveUp)
  }
}

async function ask<T>(url: string, { method, token, body, credentials }: Call, signal: AbortSignal): Promise<T> {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    body: body ? JSON.stringify(body) : null,
    cache: 'no-store',
    credentials,
    signal,
  })
  if (response.ok) return (await response.json()) as T
  const answer: unknown = await response.json().catch(() => null)
  throw response.status === 401 ? unauthenticated() : toRequestError(answer)
}
