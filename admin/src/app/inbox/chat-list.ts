import { CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport } from '@angular/cdk/scrolling'
import { Component, computed, effect, inject, viewChild } from '@angular/core'
import type { SupportChatListItem } from '@support-chat/shared'
import { ConnectionStatus } from '../connection/connection-status.js'
import { LiveConnection } from '../connection/live-connection.js'
import { Icon } from '../icon/icon.js'
import { StaffSession } from '../session/staff-session.js'
import { ThemeSwitch } from '../theme/theme-switch.js'
import { ChatCard } from './chat-card.js'
import { Inbox } from './inbox.js'
import { InboxTabs } from './inbox-tabs.js'
import { SearchBox } from './search-box.js'

/** Height of a card; `chat-card.css` says the same. In rem, so that larger text has the room it needs. */
const CARD_REM = 5
/** The next page is asked for when this few cards are left below what is drawn. */
const CARDS_AHEAD = 20

@Component({
  selector: 'app-chat-list',
  imports: [
    CdkFixedSizeVirtualScroll,
    CdkVirtualForOf,
    CdkVirtualScrollViewport,
    ChatCard,
    ConnectionStatus,
    Icon,
    InboxTabs,
    SearchBox,
    ThemeSwitch,
  ],
  templateUrl: './chat-list.html',
  styleUrl: './chat-list.css',
})
export class ChatList {
  protected readonly inbox = inject(Inbox)
  protected readonly session = inject(StaffSession)
  protected readonly status = inject(LiveConnection).status
  protected readonly cardHeight = CARD_REM * parseFloat(getComputedStyle(document.documentElement).fontSize || '16')
  protected readonly placeholders = Array.from({ length: 8 }, (_, index) => index)
  private readonly viewport = viewChild(CdkVirtualScrollViewport)

  protected readonly emptyWords = computed(() => {
    const { archived, q } = this.inbox.query()
    if (q.trim())
      return {
        title: `Nothing found for “${q.trim()}”`,
        detail: archived ? 'Only archived chats were searched.' : 'Only active chats were searched.',
      }
    if (archived) return { title: 'No archived chats', detail: 'Chats that you archive are kept here.' }
    return { title: 'No chats yet', detail: 'When somebody writes to you, the chat appears here at once.' }
  })

  constructor() {
    effect(() => {
      this.inbox.query()
      this.viewport()?.scrollToOffset(0)
    })
    effect((onCleanup) => {
      const drawn = this.viewport()?.renderedRangeStream.subscribe(({ end }) => this.loadAhead(end))
      this.inbox.cards()
      onCleanup(() => drawn?.unsubscribe())
    })
  }

  protected byId(_index: number, card: SupportChatListItem): string {
    return card.id
  }

  private loadAhead(end: number): void {
    if (this.inbox.hasMore() && end + CARDS_AHEAD > this.inbox.cards().length) void this.inbox.loadMore()
  }
}
