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
/** Least time between two sounds, in all tabs together. */
const SOUND_PAUSE_MS = 2_000

/** A message, or a note that mentions the reader, by its id. */
type News = Omit<NewMessage, 'sequence'> & { readonly sequence: number | string }

/**
 * Desktop notifications and sounds for new messages of users: one for each message however many tabs are open, and none
 * while any of them shows the chat and has the focus.
 */
@Injectable()
export class Notifications {
  private readonly router = inject(Router)
  private readonly chats = inject(ChatsStore)
  private readonly settings = inject(NotificationSettings)
  private readonly session = inject(StaffSession)
  private readonly missed = signal(false)
  private left = false
  /** The notifications that may still be on the desktop, by chat. */
  private readonly shown = new Map<string, Notification[]>()

  /** `unsupported` where the browser has none, as on origins that are not secure. */
  readonly permission = signal(readPermission())
  /** A message came that nobody viewed, and the reader has not been asked yet whether to be notified. */
  readonly shouldAsk = computed(
    () => this.missed() && this.permission() === 'default' && this.settings.asked.value() === 'no',
  )

  constructor() {
    const messages = inject(NewMessages)
    messages.on((message) => void this.notify(message))
    messages.onRead((chatId) => this.withdraw(chatId))
    const connection = inject(LiveConnection)
    connection.on('mentioned', ({ chat_id, note }) => {
      const name = note.author?.name ?? note.author?.email ?? ''
      void this.notify({
        chatId: chat_id,
        email: t('notes.mentioned', { name }),
        text: note.content,
        sequence: note.id,
      })
    })
    connection.on('chat_updated', ({ chat }) => {
      if (!chat.unread) this.withdraw(chat.id)
    })
    connection.on('chat_erased', ({ chat_id }) => this.withdraw(chat_id))
    inject(Commands).handle({ mute: { run: () => this.settings.toggle() } })
    effect((onCleanup) => {
      const chatId = this.chats.openChatId()
      if (chatId && this.chats.isViewed(chatId)) onCleanup(holdView(chatId))
    })
    // After signing out, in any tab, no message may stay on the desktop.
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

  private async notify(message: News): Promise<void> {
    if (this.chats.isViewed(message.chatId) || this.settings.isPaused()) return
    if (await isViewedInAnyTab(message.chatId)) return
    this.missed.set(true)
    await inOneTab(`${message.chatId}.${message.sequence}`, () => {
      if (this.settings.desktop.value() === 'on') this.show(message)
      // One sound for several messages at once.
      if (this.settings.sound.value() === 'on') void inOneTab('sound', chime, SOUND_PAUSE_MS)
    })
  }

  /** Closes the notifications of a chat that a member of staff has read, or that is no more. */
  private withdraw(chatId: string): void {
    this.shown.get(chatId)?.forEach((notification) => notification.close())
    this.shown.delete(chatId)
  }

  private withdrawAll(): void {
    for (const chatId of [...this.shown.keys()]) this.withdraw(chatId)
  }

  private show({ chatId, email, text, sequence }: News): void {
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
      // Phones allow notifications from service workers only; they get the sound.
    }
  }
}

const readPermission = (): NotificationPermission | 'unsupported' =>
  attempt(() => Notification.permission) ?? 'unsupported'
