import { attempt } from '../core/attempt.js'

/** Where unsent messages are stored. Extension point: for hosts that may not use localStorage. */
export interface OutboxStore {
  /** Every key that starts with `prefix`, with its value. */
  load(prefix: string): [key: string, value: string][]
  /** May throw, on a full or forbidden storage; the message is then kept in memory only. */
  set(key: string, value: string): void
  remove(key: string): void
  /** Calls back when another tab has set a value, or removed it (null); returns a function that stops watching. */
  watch(listener: (key: string, value: string | null) => void): () => void
}

/** Keeps unsent messages as long as the page lives. */
export const memoryOutboxStore = (): OutboxStore => storeOver({})

/**
 * Keeps unsent messages in localStorage, or in memory where a private window, a sandboxed frame, an app's web view or Node
 * denies it.
 */
export function browserOutboxStore(): OutboxStore {
  const kept = attempt(() => {
    const store = storeOver(window.localStorage)
    // In some browsers it is null, or fails only when it is read.
    store.load('')
    return store
  })
  return kept ?? inMemory
}

const storeOver = (values: Record<string, string>): OutboxStore => ({
  load: (prefix) => Object.entries(values).filter(([key]) => key.startsWith(prefix)),
  set: (key, value) => void (values[key] = value),
  remove: (key) => void Reflect.deleteProperty(values, key),
  watch(listener) {
    const onStorage = ({ storageArea, key, newValue }: StorageEvent) => {
      if (storageArea === values && key) listener(key, newValue)
    }
    globalThis.addEventListener?.('storage', onStorage)
    return () => globalThis.removeEventListener?.('storage', onStorage)
  },
})

/** One for the whole page, so that a session finds what the one before has left unsent. */
const inMemory = memoryOutboxStore()

/** Stands for the id of a user's own chat, which is not known before it has been fetched. */
export const OWN_CHAT = 'own'

/** The key prefix of everything unsent on one server; of one user, and in one chat, where these are given. */
export const outboxPrefix = (...path: [serverUrl: string, userKey?: string, chat?: string]): string =>
  ['support-chat', ...path.map((part) => encodeURIComponent(part ?? '')), ''].join('|')

/**
 * Forgets whatever `userKey` has not sent, on signing out; where that is null, what any user has not sent in a chat of
 * their own. What staff have not sent stays then.
 */
export function clearOutbox(
  serverUrl: string,
  userKey: string | null,
  store: OutboxStore = browserOutboxStore(),
): void {
  const prefix = userKey === null ? outboxPrefix(serverUrl) : outboxPrefix(serverUrl, userKey)
  for (const [key] of store.load(prefix)) {
    if (userKey !== null || key.split('|')[3] === OWN_CHAT) store.remove(key)
  }
}
