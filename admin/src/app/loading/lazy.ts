import { signal } from '@angular/core'
import { fetchCode, NoLongerThere } from './fetch-code.js'

/**
 * - `retrying`: a chunk failed to load and is being requested again
 * - `updated`: the server has a newer version, without this chunk
 * - `unreachable`: all attempts failed
 * - `broken`: it was loaded but could not be run; browsers do not try that twice
 */
export type CodeTrouble = 'retrying' | 'updated' | 'unreachable' | 'broken'

/** Delays before each retry, in milliseconds. */
export const RETRY_CODE_MS: readonly number[] = [500, 1500, 4000]

/** Why a chunk could not be loaded; null while nothing is wrong. */
export const codeTrouble = signal<CodeTrouble | null>(null)

/**
 * Loads a chunk, by an `import()` in `load` itself. Failed requests are retried; a chunk that the server no longer has since
 * it was updated needs a reload of the page: {@link codeTrouble} says so.
 * @throws whatever went wrong last
 */
export async function lazily<T>(load: () => Promise<T>): Promise<T> {
  let trouble: CodeTrouble = 'unreachable'
  try {
    await fetchPatiently(load)
    trouble = 'broken'
    const loaded = await load()
    // An update concerns every part, also while others are still there.
    codeTrouble.update((now) => (now === 'updated' ? now : null))
    return loaded
  } catch (error) {
    codeTrouble.set(error instanceof NoLongerThere ? 'updated' : trouble)
    throw error
  }
}

/** A browser never retries a failed module import in the same page: import it only once its files are in the cache. */
async function fetchPatiently(load: () => unknown): Promise<void> {
  for (const wait of RETRY_CODE_MS) {
    try {
      return await fetchCode(load)
    } catch (error) {
      if (error instanceof NoLongerThere) throw error
      codeTrouble.set('retrying')
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }
  await fetchCode(load)
}
