import { Component, computed, inject } from '@angular/core'
import { Icon } from '../icon/icon.js'
import { Inbox } from '../inbox/inbox.js'
import { counted, t } from '../language/words.js'

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
    return unread === 0 ? t('workspace.choose') : counted('workspace.waiting', unread)
  })
}
