import { refusal, RequestError, unauthenticated } from './request-error.js'

/**
 * One REST call, given up after `timeout` milliseconds, or when `stopping` aborts.
 *
 * @throws RequestError the server's own error, or `unavailable` for everything that is not its answer
 */
export async function callRest<T>(
  url: string,
  method: string,
  token: string,
  body: unknown,
  timeout: number,
  stopping?: AbortSignal,
): Promise<T> {
  const abort = new AbortController()
  const giveUp = () => abort.abort()
  const timer = setTimeout(giveUp, timeout)
  stopping?.addEventListener('abort', giveUp)
  try {
    const response = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      body: body ? JSON.stringify(body) : null,
      cache: 'no-store',
      credentials: 'omit',
      signal: abort.signal,
    })
    if (response.ok) return (await response.json()) as T
    const answer: unknown = await response.json().catch(() => null)
    throw response.status === 401 ? unauthenticated() : refusal(answer)
  } catch (error) {
    throw error instanceof RequestError ? error : refusal()
  } finally {
    clearTimeout(timer)
    stopping?.removeEventListener('abort', giveUp)
  }
}
