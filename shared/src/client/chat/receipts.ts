import type { ChatApi } from './chat-api.js'
import { RetryingTask } from '../core/retrying-task.js'
import type { Timings } from '../core/timings.js'
import type { SupportMessage } from '../../contract/user-api.js'

/** Tells the server what this side has read and, of a user, what has arrived: only forward, and a batch in one go. */
export class Receipts {
  /** Up to where this side has read. */
  readUpTo = 0
  readonly #api: ChatApi
  readonly #timings: Timings
  readonly #reading: RetryingTask
  readonly #delivery: RetryingTask
  /** Up to where the server knows of reading, and of delivery. */
  #readTold = 0
  #deliveredTold = 0
  #deliveredUpTo = 0

  constructor(api: ChatApi, timings: Timings) {
    this.#api = api
    this.#timings = timings
    this.#reading = new RetryingTask(timings, () => this.#tellRead())
    this.#delivery = new RetryingTask(timings, () => this.#tellDelivered())
    globalThis.addEventListener?.('pagehide', this.resume)
  }

  read(sequence: number): void {
    this.readUpTo = sequence
    this.#reading.schedule(this.#timings.read)
  }

  /** Another client of this side has read it, and told so. */
  readElsewhere(sequence: number): void {
    this.#readTold = Math.max(this.#readTold, sequence)
    this.readUpTo = Math.max(this.readUpTo, this.#readTold)
  }

  /** Messages, in order, have arrived here. Nobody asks what has reached staff, and what has been read has arrived. */
  arrived(messages: readonly SupportMessage[]): void {
    if (this.#api.side !== 'user') return
    const newest = messages.findLast(({ sender_type }) => sender_type === 'admin')
    if (!newest || newest.read_at || newest.sequence <= this.#deliveredTold) return
    this.#deliveredUpTo = newest.sequence
    this.#delivery.schedule(this.#timings.read)
  }

  /** The server has been asked for what comes after `sequence`, and so knows that the rest is here. */
  askedAfter(sequence: number): void {
    this.#deliveredTold = Math.max(this.#deliveredTold, sequence)
  }

  /** The line is up (again), or the page is being left, and with it ends every wait. */
  readonly resume = (): void => void this.#reading.run()

  close(): void {
    globalThis.removeEventListener?.('pagehide', this.resume)
    this.resume()
    this.#reading.stop()
    this.#delivery.stop()
  }

  async #tellRead(): Promise<void> {
    const sequence = this.readUpTo
    if (sequence <= this.#readTold) return
    await this.#api.markRead(sequence)
    this.#readTold = Math.max(this.#readTold, sequence)
  }

  async #tellDelivered(): Promise<void> {
    const sequence = this.#deliveredUpTo
    if (sequence <= this.#deliveredTold) return
    await this.#api.markDelivered(sequence)
    this.askedAfter(sequence)
  }
}
