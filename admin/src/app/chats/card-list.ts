import { computed, signal } from '@angular/core'
import type { SupportChatListItem } from '@support-chat/shared'
import { belongs, isOlder, orderOf, type CardPage, type ChatQuery } from './chat-cards.js'

/** The first visible card, and how much of it is scrolled out of view, from 0 to 1. */
export interface TopCard {
  readonly chatId: string
  readonly hidden: number
}

/**
 * The loaded part of a list, newest chat first, and where its reader is in it. An update costs a binary search, however
 * long the list is; the array that is rendered is copied once for all updates since the last rendering.
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
  /** The chat whose card has the focus, or had it last. */
  readonly activeId = signal<string | null>(null)
  /** Where the list is scrolled to; null at the top. */
  topCard: TopCard | null = null
  /** How many cards have been rendered: so many are fetched again after events may have been missed. */
  depth = 0
  /** Whether it has been fetched: before that an empty list says nothing. */
  loaded = false

  private readonly compare: ReturnType<typeof orderOf>

  constructor(readonly query: ChatQuery) {
    this.compare = orderOf(query)
  }

  find(chatId: string): SupportChatListItem | undefined {
    this.changes()
    return this.byId.get(chatId)
  }

  /**
   * Applies an update of a chat: inserts, moves, changes or removes its card. A chat that has been read stays in a list of
   * unread ones: when it disappears is up to the store.
   */
  update(chat: SupportChatListItem): void {
    const known = this.byId.get(chat.id)
    if (known && isOlder(chat, known)) return
    const stays = known ? chat.archived === this.query.archived : belongs(chat, this.query) && !this.isBeyond(chat)
    if (!known && !stays) return
    const index = known ? this.indexOf(known) : this.sorted.length
    const card = stays && { ...lasting(known), ...chat }
    if (card && known && this.compare(known, card) === 0) this.sorted[index] = card
    else {
      if (known) this.sorted.splice(index, 1)
      if (card) this.sorted.splice(this.indexOf(card), 0, card)
    }
    if (card) this.byId.set(card.id, card)
    else this.byId.delete(chat.id)
    this.changes.update((times) => times + 1)
  }

  /** Takes a card away whatever the list shows: its chat is no more. */
  remove(chatId: string): void {
    const known = this.byId.get(chatId)
    if (!known) return
    this.sorted.splice(this.indexOf(known), 1)
    this.byId.delete(chatId)
    this.changes.update((times) => times + 1)
  }

  /** Adds the next page. A chat that has moved up meanwhile is in the list already and stays where it is. */
  append({ cards, nextCursor }: CardPage): void {
    this.replaceAll([...this.sorted, ...cards], nextCursor)
  }

  /**
   * Replaces the beginning with a newly fetched one. What is loaded beyond its end stays where that has been rendered; what has
   * not is loaded again when it is needed, since chats may have left it, or come in.
   */
  replaceHead(head: CardPage): void {
    const last = head.cards.at(-1)
    const isRendered = head.cards.length < this.depth
    const tail =
      last && head.nextCursor !== null && isRendered ? this.sorted.filter((card) => this.compare(card, last) > 0) : []
    this.replaceAll([...head.cards, ...tail], tail.length > 0 ? this.cursor() : head.nextCursor)
    this.loaded = true
  }

  /** Where a chat occurs twice, the first card is kept. */
  private replaceAll(cards: readonly SupportChatListItem[], nextCursor: string | null): void {
    this.byId = new Map()
    for (const card of cards) if (!this.byId.has(card.id)) this.byId.set(card.id, card)
    // The server sorts by microseconds, but its answers hold milliseconds only.
    this.sorted = [...this.byId.values()].sort(this.compare)
    this.cursor.set(nextCursor)
    this.changes.update((times) => times + 1)
  }

  /** The index of a card, or the one at which to insert it. */
  private indexOf(card: SupportChatListItem): number {
    let [from, to] = [0, this.sorted.length]
    while (from < to) {
      const middle = (from + to) >> 1
      const other = this.sorted[middle]
      if (other && this.compare(other, card) < 0) from = middle + 1
      else to = middle
    }
    return from
  }

  /** Older than everything loaded while there is more to load: a later page will bring it. */
  private isBeyond(chat: SupportChatListItem): boolean {
    const last = this.sorted.at(-1)
    return this.cursor() !== null && last !== undefined && this.compare(chat, last) > 0
  }
}

/** What updates do not contain, and is kept from the answer to a request. */
function lasting(known: SupportChatListItem | undefined): Partial<SupportChatListItem> {
  return { match: known?.match, found_in: known?.found_in, user_online: known?.user_online }
}
