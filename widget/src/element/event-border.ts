/** Decided before the page can: it would take them for keys and focus of the element as a whole, which is no field. */
const KEYS_AND_FOCUS = 'focus focusin focusout keydown keyup keypress'
/** What happens in the chat's own fields and its log, when they are done with it. */
const KEPT = 'copy cut paste input beforeinput drop'

/**
 * Keeps events of the widget's shadow tree from leaving it, until `signal` aborts: no hotkey of the page fires while
 * somebody writes, and no modal of the page takes the focus back. What the browser itself makes of them stays.
 * @param pressed is given each key in the place of listeners that it does not reach
 */
export function keepInside(host: HTMLElement, pressed: (event: KeyboardEvent) => void, signal: AbortSignal): void {
  const root = host.shadowRoot as ShadowRoot
  const decide = (event: Event) => {
    const target = event.composedPath()[0] as Element
    const isOurs = target.getRootNode?.() === root
    const comesToUs = event.type === 'focusout' && (event as FocusEvent).relatedTarget === host
    if (!isOurs && !comesToUs) return
    event.stopImmediatePropagation()
    // The field hears that it has lost the focus, and nobody who would take it back from the chat hears to whom.
    if (comesToUs) target.dispatchEvent(new FocusEvent('focusout', { bubbles: true }))
    if (event.type === 'keydown') pressed(event as KeyboardEvent)
  }
  root.addEventListener('keydown', pressed as EventListener, { signal })
  for (const type of KEYS_AND_FOCUS.split(' ')) addEventListener(type, decide, { capture: true, signal })
  for (const type of KEPT.split(' ')) root.addEventListener(type, (event) => event.stopPropagation(), { signal })
}
