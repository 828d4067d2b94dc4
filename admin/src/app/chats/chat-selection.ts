import { computed, inject, Injectable, linkedSignal } from '@angular/core'
import type { CardList } from './card-list.js'
import { ChatsStore } from './chats-store.js'

const NONE: ReadonlySet<string> = new Set()

/** The chats that are selected to be archived together and the like. Another list begins with none. */
@Injectable()
export class ChatSelection {
  private readonly chats = inject(ChatsStore)
  private readonly chosen = linkedSignal<CardList, ReadonlySet<string>>({
    source: () => this.chats.list(),
    computation: () => NONE,
  })
  /** In the order of the list, without those that have left it. */
  readonly ids = computed((): readonly string[] => {
    const chosen = this.chosen()
    if (chosen.size === 0) return []
    return this.chats.cards().flatMap(({ id }) => (chosen.has(id) ? [id] : []))
  })
  readonly any = computed(() => this.ids().length > 0)

  has(chatId: string): boolean {
    return this.chosen().has(chatId)
  }

  toggle(chatId: string): void {
    if (this.has(chatId)) this.chosen.update((chosen) => new Set([...chosen].filter((id) => id !== chatId)))
    else this.add(chatId)
  }

  add(chatId: string): void {
    this.chosen.update((chosen) => new Set([...chosen, chatId]))
  }

  replace(chatIds: readonly string[]): void {
    this.chosen.set(new Set(chatIds))
  }

  clear(): void {
    this.chosen.set(NONE)
  }
}
