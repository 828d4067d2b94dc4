/** First and longest wait between two attempts, in milliseconds. */
const FIRST = 1_000
const LONGEST = 15_000
/** How many retry URLs of a chunk `integrity.json` lists. */
const LISTED_RETRIES = 4

const isPinned = /support-chat-/.test(import.meta.url)

/** Resolves to the module. `onFailure` is called with the cause of each attempt that fails. */
export type Lazy<T> = (onFailure?: (cause: unknown) => void) => Promise<T>

/**
 * Code that is fetched when it is first needed, and retried until it is there: with backoff, or as soon as the browser is
 * online or the page visible again. Browsers cache a failed import, so a retry needs another URL: the build appends
 * `again` to that of the chunk.
 */
export function lazy<T>(load: (again: string) => Promise<T>): Lazy<T> {
  /** Dropped once it is there. */
  let listeners: Set<(cause: unknown) => void> | undefined = new Set()
  let loading: Promise<T> | undefined
  let failures = 0
  let failure: unknown
  const attempt = async (): Promise<T> => {
    for (;;) {
      try {
        const module = await load(failures ? `?${isPinned ? Math.min(failures, LISTED_RETRIES) : failures}` : '')
        failure = listeners = undefined
        return module
      } catch (cause) {
        failure = cause
        listeners?.forEach((listener) => listener(cause))
        await pause(Math.min(LONGEST, FIRST * 2 ** failures++) * (1 - Math.random() / 2))
      }
    }
  }
  return (onFailure) => {
    if (onFailure) listeners?.add(onFailure)
    if (failure) onFailure?.(failure)
    return (loading ??= attempt())
  }
}

/** Waits, but no longer than until the browser is online or the page visible again. */
function pause(wait: number): Promise<unknown> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(wait)
    signal.onabort = resolve
    addEventListener('online', resolve, { signal })
    document.addEventListener('visibilitychange', resolve, { signal })
  })
}
