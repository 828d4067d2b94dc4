import { unavailable } from './request-error.js'
import { withTimeout } from './with-timeout.js'

/**
 * Runs `work` with a signal that tells it to give up: after `timeout` milliseconds, or when `parent` aborts.
 * @throws RequestError `unavailable` after the timeout, and at once where `parent` has aborted before; else what `work` throws
 */
export async function abortable<T>(
  timeout: number,
  parent: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  const giveUp = () => controller.abort()
  if (parent?.aborted) throw unavailable()
  parent?.addEventListener('abort', giveUp)
  try {
    return await withTimeout(timeout, work(controller.signal))
  } catch (error) {
    giveUp()
    throw error
  } finally {
    parent?.removeEventListener('abort', giveUp)
  }
}
