/** Calls back, until `signal` aborts, when a browser gives reason to think that the network is there again. */
export function onWake(wake: () => void, signal: AbortSignal): void {
  if (typeof document === 'undefined') return
  const seen = () => document.visibilityState === 'visible' && wake()
  window.addEventListener('online', wake, { signal })
  window.addEventListener('pageshow', seen, { signal })
  document.addEventListener('visibilitychange', seen, { signal })
}
