import { signal } from '@angular/core'
import type { SupportChatListItem } from '@support-chat/shared'

/** So long after the last movement over the list its cards stay where they are. */
const STILL_MS = 2500

/** Whether somebody is about to click: then no card may come under the pointer that was not there. */
export class Steadiness {
  private timer: ReturnType<typeof setTimeout> | undefined
  private readonly moving = signal(false)
  readonly holds = this.moving.asReadonly()

  touch(): void {
    clearTimeout(this.timer)
    this.moving.set(true)
    this.timer = setTimeout(() => this.moving.set(false), STILL_MS)
  }

  release(): void {
    clearTimeout(this.timer)
    this.moving.set(false)
  }
}

/**
 * The cards as they are now in the places where they were drawn. What has gone stays, what has come waits; only the next
 * page is added, since it comes below.
 * @param find the newest of a card that the list no longer holds
 */
export function inPlace(
  drawn: readonly SupportChatListItem[],
  cards: readonly SupportChatListItem[],
  find: (id: string) => SupportChatListItem | undefined,
): readonly SupportChatListItem[] {
  const now = new Map(cards.map((card) => [card.id, card]))
  const last = drawn.at(-1)
  const end = last ? cards.findIndex(({ id }) => id === last.id) : -1
  const kept = drawn.map((card) => now.get(card.id) ?? find(card.id) ?? card)
  if (end === -1) return kept
  const ids = new Set(drawn.map(({ id }) => id))
  return [...kept, ...cards.slice(end + 1).filter(({ id }) => !ids.has(id))]
}

/**
 * How many places the first card in sight has moved down, so that the view can go with it. A card with a new message
 * has moved by itself and says nothing of the others.
 */
export function shiftOf(
  before: readonly SupportChatListItem[],
  after: readonly SupportChatListItem[],
  first: number,
): number {
  const places = new Map(after.map((card, index) => [card.id, { card, index }]))
  for (let index = first; index < before.length; index++) {
    const old = before[index]
    const place = old && places.get(old.id)
    if (place && place.card.last_message_at === old.last_message_at) return place.index - index
  }
  return 0
}
