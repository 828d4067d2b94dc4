import type { ApiError } from '@support-chat/shared'
import { toApiError } from '@support-chat/shared/client'
import { errorWords } from '../language/error-words.js'
import { t } from '../language/words.js'

/** What became of the same request for several chats. */
export interface Outcome<T> {
  readonly done: readonly T[]
  readonly failed: readonly T[]
  /** Why the first of them failed. */
  readonly error: ApiError | null
}

/** More would wait in the browser, while their time to be answered in runs. */
const AT_ONCE = 6

/** Makes a request for each of several chats, a few at a time. */
export async function forEach<T>(all: readonly T[], request: (one: T) => Promise<unknown>): Promise<Outcome<T>> {
  const done: T[] = []
  const failed: T[] = []
  let first: ApiError | null = null
  const waiting = all.values()
  const goOn = async () => {
    // Each takes the next from the same iterator.
    for (const one of waiting) {
      try {
        await request(one)
        done.push(one)
      } catch (error) {
        first ??= toApiError(error)
        failed.push(one)
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, goOn))
  return { done, failed, error: first }
}

/** Why something could not be done with a chat. */
export const reasonWords = (error: ApiError): string =>
  error.code === 'not_found' ? t('archive.gone') : errorWords(error)
