import { computed, inject, Injectable, linkedSignal } from '@angular/core'
import { StaffSession } from '../auth/staff-session.js'
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
  private readonly prefix = computed(() => draftsOf(this.session.user()?.id))
  /** By key. Read once: each card of the list asks for its draft whenever any of them changes. */
  private readonly kept = linkedSignal(() => this.readAll(this.prefix()))

  constructor() {
    this.storage.followTabs(({ key }) => {
      if (key === null) this.readAgain()
      else if (key.startsWith(this.prefix())) this.put(key, parse(this.storage.get(key)))
    })
  }

  /** Follows what is typed, in other tabs too. */
  get(chatId: string): Draft {
    return this.kept().get(this.prefix() + chatId) ?? NOTHING
  }

  keep(chatId: string, draft: Draft): void {
    const key = this.prefix() + chatId
    if (draft.text.trim()) this.storage.set(key, JSON.stringify(draft))
    else this.storage.remove(key)
    this.put(key, draft.text.trim() ? draft : null)
  }

  /** Somebody else has changed what the browser keeps. */
  readAgain(): void {
    this.kept.set(this.readAll(this.prefix()))
  }

  private put(key: string, draft: Draft | null): void {
    this.kept.update((kept) => {
      const next = new Map(kept)
      if (draft) next.set(key, draft)
      else next.delete(key)
      return next
    })
  }

  private readAll(prefix: string): ReadonlyMap<string, Draft> {
    const all = this.storage.keys(prefix).map((key) => [key, parse(this.storage.get(key))] as const)
    return new Map(all.flatMap(([key, draft]) => (draft ? [[key, draft]] : [])))
  }
}

function parse(text: string | null): Draft | null {
  try {
    const kept = JSON.parse(text ?? 'null') as Partial<Draft> | null
    if (typeof kept?.text !== 'string') return null
    return { text: kept.text, since: typeof kept.since === 'number' ? kept.since : null }
  } catch {
    return null
  }
}

/** How the keys begin under which the drafts of one member of staff are kept. */
export const draftsOf = (userId: string | undefined): string => `support-chat.draft.${userId}.`
