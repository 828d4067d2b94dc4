import { ChangeDetectionStrategy, Component, DestroyRef, inject, signal } from '@angular/core'
import { ChatsStore } from '../chats/chats-store.js'
import { NewMessages } from '../chats/new-messages.js'
import { formatList } from '../language/format-list.js'
import { t } from '../language/words.js'

/** Messages that arrive within this time are announced together, with this many of their senders by name. */
const DELAY_MS = 400
const NAMED = 3

/** Announces new messages to screen readers, except those of the chat that is being viewed: its log announces them. */
@Component({
  selector: 'app-new-message-announcer',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <!-- A new element for each announcement: the same words in the same element would be announced only once. -->
    <p class="visually-hidden" aria-live="polite">
      @for (announcement of announced(); track announcement) {
        <span>{{ t('workspace.newFrom', { email: announcement.emails }) }}</span>
      }
    </p>
  `,
})
export class NewMessageAnnouncer {
  protected readonly t = t
  protected readonly announced = signal<{ emails: string }[]>([])

  constructor() {
    const chats = inject(ChatsStore)
    const emails = new Set<string>()
    let timer: ReturnType<typeof setTimeout> | undefined
    inject(NewMessages).on(({ chatId, email }) => {
      if (chats.isViewed(chatId)) return
      emails.add(email)
      clearTimeout(timer)
      timer = setTimeout(() => {
        this.announced.set([{ emails: formatList([...emails].slice(0, NAMED)) }])
        emails.clear()
      }, DELAY_MS)
    })
    inject(DestroyRef).onDestroy(() => clearTimeout(timer))
  }
}
