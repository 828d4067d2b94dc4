import { Component, computed, inject } from '@angular/core'
import { Icon } from '../icon/icon.js'
import { Inbox } from '../inbox/inbox.js'

/** What stands beside the list while no chat is open. */
@Component({
  selector: 'app-no-chat',
  imports: [Icon],
  template: `
    <app-icon name="chats" />
    <p>{{ words() }}</p>
  `,
  styleUrl: './no-chat.css',
})
export class NoChat {
  private readonly inbox = inject(Inbox)
  protected readonly words = computed(() => {
    const unread = this.inbox.unreadCount()
    if (unread === 0) return 'Choose a chat to read it here.'
    return unread === 1 ? '1 chat waits for an answer.' : `${unread} chats wait for an answer.`
  })
}
