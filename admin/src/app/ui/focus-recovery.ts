import { afterEveryRender, DestroyRef, inject, Injectable } from '@angular/core'

/** Marks where the focus goes when the focused element of that part of the page is removed. */
const HOME = '[data-focus-home]'
/** When a control in one of these is removed, another control in it usually replaces it. */
const GROUP = 'li, form, dialog[open]'
/** After a notice or a dialog is answered, the focus goes back to where it was before. */
const NOTICE = '[role=status], [role=alert], dialog'
const FOCUSABLE = 'a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled)'

/**
 * Moves the focus to a sensible place when the focused element is removed or hidden. A browser would leave it on the body,
 * and the Tab key would begin again at the top of the page.
 */
@Injectable({ providedIn: 'root' })
export class FocusRecovery {
  /** The focused element, or the last one before it was removed, and its ancestors. */
  private path: Element[] = []
  /** The same for what was focused before, while the focus is in a notice or a dialog. */
  private before: Element[] = []
  private scheduled = false
  /** While the reader presses a button of the mouse or the Tab key: focus that goes then is left on purpose, not lost. */
  private isPressing = false

  constructor() {
    const listeners: [type: string, listener: (event: Event) => void][] = [
      ['focusin', ({ target }) => this.enter(target instanceof Element ? ancestors(target) : [])],
      ['focusout', (event) => this.leave(event as FocusEvent)],
      ['mousedown', () => (this.isPressing = true)],
      ['keydown', (event) => (this.isPressing = (event as KeyboardEvent).key === 'Tab')],
      ['mouseup', () => (this.isPressing = false)],
      ['keyup', () => (this.isPressing = false)],
    ]
    // Captured: others may stop an event.
    for (const [type, listener] of listeners) document.addEventListener(type, listener, { capture: true })
    inject(DestroyRef).onDestroy(() => {
      for (const [type, listener] of listeners) document.removeEventListener(type, listener, { capture: true })
    })
    afterEveryRender(() => this.restoreSoon())
  }

  private enter(path: Element[]): void {
    if (!isInNotice(path)) this.before = []
    else if (!isInNotice(this.path)) this.before = this.path
    this.path = path
  }

  /** Also called for elements that are removed or hidden. */
  private leave({ relatedTarget }: FocusEvent): void {
    if (relatedTarget !== null) return
    if (this.isPressing) this.path = []
    else this.restoreSoon()
  }

  /** A browser takes the focus off a hidden element only with the next frame. */
  private restoreSoon(): void {
    if (this.scheduled) return
    this.scheduled = true
    requestAnimationFrame(() =>
      setTimeout(() => {
        this.scheduled = false
        this.restore()
      }),
    )
  }

  /** Moves the focus if the element that had it is gone, or was hidden and is back; to nowhere if its place comes later. */
  restore(): void {
    const [last] = this.path
    const isLost = document.activeElement === document.body || document.activeElement === null
    if (!last || !isLost) return
    if (isThere(last)) return (last as HTMLElement).focus({ preventScroll: true })
    const [before] = this.before
    const isInDialog = this.path.some((place) => place.matches('dialog[open]'))
    const home =
      before && isThere(before) && !isInDialog ? (before as HTMLElement) : landing([...this.before, ...this.path])
    home?.focus({ preventScroll: true })
  }
}

const isInNotice = (path: readonly Element[]): boolean => path.some((place) => place.matches(NOTICE))

function landing(path: readonly Element[]): HTMLElement | null {
  for (const place of path.filter(isThere)) {
    const found = place.matches(GROUP) ? firstIn(place, FOCUSABLE) : innermostHome(place)
    if (found) return found
  }
  return innermostHome(document.body)
}

function innermostHome(place: Element): HTMLElement | null {
  const home = place.matches(HOME) ? place : firstIn(place, HOME)
  return home && (firstIn(home, HOME) ?? (home as HTMLElement))
}

const firstIn = (place: Element, selector: string): HTMLElement | null =>
  [...place.querySelectorAll<HTMLElement>(selector)].find(isThere) ?? null

const isThere = (element: Element): boolean =>
  element.isConnected && element.checkVisibility({ visibilityProperty: true })

function ancestors(element: Element): Element[] {
  const path: Element[] = []
  for (let at: Element | null = element; at && at !== document.body; at = at.parentElement) path.push(at)
  return path
}
