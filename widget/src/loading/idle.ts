/** Runs `work` when the page has nothing better to do, three seconds from now at the latest. */
export function whenIdle(work: () => void): void {
  try {
    requestIdleCallback(work, { timeout: 3000 })
  } catch {
    // Safari has none, and a page may have put something of its own in its place.
    setTimeout(work, 300)
  }
}
