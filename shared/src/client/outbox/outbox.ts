import { attempt } from '../core/attempt.js'
import { newClientId } from '../core/client-id.js'
import type { ApiError } from '../../contract/errors.js'
import { RetryingTask } from '../core/retrying-task.js'
import { readEntry, tooLong, withEntry, type OutboxEntry } from './outbox-entry.js'
import type { OutboxStore } from './outbox-store.js'
import type { Timings } from '../core/timings.js'
import { retryDelay, toApiError } from '../core/request-error.js'
import type { SupportMessage } from '../../contract/user-api.js'
import type { PendingMessage } from './pending-message.js'

export interface OutboxOptions {
  store: OutboxStore
  /** Of this server, this user and this chat; see `outboxPrefix`. */
  prefix: string
  timings: Timings
  /** Whether messages can be sent now. */
  ready: () => boolean
  /** Called before each message is sent; where it fails, all of them wait and are tried again. @throws RequestError */
  prepare: () => Promise<void>
  /** Stores one message on the server; a repeat of its client_id answers with the original. @throws RequestError */
  deliver: (message: PendingMessage) => Promise<SupportMessage>
  /** Whether the server answers other requests: called where a message was `unavailable`, to tell which of the two it is. */
  serverAnswers: () => Promise<boolean>
  /** The server has stored it. It stays among the messages until it is removed. */
  onDelivered: (message: SupportMessage) => void
  /** A message is new here or has changed its state. */
  onChange: () => void
  /** Another tab has sent or discarded it. It stays among the messages until it is removed. */
  onGone: (clientId: string) => void
}

/** The server has failed over this message: it is given up after five times. */
const INTERNAL_PENALTY = 4
/** Something rejects this message alone, a firewall say, while the server answers everything else: minutes are enough. */
const UNAVAILABLE_PENALTY = 1
const MAX_PENALTY = 20

/**
 * What a person has written and the server has not: in order, one at a time, kept over reloads and shared with the other
 * tabs of the same user. Each message has a key of its own in the store, so that two tabs never overwrite each other; two
 * tabs sending the same one is harmless, since the server knows it by its client_id.
 */
export class Outbox {
  readonly #options: OutboxOptions
  readonly #sending: RetryingTask
  #stopWatching: () => void = () => undefined
  #entries: readonly OutboxEntry[] = []
  #closed = false

  constructor(options: OutboxOptions) {
    this.#options = options
    this.#sending = new RetryingTask(options.timings, () => this.#sendAll())
    // Where the storage cannot be read, the outbox begins empty.
    attempt(() => {
      for (const [key, value] of options.store.load(options.prefix)) this.#insert(key, value)
      this.#stopWatching = options.store.watch((key, value) => this.#onStorageChange(key, value))
    })
  }

  /** In order, with those that are sent and not removed yet. Another array after each change. */
  get messages(): readonly PendingMessage[] {
    return this.#entries
  }

  /** Queues `content`, which must be trimmed and not empty. @returns its client_id. */
  add(content: string): string {
    const client_id = newClientId()
    const created_at = new Date().toISOString()
    const order = (this.#entries.at(-1)?.order ?? 0) + 1
    this.#put({ client_id, content, created_at, state: 'sending', error: null, order, penalty: 0 })
    this.retry(client_id)
    return client_id
  }

  retry(clientId: string): void {
    const entry = this.#find(clientId)
    if (!entry || entry.sent) return
    this.#setStatus({ ...entry, penalty: 0 }, tooLong(entry.content))
    void this.#sending.run()
  }

  /** The server has it: it is not sent again, and stays among the messages until it is removed. */
  settle(clientId: string): void {
    const entry = this.#find(clientId)
    if (!entry || entry.sent) return
    this.#put({ ...entry, sent: true })
    this.#forget(clientId)
  }

  /** Takes a message out: it is shown as stored, or not wanted any more. @returns its text if it was not sent. */
  remove(clientId: string): string | null {
    const entry = this.#find(clientId)
    if (!entry) return null
    this.#entries = this.#entries.filter((other) => other !== entry)
    if (entry.sent) return null
    this.#forget(clientId)
    return entry.content
  }

  /** The connection is back: sends whatever waits, at once. */
  resume(): void {
    void this.#sending.run()
  }

  /** Stops sending. What is unsent stays in the store. */
  close(): void {
    this.#closed = true
    this.#sending.stop()
    this.#stopWatching()
  }

  async #sendAll(): Promise<void> {
    while (this.#next) {
      await this.#options.prepare()
      // Meanwhile the outbox may have been closed, or the message removed.
      const entry = this.#next
      if (!entry) return
      try {
        const stored = await this.#options.deliver(entry)
        this.settle(entry.client_id)
        if (!this.#closed) this.#options.onDelivered(stored)
      } catch (thrown) {
        const error = toApiError(thrown)
        const isFinal = retryDelay(error, this.#options.timings, 0) === null
        const penalty = isFinal ? MAX_PENALTY : entry.penalty + (await this.#penaltyFor(error))
        const failed = penalty >= MAX_PENALTY
        const known = this.#find(entry.client_id)
        if (penalty > entry.penalty && known && !known.sent)
          this.#setStatus({ ...entry, penalty }, failed ? error : null)
        if (!failed) throw thrown
      }
    }
  }

  /** A message that never gets through must not hold the others up for ever; a server that is away may. */
  async #penaltyFor({ code }: ApiError): Promise<number> {
    if (code === 'internal') return INTERNAL_PENALTY
    return code === 'unavailable' && (await this.#options.serverAnswers()) ? UNAVAILABLE_PENALTY : 0
  }

  get #next(): OutboxEntry | undefined {
    if (this.#closed || !this.#options.ready()) return undefined
    return this.#entries.find(({ state, sent }) => state === 'sending' && !sent)
  }

  #onStorageChange(key: string, value: string | null): void {
    const { prefix, timings, onGone, onChange } = this.#options
    if (!key.startsWith(prefix)) return
    const clientId = key.slice(prefix.length)
    const known = this.#find(clientId)
    const entry = value !== null && this.#insert(key, value)
    if (entry) {
      onChange()
      // The tab that wrote it is sending it, unless it has died over that.
      this.#sending.schedule(timings.orphanDelay)
    } else if (known && !known.sent) {
      this.#put({ ...known, sent: true })
      onGone(clientId)
    }
  }

  /** Takes in what the store has under `key`, if that is one of its messages. */
  #insert(key: string, value: string): OutboxEntry | undefined {
    const entry = readEntry(key.slice(this.#options.prefix.length), value)
    if (entry) this.#put(entry)
    return entry
  }

  #put(entry: OutboxEntry): void {
    this.#entries = withEntry(this.#entries, entry)
  }

  /** Failed with `error`, or on its way when there is none. */
  #setStatus(entry: OutboxEntry, error: ApiError | null): void {
    const next: OutboxEntry = { ...entry, error, state: error ? 'failed' : 'sending' }
    this.#put(next)
    // A full or forbidden storage: the message is kept in memory, and sent all the same.
    attempt(() => this.#options.store.set(this.#options.prefix + next.client_id, JSON.stringify(next)))
    this.#options.onChange()
  }

  #forget(clientId: string): void {
    // A storage that fails now would at worst send it again later, under the same client_id.
    attempt(() => this.#options.store.remove(this.#options.prefix + clientId))
  }

  #find(clientId: string): OutboxEntry | undefined {
    return this.#entries.find(({ client_id }) => client_id === clientId)
  }
}
