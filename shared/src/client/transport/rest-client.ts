import { abortable } from '../core/abortable.js'
import { toRequestError, unavailable, RequestError, unauthenticated } from '../core/request-error.js'

interface RestCall {
  method: string
  /** Empty where cookies alone say who asks. */
  token: string
  body?: unknown
  /** Milliseconds until it fails as `unavailable`. */
  timeout: number
  /** Fails the call as `unavailable` when it aborts. */
  stopping?: AbortSignal | undefined
  credentials: RequestCredentials
}

/**
 * One REST call.
 *
 * @throws RequestError the server's own error, or `unavailable` for everything that is not its answer
 */
export async function callRest<T>(url: string, call: RestCall): Promise<T> {
  try {
    return await abortable(call.timeout, call.stopping, (signal) => fetchJson<T>(url, call, signal))
  } catch (error) {
    throw error instanceof RequestError ? error : unavailable()
  }
}

async function fetchJson<T>(
  url: string,
  { method, token, body, credentials }: RestCall,
  signal: AbortSignal,
): Promise<T> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    body: body ? JSON.stringify(body) : null,
    cache: 'no-store',
    // What somebody has done is not lost with the page. With a body it might be: browsers keep 64 KiB alive in all.
    keepalive: method !== 'GET' && !body,
    credentials,
    signal,
  })
  if (response.ok) return (await response.json()) as T
  const answer: unknown = await response.json().catch(() => null)
  throw response.status === 401 ? unauthenticated() : toRequestError(answer)
}
