import { computed, signal } from '@angular/core'
import type { SupportChatListItem } from '@support-chat/shared'
import { belongs, byNewest, type CardPage, type ChatQuery } from './chat-cards.js'

/** A card, and how much of it is out of sight, from 0 to 1. */
export interface TopCard {
  readonly chatId: string
  readonly hidden: number
}

/**
 * A list as far as it is loaded, from its newest chat on, and where its reader is in it. A change costs
 * a binary search, however long the list is; the array that is drawn is copied once for all changes since the last time.
 */
export class CardList {
  private sorted: SupportChatListItem[] = []
  private byId = new Map<string, SupportChatListItem>()
  private readonly cursor = signal<string | null>(null)
  private readonly changes = signal(0)

  readonly cards = computed((): readonly SupportChatListItem[] => {
    this.changes()
    return [...this.sorted]
  })
  readonly nextCursor = this.cursor.asReadonly()
  /** The chat that the keyboard is at. */
  readonly activeId = signal<string | null>(null)
  /** The first card in sight; null at the top. */
  topCard: TopCard | null = null
  /** How far down has been drawn, in cards: so much is fetched again when something may have been missed. */
  depth = 0
  /** It has been fetched once: where it is empty there is nothing. */
  loaded = false

  constructor(readonly query: ChatQuery) {}

  find(chatId: string): SupportChatListItem | undefined {
    this.changes()
    return this.byId.get(chatId)
  }

  /**
   * Takes in a chat as the server has just told it: put in its place, moved, changed where it stands, or taken out. A chat
   * that has been read stays in a list of unread ones, marked as read: when it goes is up to the view.
   */
  update(chat: SupportChatListItem): void {
    const known = this.byId.get(chat.id)
    // Two servers may tell in the wrong order; messages are never deleted, so fewer of them is the older state.
    if (known && known.message_count > chat.message_count) return
    const stays = known ? chat.archived === this.query.archived : belongs(chat, this.query) && !this.isBeyond(chat)
    if (!known && !stays) return
    const place = known ? this.placeOf(known) : this.sorted.length
    const card = stays && { ...lasting(known), ...chat }
    if (card && known && byNewest(known, card) === 0) this.sorted[place] = card
    else {
      if (known) this.sorted.splice(place, 1)
      if (card) this.sorted.splice(this.placeOf(card), 0, card)
    }
    if (card) this.byId.set(card.id, card)
    else this.byId.delete(chat.id)
    this.changes.update((times) => times + 1)
  }

  /** Takes in the next page. A chat that has moved up meanwhile is here already and stays where it is. */
  append({ cards, nextCursor }: CardPage): void {
    this.take([...this.sorted, ...cards], nextCursor)
  }

  /** Puts a newly fetched beginning in the place of the old one; what is loaded beyond its end stays. */
  replaceHead(head: CardPage): void {
    const last = head.cards.at(-1)
    const tail = last && head.nextCursor !== null ? this.sorted.filter((card) => byNewest(card, last) > 0) : []
    this.take([...head.cards, ...tail], tail.length > 0 ? this.cursor() : head.nextCursor)
    this.loaded = true
  }

  /** Of two cards of one chat the first one holds. */
  private take(cards: readonly SupportChatListItem[], nextCursor: string | null): void {
    this.byId = new Map()
    for (const card of cards) if (!this.byId.has(card.id)) this.byId.set(card.id, card)
    // The server's order goes by microseconds, which its answers do not hold.
    this.sorted = [...this.byId.values()].sort(byNewest)
    this.cursor.set(nextCursor)
    this.changes.update((times) => times + 1)
  }

  /** Where a card stands, or where it would. */
  private placeOf(card: SupportChatListItem): number {
    let [from, to] = [0, this.sorted.length]
    while (from < to) {
      const middle = (from + to) >> 1
      const other = this.sorted[middle]
      if (other && byNewest(other, card) < 0) from = middle + 1
      else to = middle
    }
    return from
  }

  /** Older than everything loaded, with more to load: the page that holds it is still to come. */
  private isBeyond(chat: SupportChatListItem): boolean {
    const last = this.sorted.at(-1)
    return this.cursor() !== null && last !== undefined && byNewest(chat, last) > 0
  }
}

/** What an update may leave out. */
function lasting(known: SupportChatListItem | undefined): Partial<SupportChatListItem> {
  return { match: known?.match, user_online: known?.user_online }
}
