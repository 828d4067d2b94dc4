import { signal } from '@angular/core'
import { fetchCode, NoLongerThere } from './fetch-code.js'

/**
 * - `retrying`: some code did not come and is being asked for again
 * - `updated`: the server has another version by now, which has no such file
 * - `unreachable`: it did not come, however often it was asked for
 * - `broken`: it came and could not be run, which a browser does not try twice
 */
export type CodeTrouble = 'retrying' | 'updated' | 'unreachable' | 'broken'

/** Waits before code that did not come is asked for again, in milliseconds. */
export const RETRY_CODE_MS: readonly number[] = [500, 1500, 4000]

/** What is the matter with code that is loaded when it is called for; null while nothing is. */
export const codeTrouble = signal<CodeTrouble | null>(null)

/**
 * Loads code that is called for only now, with an import in `load` itself. What fails for a moment is tried again; what
 * the server no longer has since it was updated needs a new page: {@link codeTrouble} says so.
 * @throws whatever went wrong last
 */
export async function lazily<T>(load: () => Promise<T>): Promise<T> {
  let trouble: CodeTrouble = 'unreachable'
  try {
    await fetchPatiently(load)
    trouble = 'broken'
    const loaded = await load()
    codeTrouble.set(null)
    return loaded
  } catch (error) {
    codeTrouble.set(error instanceof NoLongerThere ? 'updated' : trouble)
    throw error
  }
}

/** A browser remembers a module that failed for as long as the page lives: it is asked for only when its files are here. */
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
