import { newClientId } from './client-id.js'
import { isRetryable, type ApiError } from './error-code.js'
import { MAX_CONTENT_LENGTH } from './limits.js'
import type { OutboxStore } from './outbox-store.js'
import { backoff, type Pace } from './pace.js'
import { retryAfter, toApiError } from './request-error.js'
import type { SupportMessage } from './rest.js'
import type { PendingMessage } from './timeline.js'

export interface OutboxOptions {
  store: OutboxStore
  /** Of this server, this user and this chat; see `outboxPrefix`. */
  prefix: string
  pace: Pace
  /** Whether there is any use in trying now. */
  ready: () => boolean
  /** Stores one message on the server; a repeat of its client_id answers with the original. @throws RequestError */
  deliver: (message: PendingMessage) => Promise<SupportMessage>
  onDelivered: (message: SupportMessage) => void
  /** A message is new here or has changed its state. */
  onChange: (message: PendingMessage) => void
  /** Another tab has sent or discarded it. */
  onGone: (clientId: string) => void
}

interface Entry extends PendingMessage {
  /** Place in the queue; survives a reload, unlike the order of keys in a storage. */
  order: number
}

/**
 * What a person has written and the server has not: in order, one at a time, kept over reloads and shared with the other
 * tabs of the same user. Each message has a key of its own in the store, so that two tabs never overwrite each other; two
 * tabs sending the same one is harmless, since the server knows it by its client_id.
 */
export class Outbox {
  readonly #options: OutboxOptions
  readonly #stopWatching: () => void
  #entries: Entry[] = []
  /** Written in another tab, which is sending them. Taken over at the next `resume`, should it have died. */
  readonly #foreign = new Set<string>()
  #busy = false
  #failures = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #closed = false

  constructor(options: OutboxOptions) {
    this.#options = options
    for (const value of options.store.load(options.prefix).values()) this.#insert(value)
    this.#stopWatching = options.store.watch((key, value) => this.#heard(key, value))
  }

  get messages(): readonly PendingMessage[] {
    return this.#entries
  }

  /** Queues `content`, which must be trimmed and not empty. @returns its client_id. */
  add(content: string): string {
    const entry: Entry = {
      client_id: newClientId(),
      content,
      created_at: new Date().toISOString(),
      state: 'sending',
      error: null,
      order: (this.#entries.at(-1)?.order ?? 0) + 1,
    }
    this.#entries = [...this.#entries, entry]
    this.#update(entry, content.length > MAX_CONTENT_LENGTH ? tooLong(content) : null)
    void this.#pump()
    return entry.client_id
  }

  retry(clientId: string): void {
    const entry = this.#find(clientId)
    if (entry?.state !== 'failed' || entry.content.length > MAX_CONTENT_LENGTH) return
    this.#foreign.delete(clientId)
    this.#update(entry, null)
    void this.#pump()
  }

  /** Forgets a message: it is stored, or not wanted any more. @returns its text. */
  remove(clientId: string): string | null {
    const entry = this.#find(clientId)
    if (!entry) return null
    this.#entries = this.#entries.filter((other) => other !== entry)
    try {
      this.#options.store.remove(this.#options.prefix + clientId)
    } catch {
      // A storage that fails now would at worst send it again later, under the same client_id.
    }
    return entry.content
  }

  /** The line is up (again): sends whatever waits, without waiting any longer. */
  resume(): void {
    this.#failures = 0
    this.#foreign.clear()
    void this.#pump()
  }

  /** Stops sending. What is unsent stays in the store. */
  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
    this.#stopWatching()
  }

  async #pump(): Promise<void> {
    const entry = this.#entries.find(({ state, client_id }) => state === 'sending' && !this.#foreign.has(client_id))
    if (!entry || this.#busy || this.#closed || !this.#options.ready()) return
    clearTimeout(this.#timer)
    this.#busy = true
    let wait = 0
    try {
      const stored = await this.#options.deliver(entry)
      this.#failures = 0
      this.remove(entry.client_id)
      if (!this.#closed) this.#options.onDelivered(stored)
    } catch (thrown) {
      wait = this.#refused(entry.client_id, toApiError(thrown))
    }
    this.#busy = false
    if (wait && !this.#closed) this.#timer = setTimeout(() => void this.#pump(), wait)
    else void this.#pump()
  }

  /** @returns how long to wait before the next attempt; 0 where the queue may go on at once. */
  #refused(clientId: string, error: ApiError): number {
    // An expired sign-in says nothing about the message.
    if (isRetryable(error.code) || error.code === 'unauthenticated') {
      return retryAfter(error) || 1 + backoff(this.#options.pace, this.#failures++)
    }
    const entry = this.#find(clientId)
    if (entry) this.#update(entry, error)
    return 0
  }

  #heard(key: string, value: string | null): void {
    if (!key.startsWith(this.#options.prefix)) return
    const clientId = key.slice(this.#options.prefix.length)
    const before = this.#find(clientId)
    if (value === null) {
      this.#entries = this.#entries.filter((entry) => entry !== before)
      if (before) this.#options.onGone(clientId)
      return
    }
    const entry = this.#insert(value)
    if (!entry) return
    if (!before) this.#foreign.add(clientId)
    this.#options.onChange(entry)
  }

  #insert(value: string): Entry | null {
    const entry = parse(value)
    if (!entry) return null
    this.#entries = [...this.#entries.filter((other) => other.client_id !== entry.client_id), entry]
    this.#entries.sort((a, b) => a.order - b.order || (a.client_id < b.client_id ? -1 : 1))
    return entry
  }

  #update(entry: Entry, error: ApiError | null): void {
    const next: Entry = { ...entry, error, state: error ? 'failed' : 'sending' }
    this.#entries = this.#entries.map((other) => (other.client_id === next.client_id ? next : other))
    this.#save(next)
    this.#options.onChange(next)
  }

  #save(entry: Entry): void {
    try {
      this.#options.store.set(this.#options.prefix + entry.client_id, JSON.stringify(entry))
    } catch {
      // Full or forbidden: the message lives on in memory, and goes out all the same.
    }
  }

  #find(clientId: string): Entry | undefined {
    return this.#entries.find((entry) => entry.client_id === clientId)
  }
}

const tooLong = (content: string): ApiError => ({
  code: 'content_too_long',
  message: `The message has ${content.length} characters; ${MAX_CONTENT_LENGTH} is the limit.`,
})

/** A stored value, if it is one of ours; a page may have put anything there. */
function parse(value: string): Entry | null {
  try {
    const entry = JSON.parse(value) as Entry
    const sound =
      typeof entry.client_id === 'string' && typeof entry.content === 'string' && Number.isFinite(entry.order)
    return sound ? entry : null
  } catch {
    return null
  }
}
