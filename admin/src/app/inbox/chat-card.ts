import { Component, computed, inject, input } from '@angular/core'
import { RouterLink, RouterLinkActive } from '@angular/router'
import type { SupportChatListItem } from '@support-chat/shared'
import { counted, t } from '../language/words.js'
import { exactTime } from '../time/calendar.js'
import { Clock } from '../time/clock.js'
import { relativeTime } from '../time/relative-time.js'
import { Inbox } from './inbox.js'

/** One chat of the list: one link that says all of it. */
@Component({
  selector: 'app-chat-card',
  imports: [RouterLink, RouterLinkActive],
  templateUrl: './chat-card.html',
  styleUrl: './chat-card.css',
})
export class ChatCard {
  protected readonly t = t
  private readonly clock = inject(Clock)
  private readonly inbox = inject(Inbox)

  readonly card = input.required<SupportChatListItem>()
  /** Whether the Tab key stops here. */
  readonly reachable = input(true)
  protected readonly initial = computed(() => firstLetter(this.card().user_name ?? this.card().user_email))
  protected readonly unread = computed(() => this.card().unread && !this.inbox.isAttended(this.card().id))
  protected readonly online = computed(() => this.inbox.isOnline(this.card().id))
  protected readonly exact = computed(() => {
    const at = this.card().last_message_at
    return at ? exactTime(at) : null
  })
  /** `5 messages · 2 minutes ago` */
  protected readonly activity = computed(() => {
    const { message_count: count, last_message_at: at } = this.card()
    const messages = counted('inbox.messages', count)
    return at ? `${messages} · ${relativeTime(at, this.clock.now())}` : messages
  })
}

const firstLetter = (text: string): string => (Array.from(text.trim())[0] ?? '?').toUpperCase()
