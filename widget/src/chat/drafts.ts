import type { UserKey } from './identity.js'

const PREFIX = 'support-chat-draft|'

/** Where the tab has no storage: as long as the page lives. */
const inMemory: Record<string, string> = {}

/** What the user of this tab is writing and has not sent. It outlives element and page, but no sign-out. */
export const draftOf = (userKey: UserKey): string => storage()[PREFIX + userKey] ?? ''

export function keepDraft(userKey: UserKey, text: string): void {
  if (!text) return forgetDrafts(userKey)
  try {
    storage()[PREFIX + userKey] = text
  } catch {
    // Storage is full: the text is still in the input.
  }
}

/** @param userKey null for everybody's */
export function forgetDrafts(userKey: UserKey | null): void {
  const kept = storage()
  for (const key of Object.keys(kept)) {
    if (userKey === null ? key.startsWith(PREFIX) : key === PREFIX + userKey) Reflect.deleteProperty(kept, key)
  }
}

function storage(): Record<string, string> {
  try {
    // Null in an app's web view that was given none; some fail only when they are read.
    return sessionStorage.length < 0 ? inMemory : sessionStorage
  } catch {
    return inMemory
  }
}
