import { ChatApi } from './chat-api.js'
import type { ChatSession, ChatSessionOptions } from './chat-session.js'
import type { ChatState } from './chat-state.js'
import { ChatView } from './chat-view.js'
import type { Connection } from '../connection/connection.js'
import { trimContent } from '../../text/content.js'
import { RetryingTask } from '../core/retrying-task.js'
import type { AdminSupportChat } from '../../contract/admin-api.js'
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '../../contract/limits.js'
import { userChatRoute } from '../../contract/routes.js'
import type { SupportChat, SupportMessage } from '../../contract/user-api.js'
import { Outbox } from '../outbox/outbox.js'
import { browserOutboxStore, outboxPrefix, OWN_CHAT } from '../outbox/outbox-store.js'
import { TIMINGS, type Timings } from '../core/timings.js'
import { Receipts } from './receipts.js'
import { settleOutbox } from './settle-outbox.js'
import { applyRead, firstSequence, gapAfter, openTimeline, prepend, receive, type Timeline } from './timeline.js'
import { Typing } from './typing.js'
import { tellVisits } from './visits.js'

/** Polls over REST between two looks at what was read meanwhile. */
const POLLS_PER_READ_CHECK = 6

/** The signed-in user's own chat, made on the server if need be. */
export const openUserChat = (connection: Connection, options: ChatSessionOptions): ChatSession =>
  new LiveChat(connection, null, userChatRoute, options)

/** @internal What the chat of a user and that of staff have in common. */
export class LiveChat implements ChatSession {
  readonly #connection: Connection
  readonly #api: ChatApi
  readonly #view: ChatView
  readonly #timings: Timings
  readonly #outbox: Outbox
  readonly #typing: Typing
  readonly #catchUp: RetryingTask
  readonly #receipts: Receipts
  readonly #stops: (() => void)[]
  /** Everything was called read before it was known what there is. */
  #readOnLoad = false
  /** What was read may have changed unheard. */
  #checkReads = true
  #polls = 0
  #pollTimer: ReturnType<typeof setInterval> | undefined
  #closed = false

  /** @param chatId for staff; a user has one chat, and need not know its id. */
  constructor(connection: Connection, chatId: string | null, route: string, options: ChatSessionOptions) {
    this.#connection = connection
    const api = (this.#api = new ChatApi(connection, chatId === null ? 'user' : 'admin', route))
    const timings = (this.#timings = { ...TIMINGS, ...options.timings })
    const receipts = (this.#receipts = new Receipts(api, timings))
    const view = (this.#view = new ChatView(
      api.side,
      chatId,
      () => receipts.readUpTo,
      () => this.#outbox.messages,
    ))
    this.#typing = new Typing(
      timings,
      (isTyping) => api.typing(isTyping),
      (otherTyping) => view.change({ otherTyping }),
    )
    this.#catchUp = new RetryingTask(
      timings,
      () => this.#sync(),
      (error) => view.change({ error }),
    )
    this.#outbox = this.#openOutbox(outboxPrefix(connection.serverUrl, options.userKey, chatId ?? OWN_CHAT), options)
    this.#refresh()
    this.#stops = this.#listen()
    if (options.tellsVisits) this.#stops.push(tellVisits(connection))
    this.#followTransport()
    void this.#catchUp.run()
  }

  get state(): ChatState {
    return this.#view.state
  }

  subscribe(listener: (state: ChatState) => void): () => void {
    return this.#view.subscribe(listener)
  }

  send(content: string): string | null {
    const text = trimContent(content)
    if (!text) return null
    this.#typing.own(false)
    return this.#outbox.add(text)
  }

  retry(clientId: string): void {
    this.#outbox.retry(clientId)
  }

  discard(clientId: string): string | null {
    const content = this.#outbox.remove(clientId)
    this.#refresh()
    return content
  }

