/** What `work` gives; undefined where it throws. For what a browser has and may refuse, each time or for good. */
export function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
