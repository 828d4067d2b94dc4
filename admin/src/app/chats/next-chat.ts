import { inject, Injectable } from '@angular/core'
import { Router } from '@angular/router'
import type { SupportChatListItem } from '@support-chat/shared'
import { ChatsStore } from './chats-store.js'
import { type AfterArchiving, InboxPreferences } from './inbox-preferences.js'
import { openChat } from './open-chat.js'

/** Goes from the open chat to the one below or above it in the list, or back to the list. */
@Injectable()
export class NextChat {
  private readonly router = inject(Router)
  private readonly chats = inject(ChatsStore)
  private readonly preferences = inject(InboxPreferences)

  /**
   * Leaves the open chat, if it is among those that are about to be archived. To be called before they are: afterwards the
   * list no longer knows their place.
   * @param reply puts the cursor into the next chat's field
   */
  leave(
    chatIds: readonly string[],
    how: AfterArchiving = this.preferences.afterArchiving.value(),
    reply = false,
  ): void {
    const open = this.chats.openChatId()
    if (how === 'stay' || open === null || !chatIds.includes(open)) return
    const next = how === 'next' ? successor(this.chats.cards(), open, chatIds) : undefined
    if (next) openChat(this.router, next, reply)
    else this.toList()
  }

  toList(): void {
    void this.router.navigate(['/chats'], { queryParams: { at: null }, queryParamsHandling: 'merge' })
  }
}

/** The next card below that is not among those that go too; above, where there is none. */
export function successor(
  cards: readonly SupportChatListItem[],
  chatId: string,
  except: readonly string[] = [],
): SupportChatListItem | undefined {
  const index = cards.findIndex(({ id }) => id === chatId)
  const stays = ({ id }: SupportChatListItem) => id !== chatId && !except.includes(id)
  return cards.slice(index + 1).find(stays) ?? cards.slice(0, Math.max(0, index)).findLast(stays)
}
