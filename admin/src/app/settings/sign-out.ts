import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core'
import { browserOutboxStore, clearOutbox, outboxPrefix } from '@support-chat/shared/client'
import { LiveConnection } from '../connection/live-connection.js'
import { Drafts, draftsOf } from '../chats/drafts.js'
import { formatList } from '../language/format-list.js'
import { counted, t } from '../language/words.js'
import { BrowserStorage } from '../storage/browser-storage.js'
import { serverUrl } from '../auth/auth-api.js'
import { StaffSession } from '../auth/staff-session.js'

/**
 * Signs out and deletes what was written and not sent, since others may use the computer. Asks first if there is any. A
 * session that merely expires keeps everything, for the same person to go on with.
 */
@Injectable()
export class SignOut {
  private readonly session = inject(StaffSession)
  private readonly storage = inject(BrowserStorage)
  private readonly connection = inject(LiveConnection)
  private readonly drafts = inject(Drafts)
  private readonly userId = this.session.user()?.id ?? ''
  private leaving = false
  private readonly unsent = signal({ messages: 0, drafts: 0 })

  /** Changes each time the reader is to be asked. */
  readonly asked = signal(0)
  /** What would be lost, in a sentence; null for nothing. */
  readonly loss = computed(() => {
    const { messages, drafts } = this.unsent()
    const parts = [
      messages > 0 ? counted('signOut.messages', messages) : '',
      drafts > 0 ? counted('signOut.drafts', drafts) : '',
    ].filter(Boolean)
    return parts.length > 0 ? t('signOut.loss', { what: formatList(parts) }) : null
  })

  constructor() {
    // Once more when the open chat is gone: its outbox may have stored a message meanwhile.
    inject(DestroyRef).onDestroy(() => {
      if (this.leaving) this.forget()
    })
  }

  /** Signs out, or asks first. */
  begin(): void {
    this.countUnsent()
    if (this.loss() === null) this.finish()
    else this.asked.update((times) => times + 1)
  }

  /** Counts again what has not been sent. */
  countUnsent(): void {
    this.unsent.set({
      messages: browserOutboxStore().load(outboxPrefix(serverUrl(), this.userId)).length,
      drafts: this.storage.keys(draftsOf(this.userId)).length,
    })
  }

  finish(): void {
    this.leave()
    // Stops requests that the server would refuse from now on.
    this.connection.engine.stop()
    void this.session.signOut()
  }

  /** The server has ended the session already. */
  leave(): void {
    this.leaving = true
    this.forget()
  }

  private forget(): void {
    clearOutbox(serverUrl(), this.userId)
    for (const key of this.storage.keys(draftsOf(this.userId))) this.storage.remove(key)
    this.drafts.readAgain()
  }
}
