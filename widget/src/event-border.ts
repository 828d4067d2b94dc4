/** Decided before the page can: it would take them for keys and focus of the element as a whole, which is no field. */
const KEYS_AND_FOCUS = 'keydown keypress keyup focus focusin focusout'
/** What happens in the chat's own fields and its log, when they are done with it. */
const KEPT = 'beforeinput input copy cut paste drop'

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
    if (!isOurs) return
    event.stopImmediatePropagation()
    if (event.type === 'keydown') pressed(event as KeyboardEvent)
  }
  root.addEventListener('keydown', pressed as EventListener, { signal })
  for (const type of KEYS_AND_FOCUS.split(' ')) addEventListener(type, decide, { capture: true, signal })
  for (const type of KEPT.split(' ')) root.addEventListener(type, (event) => event.stopPropagation(), { signal })
}
