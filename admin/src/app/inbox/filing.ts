import { DestroyRef, inject, Injectable, signal } from '@angular/core'
import { type AdminSupportChat, routes, type SupportChatListItem } from '@support-chat/shared'
import { LiveConnection } from '../connection/live-connection.js'
import { t } from '../language/words.js'
import { Inbox } from './inbox.js'

/** So long it can be undone from the list; afterwards from the other tab. */
const NOTICE_MS = 10_000

type Chat = Pick<SupportChatListItem | AdminSupportChat, 'id' | 'user_email' | 'archived'>

/** What was done last, in words. */
export interface Filed {
  readonly chat: Chat
  readonly words: string
  readonly failed: boolean
}

/** Archives and restores from the list, and takes it back: with one key, the wrong chat is soon gone. */
@Injectable()
export class Filing {
  private readonly inbox = inject(Inbox)
  private readonly connection = inject(LiveConnection)
  private readonly filed = signal<Filed | null>(null)
  private timer: ReturnType<typeof setTimeout> | undefined
  private busy = false

  readonly last = this.filed.asReadonly()

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer))
  }

  /** Archives a chat, or restores an archived one. Never rejects: what went wrong is said in {@link last}. */
  async toggle(chatId: string): Promise<void> {
    if (this.busy) return
    this.busy = true
    try {
      // The open chat need not be in the list that is shown.
      const chat = this.inbox.find(chatId) ?? (await this.connection.get<Chat>(routes.adminChat(chatId)))
      await this.move(chat)
    } catch {
      this.clear()
    } finally {
      this.busy = false
    }
  }

  async undo(): Promise<void> {
    const chat = this.filed()?.chat
    this.clear()
    if (chat) await this.move({ ...chat, archived: !chat.archived })
    this.clear()
  }

  private async move(chat: Chat): Promise<void> {
    const archived = !chat.archived
    try {
      await this.inbox.setArchived(chat.id, archived)
      const words = t(archived ? 'inbox.wasArchived' : 'inbox.wasRestored', { email: chat.user_email })
      this.say({ chat, words, failed: false })
    } catch {
      this.say({ chat, words: t(archived ? 'conversation.notArchived' : 'conversation.notRestored'), failed: true })
    }
  }

  private say(filed: Filed): void {
    this.filed.set(filed)
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.filed.set(null), NOTICE_MS)
  }

  private clear(): void {
    clearTimeout(this.timer)
    this.filed.set(null)
  }
}
