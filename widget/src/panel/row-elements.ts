import { render } from 'lit'
import type { RowView } from './message.js'
import type { Row } from './timeline-rows.js'

/**
 * Keeps one element for each row, whatever is put in before or after it, and draws a row again only when it has changed:
 * a bubble on the screen stays the element it is, and a long conversation costs no more than a short one.
 */
export class RowElements {
  #drawn = new Map<string, { row: Row; element: HTMLElement }>()

  /** The element of a row that has been drawn. */
  of(row: Row): HTMLElement | undefined {
    return this.#drawn.get(row.key)?.element
  }

  /** @param view how a row looks now @param all draws every row, for something they all show has changed */
  draw(container: Element, rows: readonly Row[], view: (row: Row) => RowView, all: boolean): void {
    const before = this.#drawn
    this.#drawn = new Map()
    for (const row of rows) {
      const known = before.get(row.key)
      before.delete(row.key)
      const element = known?.element ?? document.createElement('div')
      if (all || !known || !isSame(row, known.row)) show(element, view(row))
      this.#drawn.set(row.key, { row, element })
    }
    for (const { element } of before.values()) element.remove()
    let place = container.firstChild
    for (const { element } of this.#drawn.values()) {
      if (element === place) place = element.nextSibling
      else container.insertBefore(element, place)
    }
  }
}

function show(element: HTMLElement, { style, label, content }: RowView): void {
  element.className = style
  element.setAttribute('part', style)
  element.setAttribute('role', 'listitem')
  if (label) element.setAttribute('aria-label', label)
  render(content, element)
}

function isSame(one: Row, other: Row): boolean {
  return (Object.keys(one) as (keyof Row)[]).every((key) => one[key] === other[key])
}
