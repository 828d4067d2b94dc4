import type { ChatApi } from './chat-api.js'
import { RetryingTask } from '../core/retrying-task.js'
import type { Timings } from '../core/timings.js'
import type { SupportMessage } from '../../contract/user-api.js'

/** Reports to the server what this side has read and, of a user, what has arrived: only forward, several in one request. */
export class Receipts {
  /** Up to where this side has read. */
  readUpTo = 0
  readonly #api: ChatApi
  readonly #timings: Timings
  readonly #reading: RetryingTask
  readonly #delivery: RetryingTask
  /** Up to where the server has been told of reading, and of delivery. */
  #readSent = 0
  #deliveredSent = 0
  #deliveredUpTo = 0

  constructor(api: ChatApi, timings: Timings) {
    this.#api = api
    this.#timings = timings
    this.#reading = new RetryingTask(timings, () => this.#sendRead())
    this.#delivery = new RetryingTask(timings, () => this.#sendDelivered())
    globalThis.addEventListener?.('pagehide', this.resume)
  }

  read(sequence: number): void {
    this.readUpTo = sequence
    this.#reading.schedule(this.#timings.read)
  }

  /** Another client of this side has read up to there, as the server has announced. */
  readElsewhere(sequence: number): void {
    this.#readSent = Math.max(this.#readSent, sequence)
    this.readUpTo = Math.max(this.readUpTo, this.#readSent)
  }

  /** `messages`, in order, have arrived. Only users' clients report it; what was read needs no such report any more. */
  arrived(messages: readonly SupportMessage[]): void {
    if (this.#api.side !== 'user') return
    const newest = messages.findLast(({ sender_type }) => sender_type === 'admin')
    if (!newest || newest.read_at || newest.sequence <= this.#deliveredSent) return
    this.#deliveredUpTo = newest.sequence
    this.#delivery.schedule(this.#timings.read)
  }

  /** The server was asked for what comes after `sequence`, and so knows that everything up to there has arrived. */
  askedAfter(sequence: number): void {
    this.#deliveredSent = Math.max(this.#deliveredSent, sequence)
  }

  /** The connection is back, or the page is being left: what waits is sent at once. */
  readonly resume = (): void => void this.#reading.run()

  close(): void {
    globalThis.removeEventListener?.('pagehide', this.resume)
    this.resume()
    this.#reading.stop()
    this.#delivery.stop()
  }

  async #sendRead(): Promise<void> {
    const sequence = this.readUpTo
    if (sequence <= this.#readSent) return
    await this.#api.markRead(sequence)
    this.#readSent = Math.max(this.#readSent, sequence)
  }

  async #sendDelivered(): Promise<void> {
    const sequence = this.#deliveredUpTo
    if (sequence <= this.#deliveredSent) return
    await this.#api.markDelivered(sequence)
    this.askedAfter(sequence)
  }
}
