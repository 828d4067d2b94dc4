/** Calls `wake`, until `signal` aborts, when the network may be back: it came online, or the page is shown again. */
export function onWake(wake: () => void, signal: AbortSignal): void {
  if (typeof document === 'undefined') return
  const ifVisible = () => document.visibilityState === 'visible' && wake()
  window.addEventListener('online', wake, { signal })
  window.addEventListener('pageshow', ifVisible, { signal })
  document.addEventListener('visibilitychange', ifVisible, { signal })
}
