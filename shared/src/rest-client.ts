import { refusal, RequestError, unauthenticated } from './request-error.js'

/** One REST call. @throws RequestError: the server's own error, or `unavailable` for everything that is not its answer. */
export async function callRest<T>(
  url: string,
  method: string,
  token: string,
  body: unknown,
  timeout: number,
): Promise<T> {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), timeout)
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
  }
}
