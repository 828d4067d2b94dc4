import { computed, DestroyRef, effect, inject, Injectable, signal } from '@angular/core'
import { Router } from '@angular/router'
import { attempt } from '@support-chat/shared/client'
import { LiveConnection } from '../connection/live-connection.js'
import { ChatsStore } from '../chats/chats-store.js'
import { NewMessages, type NewMessage } from '../chats/new-messages.js'
import { Commands } from '../keyboard/commands.js'
import { truncate } from '../language/truncate.js'
import { t } from '../language/words.js'
import { StaffSession } from '../auth/staff-session.js'
import { chime } from './chime.js'
import { NotificationSettings } from './notification-settings.js'
import { inOneTab } from './in-one-tab.js'
import { holdView, isViewedInAnyTab } from './viewed-chats.js'

/** Longest piece of a message that a notification shows, in characters. */
const TEXT_LENGTH = 200
/** Between two sounds, in all tabs together. */
const SOUND_PAUSE_MS = 2_000

/**
 * Tells of new messages of users: one notification and one sound for each, however many tabs are open, and none for a
 * chat that is before somebody's eyes in any of them.
 */
@Injectable()
export class Notifications {
  private readonly router = inject(Router)
  private readonly chats = inject(ChatsStore)
  private readonly settings = inject(NotificationSettings)
  private readonly session = inject(StaffSession)
  private readonly missed = signal(false)
  private left = false
  /** What may still be on the desktop, by chat. */
  private readonly shown = new Map<string, Notification[]>()

  /** `unsupported` where the browser has none, as on origins that are not secure. */
  readonly permission = signal(readPermission())
  /** A message came that nobody saw, and nobody has said yet whether to be told of such. */
  readonly shouldAsk = computed(
    () => this.missed() && this.permission() === 'default' && this.settings.asked.value() === 'no',
  )

  constructor() {
    const messages = inject(NewMessages)
    messages.on((item) => void this.tell(item))
    messages.onRead((chatId) => this.withdraw(chatId))
    inject(LiveConnection).on('chat_updated', ({ chat }) => {
      if (!chat.unread) this.withdraw(chat.id)
    })
    inject(Commands).handle({ mute: { run: () => this.settings.toggle() } })
    effect((onCleanup) => {
      const chatId = this.chats.openChatId()
      if (chatId && this.chats.isViewed(chatId)) onCleanup(holdView(chatId))
    })
    // What users wrote stays on no desktop whose member of staff has left, in any tab.
    const leave = () => this.withdrawAll()
    effect(() => {
      if (!this.session.user()) leave()
    })
    window.addEventListener('pagehide', leave)
    inject(DestroyRef).onDestroy(() => {
      window.removeEventListener('pagehide', leave)
      this.left = true
      leave()
    })
  }

  /** Asks the browser, which asks the reader. Call it from a click. */
  async allow(): Promise<void> {
    this.settings.asked.set('yes')
    if (this.permission() === 'unsupported') return
    await attempt(() => Notification.requestPermission())?.catch(() => undefined)
    this.permission.set(readPermission())
  }

  notNow(): void {
    this.settings.asked.set('yes')
  }

  private async tell(item: NewMessage): Promise<void> {
    if (this.chats.isViewed(item.chatId) || this.settings.isPaused()) return
    if (await isViewedInAnyTab(item.chatId)) return
    this.missed.set(true)
    await inOneTab(`${item.chatId}.${item.sequence}`, () => {
      if (this.settings.desktop.value() === 'on') this.show(item)
      // However many come at once.
      if (this.settings.sound.value() === 'on') void inOneTab('sound', chime, SOUND_PAUSE_MS)
    })
  }

  /** Somebody of the staff has read it. */
  private withdraw(chatId: string): void {
    this.shown.get(chatId)?.forEach((notification) => notification.close())
    this.shown.delete(chatId)
  }

  private withdrawAll(): void {
    for (const chatId of [...this.shown.keys()]) this.withdraw(chatId)
  }

  private show({ chatId, email, text, sequence }: NewMessage): void {
    if (this.left || !this.session.user() || readPermission() !== 'granted') return
    const body = this.settings.text.value() === 'on' ? truncate(text, TEXT_LENGTH) : t('notifications.newMessage')
    try {
      const tag = `${chatId}.${sequence}`
      const notification = new Notification(email, { body, tag, icon: 'favicon.svg', silent: true })
      this.shown.set(chatId, [...(this.shown.get(chatId) ?? []), notification])
      notification.onclick = () => {
        notification.close()
        window.focus()
        void this.router.navigate(['/chats', chatId])
      }
    } catch {
      // Phones want a service worker for it; there the sound has to do.
    }
  }
}

const readPermission = (): NotificationPermission | 'unsupported' =>
  attempt(() => Notification.permission) ?? 'unsupported'
