/** First and longest wait between two attempts, in milliseconds. */
const FIRST = 1_000
const LONGEST = 15_000
/** Beside its own, `integrity.json` vouches for so many addresses of a chunk. */
const VOUCHED = 4

const isPinned = /support-chat-/.test(import.meta.url)

/** What a module is, once it is there. `onFailure` hears why it is not there yet, and is called again if that goes on. */
export type Lazy<T> = (onFailure?: (cause: unknown) => void) => Promise<T>

/**
 * Code that is fetched when it is first needed, and again until it is there: after a while, or as soon as the browser is
 * online or looked at again. Browsers remember that a module did not come, so it is asked for under another address then:
 * the build puts `again` behind that of the chunk.
 */
export function lazy<T>(load: (again: string) => Promise<T>): Lazy<T> {
  /** Nobody is kept once it is there. */
  let listeners: Set<(cause: unknown) => void> | undefined = new Set()
  let loading: Promise<T> | undefined
  let failures = 0
  let failure: unknown
  const attempt = async (): Promise<T> => {
    for (;;) {
      try {
        const module = await load(failures ? `?${isPinned ? Math.min(failures, VOUCHED) : failures}` : '')
        failure = listeners = undefined
        return module
      } catch (cause) {
        failure = cause
        listeners?.forEach((heard) => heard(cause))
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

/** Until the time is over, or there is reason to think that it goes now. */
function pause(wait: number): Promise<unknown> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(wait)
    signal.onabort = resolve
    addEventListener('online', resolve, { signal })
    document.addEventListener('visibilitychange', resolve, { signal })
  })
}
