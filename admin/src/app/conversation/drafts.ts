import { inject, Injectable } from '@angular/core'
import { StaffSession } from '../session/staff-session.js'
import { BrowserStorage } from '../storage/browser-storage.js'

/** What was typed and not sent: one text for each chat and each member of staff, kept over reloads. */
@Injectable({ providedIn: 'root' })
export class Drafts {
  private readonly storage = inject(BrowserStorage)
  private readonly session = inject(StaffSession)

  get(chatId: string): string {
    return this.storage.get(this.key(chatId)) ?? ''
  }

  keep(chatId: string, text: string): void {
    if (text.trim()) this.storage.set(this.key(chatId), text)
    else this.storage.remove(this.key(chatId))
  }

  private key(chatId: string): string {
    return `support-chat.draft.${this.session.user()?.id}.${chatId}`
  }
}
