import { inject, Injectable, signal } from '@angular/core'
import { StaffSession } from '../session/staff-session.js'
import { BrowserStorage } from '../storage/browser-storage.js'

export interface Draft {
  readonly text: string
  /** Sequence of the newest message when the writing began; null where nothing is written or none was known. */
  readonly since: number | null
}

const NOTHING: Draft = { text: '', since: null }

/** What was typed and not sent: one text for each chat and each member of staff, kept over reloads. */
@Injectable({ providedIn: 'root' })
export class Drafts {
  private readonly storage = inject(BrowserStorage)
  private readonly session = inject(StaffSession)
  private readonly changes = signal(0)

  constructor() {
    this.storage.followTabs(({ key }) => {
      if (key === null || key.startsWith(draftsOf(this.session.user()?.id))) this.changes.update((times) => times + 1)
    })
  }

  /** Follows what is typed, in other tabs too. */
  get(chatId: string): Draft {
    this.changes()
    try {
      const kept = JSON.parse(this.storage.get(this.key(chatId)) ?? 'null') as Partial<Draft> | null
      if (typeof kept?.text !== 'string') return NOTHING
      return { text: kept.text, since: typeof kept.since === 'number' ? kept.since : null }
    } catch {
      return NOTHING
    }
  }

  keep(chatId: string, draft: Draft): void {
    if (draft.text.trim()) this.storage.set(this.key(chatId), JSON.stringify(draft))
    else this.storage.remove(this.key(chatId))
    this.changes.update((times) => times + 1)
  }

  private key(chatId: string): string {
    return `${draftsOf(this.session.user()?.id)}${chatId}`
  }
}

/** How the keys begin under which the drafts of one member of staff are kept. */
export const draftsOf = (userId: string | undefined): string => `support-chat.draft.${userId}.`
