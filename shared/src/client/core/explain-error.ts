import type { ApiError } from '../../contract/errors.js'
import { toApiError } from './request-error.js'
import { withTimeout } from './with-timeout.js'

const REFUSED: ApiError = {
  code: 'forbidden',
  message: 'The server does not let this page use the chat: ALLOWED_ORIGINS.',
}

/**
 * Finds out why a request failed. To a browser a server that refuses the page's origin looks as if it were not there; its
 * health check alone answers every page, and says whether that is the reason.
 * @param timeout milliseconds for that answer
 */
export async function explainError(thrown: unknown, serverUrl: string, timeout: number): Promise<ApiError> {
  const error = toApiError(thrown)
  if (error.code !== 'unavailable') return error
  const asking = fetch(`${serverUrl}/api/health/live`, { cache: 'no-store', credentials: 'omit' })
  const answer = await withTimeout(
    timeout,
    asking.then((response) => response.json() as Promise<unknown>),
  ).catch(() => null)
  return (answer as { origin_allowed?: boolean } | null)?.origin_allowed === false ? REFUSED : error
}
