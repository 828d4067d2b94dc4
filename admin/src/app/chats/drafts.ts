import { computed, inject, Injectable, linkedSignal } from '@angular/core'
import { StaffSession } from '../auth/staff-session.js'
import { BrowserStorage } from '../storage/browser-storage.js'

export interface Draft {
  readonly text: string
  /** Sequence of the newest message when the draft was begun; null for an empty draft, or where no message was known. */
  readonly since: number | null
}

const NOTHING: Draft = { text: '', since: null }

/** Unsent text, one for each chat and member of staff. Kept in local storage, so that it survives a reload. */
@Injectable({ providedIn: 'root' })
export class Drafts {
  private readonly storage = inject(BrowserStorage)
  private readonly session = inject(StaffSession)
  private readonly prefix = computed(() => draftsOf(this.session.user()?.id))
  /** By storage key. Cached, since every card of the list asks for its draft whenever one changes. */
  private readonly kept = linkedSignal(() => this.readAll(this.prefix()))

  constructor() {
    this.storage.followTabs(({ key }) => {
      if (key === null) this.readAgain()
      else if (key.startsWith(this.prefix())) this.put(key, parse(this.storage.get(key)))
    })
  }

  /** The current draft of a chat, typed here or in another tab. Reads a signal. */
  get(chatId: string): Draft {
    return this.kept().get(this.prefix() + chatId) ?? NOTHING
  }

  keep(chatId: string, draft: Draft): void {
    const key = this.prefix() + chatId
    if (draft.text.trim()) this.storage.set(key, JSON.stringify(draft))
    else this.storage.remove(key)
    this.put(key, draft.text.trim() ? draft : null)
  }

  /** Deletes what was begun in a chat: an answer, and a private note. */
  forget(chatId: string): void {
    for (const id of [chatId, noteDraft(chatId)]) this.keep(id, NOTHING)
  }

  /** Reads the storage again, after another tab or account has changed it. */
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

/** The draft of a private note stands beside that of the answer, under a name of its own. */
export const noteDraft = (chatId: string): string => `note.${chatId}`

/** Prefix of the storage keys of all drafts of a member of staff. */
export const draftsOf = (userId: string | undefined): string => `support-chat.draft.${userId}.`
