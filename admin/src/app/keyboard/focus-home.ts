import { afterEveryRender, DestroyRef, inject, Injectable } from '@angular/core'

/** Where the keyboard goes on in a part of the page whose focused element has gone: `data-focus-home` in a template. */
const HOME = '[data-focus-home]'
/** In these something else to press takes the place of what was pressed. */
const GROUP = 'li, form, dialog[open]'
/** In these one answers what was told, and goes back to what one was at. */
const NOTICE = '[role=status], [role=alert]'
const FOCUSABLE = 'a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled)'

/**
 * Keeps the focus in the page when the element that has it goes away: what was pressed is often gone with what it did, and
 * a browser would leave the keyboard at the very beginning.
 */
@Injectable({ providedIn: 'root' })
export class FocusHome {
  /** The element that has the focus, or had it when it went, and all that it was in. */
  private path: Element[] = []
  /** The same of what had it before, while it is in a notice. */
  private before: Element[] = []
  private looking = false

  constructor() {
    const enter = ({ target }: Event) => this.enter(target instanceof Element ? ancestors(target) : [])
    // Told of what goes away too: only somebody who has left an element that is still there wants to be nowhere.
    const leave = ({ target, relatedTarget }: FocusEvent) => {
      if (relatedTarget === null) setTimeout(() => this.forgetIfLeft(target))
    }
    document.addEventListener('focusin', enter)
    document.addEventListener('focusout', leave)
    inject(DestroyRef).onDestroy(() => {
      document.removeEventListener('focusin', enter)
      document.removeEventListener('focusout', leave)
    })
    afterEveryRender(() => this.lookSoon())
  }

  private enter(path: Element[]): void {
    if (!isInNotice(path)) this.before = []
    else if (!isInNotice(this.path)) this.before = this.path
    this.path = path
  }

  private forgetIfLeft(target: EventTarget | null): void {
    if (target === this.path[0] && target instanceof Element && isThere(target) && document.hasFocus()) this.path = []
  }

  /** A browser takes the focus off what is hidden only with the next picture. */
  private lookSoon(): void {
    if (this.looking) return
    this.looking = true
    requestAnimationFrame(() =>
      setTimeout(() => {
        this.looking = false
        this.look()
      }),
    )
  }

  /** Gives the focus a place if it has none any more. */
  look(): void {
    const [last] = this.path
    const isLost = document.activeElement === document.body || document.activeElement === null
    if (!last || !isLost || isThere(last)) return
    const [before] = this.before
    const home = before && isThere(before) ? (before as HTMLElement) : landing([...this.before, ...this.path])
    home?.focus({ preventScroll: true })
  }
}

const isInNotice = (path: readonly Element[]): boolean => path.some((place) => place.matches(NOTICE))

function landing(path: readonly Element[]): HTMLElement | null {
  for (const place of path.filter(isThere)) {
    const found = place.matches(GROUP) ? firstIn(place, FOCUSABLE) : innermostHome(place)
    if (found) return found
  }
  return innermostHome(document.body) ?? document.querySelector('main')
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
