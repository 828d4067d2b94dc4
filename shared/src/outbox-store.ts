/** Where unsent messages wait. Extension point: a host that may not use localStorage can keep them elsewhere. */
export interface OutboxStore {
  /** Every value whose key starts with `prefix`. */
  load(prefix: string): ReadonlyMap<string, string>
  /** May throw, on a full or forbidden storage; the message is then kept in memory only. */
  set(key: string, value: string): void
  remove(key: string): void
  /** Calls back when another tab has set (or, with null, removed) a value; returns the way to stop. */
  watch(listener: (key: string, value: string | null) => void): () => void
}

/** Keeps unsent messages as long as the page lives. */
export function memoryOutboxStore(): OutboxStore {
  const values = new Map<string, string>()
  return {
    load: (prefix) => new Map([...values].filter(([key]) => key.startsWith(prefix))),
    set: (key, value) => void values.set(key, value),
    remove: (key) => void values.delete(key),
    watch: () => () => undefined,
  }
}

/** Keeps unsent messages in localStorage, or in memory where a private window, a sandboxed frame or Node denies it. */
export function browserOutboxStore(): OutboxStore {
  let storage: Storage
  try {
    storage = window.localStorage
    storage.getItem('')
  } catch {
    return memoryOutboxStore()
  }
  return {
    load: (prefix) =>
      new Map(
        Object.keys(storage)
          .filter((key) => key.startsWith(prefix))
          .map((key) => [key, storage.getItem(key) ?? '']),
      ),
    set: (key, value) => storage.setItem(key, value),
    remove: (key) => storage.removeItem(key),
    watch(listener) {
      const heard = (event: StorageEvent) => {
        if (event.storageArea === storage && event.key) listener(event.key, event.newValue)
      }
      window.addEventListener('storage', heard)
      return () => window.removeEventListener('storage', heard)
    },
  }
}

const part = (text: string) => encodeURIComponent(text) + '|'

/** The prefix of everything one user leaves unsent on one server; of one chat's, where `chat` is given. */
export const outboxPrefix = (serverUrl: string, userKey: string, chat?: string): string =>
  'support-chat|' + part(serverUrl) + part(userKey) + (chat === undefined ? '' : part(chat))

/** Forgets whatever `userKey` has not sent, on signing out. */
export function clearOutbox(serverUrl: string, userKey: string, store: OutboxStore = browserOutboxStore()): void {
  for (const key of store.load(outboxPrefix(serverUrl, userKey)).keys()) store.remove(key)
}
