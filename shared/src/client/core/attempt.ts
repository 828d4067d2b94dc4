/** Returns what `work` returns, and undefined where it throws: for what a browser may lack or refuse. */
export function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
