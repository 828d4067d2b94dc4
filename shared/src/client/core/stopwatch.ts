/**
 * Starts one. It tells milliseconds, and counts what a laptop has slept, which only the clock on the wall may know of. A
 * clock that somebody sets counts as time that has passed, in either direction.
 */
export function startStopwatch(): () => number {
  const ran = performance.now()
  const began = Date.now()
  return () => Math.max(performance.now() - ran, Math.abs(Date.now() - began))
}
