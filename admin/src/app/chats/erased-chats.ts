import { inject, Injectable, signal } from '@angular/core'
import { browserOutboxStore, outboxPrefix } from '@support-chat/shared/client'
import { serverUrl } from '../auth/auth-api.js'
import { StaffSession } from '../auth/staff-session.js'
import { LiveConnection } from '../connection/live-connection.js'
import { ChatsStore } from './chats-store.js'
import { Drafts } from './drafts.js'

/** Chats that were erased with their users: of them the console keeps no more than their ids. */
@Injectable()
export class ErasedChats {
  private readonly session = inject(StaffSession)
  private readonly chats = inject(ChatsStore)
  private readonly drafts = inject(Drafts)
  private readonly ids = signal<ReadonlySet<string>>(new Set())

  constructor() {
    inject(LiveConnection).on('chat_erased', ({ chat_id }) => this.forget(chat_id))
  }

  /** Reads a signal. */
  has(chatId: string): boolean {
    return this.ids().has(chatId)
  }

  /** Drops the chat from lists and counts, with what was begun in it and not sent. Safe to repeat. */
  forget(chatId: string): void {
    this.ids.update((ids) => new Set([...ids, chatId]))
    this.chats.forget(chatId)
    this.drafts.forget(chatId)
    const outbox = browserOutboxStore()
    const prefix = outboxPrefix(serverUrl(), this.session.user()?.id ?? '', chatId)
    for (const [key] of outbox.load(prefix)) outbox.remove(key)
  }
}
