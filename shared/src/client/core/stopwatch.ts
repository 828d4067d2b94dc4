/**
 * Returns a function that gives the milliseconds since this call. The time that a laptop sleeps counts, which
 * `performance.now()` may leave out; so does a change of the system's clock, in either direction.
 */
export function startStopwatch(): () => number {
  const ran = performance.now()
  const began = Date.now()
  return () => Math.max(performance.now() - ran, Math.abs(Date.now() - began))
}
