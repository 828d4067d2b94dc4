import type { ChatApi } from './chat-api.js'
import type { ChatView } from './chat-view.js'
import { RetryingTask } from '../core/retrying-task.js'
import type { Timings } from '../core/timings.js'
import { MAX_PAGE_SIZE } from '../../contract/limits.js'
import type { SupportMessage } from '../../contract/user-api.js'
import type { Receipts } from './receipts.js'
import { firstSequence, gapAfter } from './timeline.js'

/** While polling, each poll of this number also asks what has been read. */
const POLLS_PER_READ_CHECK = 6

/**
 * Keeps what is shown in step with what the server has: fetches the newest page, then whatever comes after the newest
 * message shown, until nothing is missing. Over REST, where the server announces nothing, it polls.
 */
export class ChatSync {
  readonly #api: ChatApi
  readonly #view: ChatView
  readonly #receipts: Receipts
  readonly #timings: Timings
  readonly #load: () => Promise<void>
  readonly #catchUp: RetryingTask
  /** Messages may have been read without an event that said so. */
  #checkReads = true
  #polls = 0
  #pollTimer: ReturnType<typeof setInterval> | undefined
  #stopped = false

  /** @param load fetches the newest page and shows it */
  constructor(api: ChatApi, view: ChatView, receipts: Receipts, timings: Timings, load: () => Promise<void>) {
    this.#api = api
    this.#view = view
    this.#receipts = receipts
    this.#timings = timings
    this.#load = load
    this.#catchUp = new RetryingTask(
      timings,
      () => this.#fetchNew(),
      (error) => view.change({ error }),
    )
  }

  /** Fetches what is missing. Resolves when nothing is under way any more; never rejects. */
  run(): Promise<void> {
    return this.#catchUp.run()
  }

  /** Events may have been missed: fetches what is missing, and what has been read. */
  resume(): void {
    this.#checkReads = true
    void this.run()
  }

  /** Starts to poll, or stops it. */
  poll(isOn: boolean): void {
    clearInterval(this.#pollTimer)
    if (!isOn) return
    this.#pollTimer = setInterval(() => {
      this.#checkReads ||= ++this.#polls % POLLS_PER_READ_CHECK === 0
      void this.run()
    }, this.#timings.poll)
  }

  /**
   * The server has announced messages, or how far the chat goes. What is missing before that may still be on its way; it
   * is fetched if it does not come at once.
   */
  receive(messages: readonly SupportMessage[], head?: number): void {
    this.#show(messages, head)
    if (gapAfter(this.#view.timeline) !== null) this.#catchUp.schedule(this.#timings.gap)
  }

  /** See `ChatSession.loadOlder`. */
  async loadOlder(limit: number): Promise<void> {
    const view = this.#view
    if (!view.state.hasMore || view.state.loadingOlder) return
    view.change({ loadingOlder: true })
    try {
      view.prepend(await this.#api.before(firstSequence(view.timeline), limit))
    } catch {
      // `hasMore` still says that there is more; scrolling up asks again.
    } finally {
      view.change({ loadingOlder: false })
    }
  }

  stop(): void {
    this.#stopped = true
    clearInterval(this.#pollTimer)
    this.#catchUp.stop()
  }

  async #fetchNew(): Promise<void> {
    const view = this.#view
    if (!view.state.loaded) {
      this.#checkReads = false
      await this.#load()
    }
    if (this.#stopped || !this.#api.transport) return
    for (let after: number | null = view.timeline.last; after !== null;) {
      const { messages, last_sequence, redacted = [] } = await this.#api.after(after)
      this.#receipts.askedAfter(after)
      view.redact(redacted)
      this.#show(messages, last_sequence)
      // An answer without progress would repeat for ever; the next `head` event asks again.
      after = view.timeline.last === after ? null : gapAfter(view.timeline)
    }
    if (this.#checkReads) await this.#fetchReads()
    if (view.state.error) view.change({ error: null })
  }

  /** Fetches again what is shown as unread, as far as one page goes. */
  async #fetchReads(): Promise<void> {
    const { stored, last } = this.#view.timeline
    const oldest = stored.find((message) => !message.read_at)
    if (oldest) {
      const before = (last ?? 0) + 1
      const page = await this.#api.before(before, Math.min(before - oldest.sequence, MAX_PAGE_SIZE))
      this.#show(page.messages)
    }
    this.#checkReads = false
  }

  #show(messages: readonly SupportMessage[], head?: number): void {
    this.#view.receive(messages, head)
    this.#receipts.arrived(this.#view.timeline.stored)
  }
}
