import { signal } from '@angular/core'
import type { SupportChatListItem } from '@support-chat/shared'

/** Cards keep their order for this long after the last movement over the list. */
const LOCK_MS = 2500

/** Keeps the order of the cards while the pointer moves over the list, so that no other card gets under a click. */
export class ReorderLock {
  private timer: ReturnType<typeof setTimeout> | undefined
  private readonly active = signal(false)
  readonly locked = this.active.asReadonly()

  extend(): void {
    clearTimeout(this.timer)
    this.active.set(true)
    this.timer = setTimeout(() => this.active.set(false), LOCK_MS)
  }

  release(): void {
    clearTimeout(this.timer)
    this.active.set(false)
  }
}

/**
 * The current cards in the order in which they were rendered. Cards that have gone stay and new ones wait; only the next
 * page is added, since it comes below.
 * @param find the current state of a card that has gone
 */
export function keepOrder(
  rendered: readonly SupportChatListItem[],
  cards: readonly SupportChatListItem[],
  find: (id: string) => SupportChatListItem | undefined,
): readonly SupportChatListItem[] {
  const now = new Map(cards.map((card) => [card.id, card]))
  const last = rendered.at(-1)
  const end = last ? cards.findIndex(({ id }) => id === last.id) : -1
  const kept = rendered.map((card) => now.get(card.id) ?? find(card.id) ?? card)
  if (end === -1) return kept
  const ids = new Set(rendered.map(({ id }) => id))
  return [...kept, ...cards.slice(end + 1).filter(({ id }) => !ids.has(id))]
}

/**
 * How far the first visible card has moved down, in cards, so that the view can follow. A card with a new message moved on
 * its own account: then the next one counts.
 */
export function shiftOf(
  before: readonly SupportChatListItem[],
  after: readonly SupportChatListItem[],
  first: number,
): number {
  const entries = new Map(after.map((card, index) => [card.id, { card, index }]))
  for (let index = first; index < before.length; index++) {
    const old = before[index]
    const entry = old && entries.get(old.id)
    if (entry && entry.card.listed_at === old.listed_at) return entry.index - index
  }
  return 0
}

/** The card itself while it is in the list; otherwise the one that took its place. */
export function orSuccessor(
  id: string,
  before: readonly SupportChatListItem[],
  next: readonly SupportChatListItem[],
): string | null {
  if (next.some((card) => card.id === id)) return id
  const index = before.findIndex((card) => card.id === id)
  return next[Math.min(index, next.length - 1)]?.id ?? null
}
