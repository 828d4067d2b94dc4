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
 * Leaves a computer that others may use with nothing of what one wrote, and asks first where something was not sent. A
 * session that merely runs out leaves everything where it is, for the same person to go on with.
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

  /** Counts how often it is to be asked. */
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
    // Once more when the chat on the screen is gone: what was on its way out of it may have come back.
    inject(DestroyRef).onDestroy(() => {
      if (this.leaving) this.forget()
    })
  }

  /** Signs out, or asks first. */
  begin(): void {
    this.look()
    if (this.loss() === null) this.finish()
    else this.asked.update((times) => times + 1)
  }

  /** Sees anew what has not been sent. */
  look(): void {
    this.unsent.set({
      messages: browserOutboxStore().load(outboxPrefix(serverUrl(), this.userId)).length,
      drafts: this.storage.keys(draftsOf(this.userId)).length,
    })
  }

  finish(): void {
    this.leave()
    // Nothing is left on its way that the server would refuse.
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
