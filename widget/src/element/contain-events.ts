/**
 * Stopped at the window, before listeners of the page: those see the element as the target, which is no field, and take
 * the keys for hotkeys and the focus for lost.
 */
const STOPPED_AT_WINDOW = 'focus focusin focusout keydown keyup keypress'
/** Stopped at the shadow root, after the chat's own fields and its log have had them. */
const STOPPED_AT_ROOT = 'copy cut paste input beforeinput drop'

/**
 * Keeps events of the widget's shadow tree within it, until `signal` aborts: no hotkey of the page fires while the user
 * writes, and no modal of the page takes the focus back. The browser's own defaults still happen.
 * @param onKeydown is called with each key, in place of the listeners in the shadow tree that it does not reach
 */
export function containEvents(host: HTMLElement, onKeydown: (event: KeyboardEvent) => void, signal: AbortSignal): void {
  const root = host.shadowRoot as ShadowRoot
  // What the page has put into a slot is the page's.
  const isOurs = (event: Event) => (event.composedPath()[0] as Element).getRootNode?.() === root
  const stopOwn = (event: Event) => {
    const entersUs = event.type === 'focusout' && (event as FocusEvent).relatedTarget === host
    if (!isOurs(event) && !entersUs) return
    event.stopImmediatePropagation()
    // The page's field still gets its `focusout`, but without naming the chat: a modal would take the focus back from it.
    if (entersUs) event.composedPath()[0]?.dispatchEvent(new FocusEvent('focusout', { bubbles: true }))
    if (event.type === 'keydown') onKeydown(event as KeyboardEvent)
  }
  root.addEventListener('keydown', onKeydown as EventListener, { signal })
  for (const type of STOPPED_AT_WINDOW.split(' ')) addEventListener(type, stopOwn, { capture: true, signal })
  for (const type of STOPPED_AT_ROOT.split(' '))
    root.addEventListener(type, (event) => isOurs(event) && event.stopPropagation(), { signal })
}
