import { computed, effect, inject, Injectable, signal } from '@angular/core'
import { Router } from '@angular/router'
import type { ServerEvents } from '@support-chat/shared'
import { attempt } from '@support-chat/shared/client'
import { LiveConnection } from '../connection/live-connection.js'
import { Inbox } from '../inbox/inbox.js'
import { Commands } from '../keyboard/commands.js'
import { beginning } from '../language/beginning.js'
import { t } from '../language/words.js'
import { chime } from './chime.js'
import { NotificationSettings } from './notification-settings.js'
import { inOneTab, isLookedAt, lookAt } from './one-tab.js'

type UserMessage = ServerEvents['new_user_message']

/** Longest piece of a message that a notification shows, in characters. */
const TEXT_LENGTH = 200

/**
 * Tells of new messages of users: one notification and one sound for each, however many tabs are open, and none for a
 * chat that is before somebody's eyes in any of them.
 */
@Injectable()
export class Notifications {
  private readonly router = inject(Router)
  private readonly inbox = inject(Inbox)
  private readonly settings = inject(NotificationSettings)
  private readonly missed = signal(false)
  /** What may still be on the desktop, by chat. */
  private readonly shown = new Map<string, Notification[]>()

  /** `unsupported` where the browser has none, as on origins that are not secure. */
  readonly permission = signal(readPermission())
  /** A message came that nobody saw, and nobody has said yet whether to be told of such. */
  readonly shouldAsk = computed(
    () => this.missed() && this.permission() === 'default' && this.settings.asked.value() === 'no',
  )

  constructor() {
    const connection = inject(LiveConnection)
    connection.on('new_user_message', (event) => void this.tell(event))
    connection.on('chat_updated', ({ chat }) => {
      if (!chat.unread) this.withdraw(chat.id)
    })
    inject(Commands).handle({ mute: { run: () => this.settings.toggle() } })
    effect((onCleanup) => {
      const chatId = this.inbox.openChatId()
      if (chatId && this.inbox.isAttended(chatId)) onCleanup(lookAt(chatId))
    })
  }

  /** Asks the browser, which asks the reader. Call it from a click. */
  async allow(): Promise<void> {
    this.settings.asked.choose('yes')
    if (this.permission() === 'unsupported') return
    await attempt(() => Notification.requestPermission())?.catch(() => undefined)
    this.permission.set(readPermission())
  }

  notNow(): void {
    this.settings.asked.choose('yes')
  }

  private async tell(event: UserMessage): Promise<void> {
    if (this.inbox.isAttended(event.chat_id) || this.settings.isPaused()) return
    if (await isLookedAt(event.chat_id)) return
    this.missed.set(true)
    await inOneTab(event.message.id, () => {
      if (this.settings.sound.value() === 'on') attempt(chime)
      if (this.settings.desktop.value() === 'on') this.show(event)
    })
  }

  /** Somebody of the staff has read it. */
  private withdraw(chatId: string): void {
    this.shown.get(chatId)?.forEach((notification) => notification.close())
    this.shown.delete(chatId)
  }

  private show({ chat_id, user_email, message }: UserMessage): void {
    if (readPermission() !== 'granted') return
    const body =
      this.settings.text.value() === 'on' ? beginning(message.content, TEXT_LENGTH) : t('notifications.newMessage')
    try {
      const notification = new Notification(user_email, { body, tag: message.id, icon: 'favicon.svg', silent: true })
      this.shown.set(chat_id, [...(this.shown.get(chat_id) ?? []), notification])
      notification.onclick = () => {
        notification.close()
        window.focus()
        void this.router.navigate(['/chats', chat_id])
      }
    } catch {
      // Phones want a service worker for it; there the sound has to do.
    }
  }
}

const readPermission = (): NotificationPermission | 'unsupported' =>
  attempt(() => Notification.permission) ?? 'unsupported'