  async loadOlder(limit = DEFAULT_PAGE_SIZE): Promise<void> {
    if (!this.state.hasMore || this.state.loadingOlder) return
    this.#view.change({ loadingOlder: true })
    try {
      const page = await this.#api.before(firstSequence(this.#timeline), limit)
      const { unreadCount } = this.state
      const timeline = prepend(this.#timeline, page.messages)
      settleOutbox(this.#outbox, page.messages, timeline)
      this.#view.show(timeline, { hasMore: page.has_more }, unreadCount)
    } catch {
      // `hasMore` still says that there is more; scrolling up asks again.
    } finally {
      this.#view.change({ loadingOlder: false })
    }
  }

  markRead(upTo = this.#timeline.last): void {
    this.#readOnLoad = !this.state.loaded
    if (!this.state.unreadCount || upTo === null || upTo <= this.#receipts.readUpTo) return
    this.#receipts.read(upTo)
    this.#refresh()
  }

  setTyping(isTyping: boolean): void {
    this.#typing.own(isTyping)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    for (const stop of this.#stops) stop()
    clearInterval(this.#pollTimer)
    this.#view.close()
    this.#outbox.close()
    this.#catchUp.stop()
    this.#receipts.close()
    this.#api.leave()
  }

  #openOutbox(prefix: string, options: ChatSessionOptions): Outbox {
    return new Outbox({
      store: options.store ?? browserOutboxStore(),
      prefix,
      timings: this.#timings,
      ready: () => this.state.loaded && this.#connection.state.status === 'connected',
      prepare: () => this.#connection.freshenToken(this.#timings.tokenAge),
      serverAnswers: () => this.#api.answers(),
      deliver: ({ content, client_id }) => this.#api.send(content, client_id),
      onDelivered: (message) => this.#onMessage(message),
      onChange: () => this.#refresh(),
      // Sent by another tab, most likely: its stored form takes the place of the bubble, not a hole.
      onGone: (clientId) =>
        void this.#catchUp.run().then(() => {
          this.#outbox.remove(clientId)
          this.#refresh()
        }),
    })
  }

  #listen(): (() => void)[] {
    const ours = (chatId: string | undefined) => !this.state.chatId || chatId === this.state.chatId
    const other = this.#api.side === 'user' ? 'admin' : 'user'
    const connection = this.#connection
    return [
      connection.subscribe(() => this.#followTransport()),
      connection.onSync(() => this.#resume()),
      connection.on('new_message', ({ message }) => {
        if (!ours(message.chat_id)) return
        if (message.sender_type === other) this.#typing.other(false)
        this.#onMessage(message)
      }),
      connection.on('messages_read', (mark) => {
        if (!ours(mark.chat_id)) return
        if (mark.reader_type !== other) this.#receipts.readElsewhere(mark.up_to_sequence)
        const timeline = applyRead(this.#timeline, mark)
        if (timeline !== this.#timeline) this.#view.show(timeline)
      }),
      connection.on('head', ({ chat_id, last_sequence }) => {
        if (!ours(chat_id)) return
        this.#receive([], last_sequence)
        if (gapAfter(this.#timeline) !== null) void this.#catchUp.run()
      }),
      connection.on('typing', ({ chat_id, sender_type, is_typing }) => {
        if (ours(chat_id) && sender_type === other) this.#typing.other(is_typing)
      }),
      connection.on('presence', ({ chat_id, side, online }) => {
        if (side === other && (side === 'admin' || ours(chat_id))) this.#view.change({ otherOnline: online })
      }),
    ]
  }

  #resume(): void {
    this.#checkReads = true
    void this.#catchUp.run()
    this.#outbox.resume()
    this.#receipts.resume()
  }

  #followTransport(): void {
    const { status, transport } = this.#connection.state
    if (status !== 'connected') {
      this.#typing.other(false)
      this.#view.change({ otherOnline: null })
    }
    clearInterval(this.#pollTimer)
    if (transport !== 'rest') return
    this.#pollTimer = setInterval(() => {
      this.#checkReads ||= ++this.#polls % POLLS_PER_READ_CHECK === 0
      void this.#catchUp.run()
    }, this.#timings.poll)
  }

  /** The first page, then everything after the newest message shown, until nothing is missing. */
  async #sync(): Promise<void> {
    if (!this.state.loaded) await this.#load()
    if (this.#closed || !this.#connection.state.transport) return
    for (let after: number | null = this.#timeline.last; after !== null;) {
      const { messages, last_sequence } = await this.#api.after(after)
      this.#receipts.askedAfter(after)
      this.#receive(messages, last_sequence)
      // An answer without progress would repeat for ever; the next beacon asks again.
      after = this.#timeline.last === after ? null : gapAfter(this.#timeline)
    }
    if (this.#checkReads) await this.#fetchReads()
    if (this.state.error) this.#view.change({ error: null })
  }

  async #load(): Promise<void> {
    const chat = await this.#api.load()
    const timeline = openTimeline(this.#timeline, chat.messages, chat.last_sequence)
    this.#checkReads = false
    settleOutbox(this.#outbox, timeline.stored, timeline)
    this.takeChat(chat)
    const patch = { chatId: chat.id, loaded: true, error: null, hasMore: chat.has_more }
    this.#view.show(timeline, patch, 'unread_count' in chat ? chat.unread_count : undefined)
    if (this.#readOnLoad) this.markRead()
    this.#outbox.resume()
    this.#receipts.resume()
  }

  /** The chat as the server has just told it. */
  protected takeChat(_chat: SupportChat | AdminSupportChat): void {
    // A user's chat is its messages.
  }

  protected change(patch: Partial<ChatState>): void {
    this.#view.change(patch)
  }

  /** Messages shown as unread may have been read while nobody told us. */
  async #fetchReads(): Promise<void> {
    const oldest = this.#timeline.stored.find((message) => !message.read_at)
    if (oldest) {
      const before = (this.#timeline.last ?? 0) + 1
      const page = await this.#api.before(before, Math.min(before - oldest.sequence, MAX_PAGE_SIZE))
      this.#receive(page.messages)
    }
    this.#checkReads = false
  }

  #receive(messages: readonly SupportMessage[], head = 0): void {
    const timeline = receive(this.#timeline, messages, head)
    const pending = this.#outbox.messages
    settleOutbox(this.#outbox, messages, timeline)
    if (timeline !== this.#timeline || pending !== this.#outbox.messages) this.#view.show(timeline)
    this.#receipts.arrived(this.#timeline.stored)
  }

  /** A straggler may still fill the gap; else it is fetched. */
  #onMessage(message: SupportMessage): void {
    this.#receive([message])
    if (gapAfter(this.#timeline) !== null) this.#catchUp.schedule(this.#timings.gap)
  }

  get #timeline(): Timeline {
    return this.#view.timeline
  }

  #refresh(): void {
    this.#view.show(this.#timeline)
  }
}
