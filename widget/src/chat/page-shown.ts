/** Calls back, until `signal` aborts, when the user comes back to the page. */
export function onPageShown(callback: () => void, signal: AbortSignal): void {
  for (const event of ['focus', 'pageshow']) addEventListener(event, callback, { signal })
  const ifVisible = () => document.visibilityState === 'visible' && callback()
  document.addEventListener('visibilitychange', ifVisible, { signal })
}
