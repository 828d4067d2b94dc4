import { signal, untracked } from '@angular/core'
import type { SupportChatListItem } from '@support-chat/shared'
import { CardList } from './card-list.js'
import { type ChatQuery, isSameList } from './chat-cards.js'

/** The list that is shown, and a cache of earlier ones: one for each tab and filter, and the last search. */
export class CardLists {
  private readonly shown: ReturnType<typeof signal<CardList>>
  private cached: readonly CardList[] = []
  private inFlight = 0
  /** Changes that arrived while pages were in flight: those pages may be older. */
  private buffered: ((list: CardList) => void)[] = []

  constructor(query: ChatQuery) {
    this.shown = signal(new CardList(query))
  }

  current(): CardList {
    return this.shown()
  }

  find(query: ChatQuery): CardList | undefined {
    return this.cached.find((list) => isSameList(list.query, query))
  }

  /** Shows a list, with the changes that arrived while it was fetched. */
  show(list: CardList): void {
    this.shown.set(list)
    for (const change of this.buffered) this.applyToLists(change)
  }

  cache(list: CardList): void {
    const isReplaced = ({ query }: CardList) =>
      isSameList(query, list.query) || (list.query.q !== '' && query.q !== '' && query.q !== list.query.q)
    this.cached = [...this.cached.filter((other) => !isReplaced(other)), list]
  }

  update(chat: SupportChatListItem): void {
    this.change((list) => list.update(chat))
  }

  remove(chatId: string): void {
    this.change((list) => list.remove(chatId))
  }

  async whileBuffering<T>(work: () => Promise<T>): Promise<T> {
    if (this.inFlight++ === 0) this.buffered = []
    try {
      return await work()
    } finally {
      this.inFlight--
    }
  }

  private change(change: (list: CardList) => void): void {
    if (this.inFlight > 0) this.buffered.push(change)
    this.applyToLists(change)
  }

  private applyToLists(change: (list: CardList) => void): void {
    for (const list of new Set([untracked(this.shown), ...this.cached])) change(list)
  }
}
