import { Component, computed, inject } from '@angular/core'
import { ConnectionStatus } from '../connection/connection-status.js'
import { Icon } from '../icon/icon.js'
import { StaffSession } from '../session/staff-session.js'
import { ThemeSwitch } from '../theme/theme-switch.js'
import { Inbox } from './inbox.js'
import { InboxTabs } from './inbox-tabs.js'
import { SearchBox } from './search-box.js'
import { VirtualCards } from './virtual-cards.js'

/** The list's side of the console: search, tabs, chats, and who is signed in. */
@Component({
  selector: 'app-chat-list',
  imports: [ConnectionStatus, Icon, InboxTabs, SearchBox, ThemeSwitch, VirtualCards],
  templateUrl: './chat-list.html',
  styleUrl: './chat-list.css',
})
export class ChatList {
  protected readonly inbox = inject(Inbox)
  protected readonly session = inject(StaffSession)
  protected readonly placeholders = Array.from({ length: 8 }, (_, index) => index)

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
}
