import type { ApiError } from '../../contract/errors.js'
import { toApiError } from './request-error.js'
import { withTimeout } from './with-timeout.js'

const REFUSED: ApiError = {
  code: 'forbidden',
  message: 'The server does not let this page use the chat: ALLOWED_ORIGINS.',
}

/**
 * Why the server was not reached. One that does not let this page in looks to a browser as if it were not there: this
 * question alone it answers to every page.
 */
export async function explainError(thrown: unknown, serverUrl: string, patience: number): Promise<ApiError> {
  const error = toApiError(thrown)
  if (error.code !== 'unavailable') return error
  const asking = fetch(`${serverUrl}/api/health/live`, { cache: 'no-store', credentials: 'omit' })
  const answer = await withTimeout(
    patience,
    asking.then((response) => response.json()),
  ).catch(() => null)
  return (answer as { origin_allowed?: boolean } | null)?.origin_allowed === false ? REFUSED : error
}
