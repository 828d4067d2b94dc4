import { ChatApi, type Condition } from './chat-api.js'
import type { ChatSession, ChatSessionOptions } from './chat-session.js'
import type { ChatState } from './chat-state.js'
import { ChatSync } from './chat-sync.js'
import { ChatView } from './chat-view.js'
import type { Connection } from '../connection/connection.js'
import { trimContent } from '../../text/content.js'
import type { AdminSupportChat } from '../../contract/admin-api.js'
import { DEFAULT_PAGE_SIZE } from '../../contract/limits.js'
import { userChatRoute } from '../../contract/routes.js'
import type { SupportChat, SupportMessage } from '../../contract/user-api.js'
import { Outbox } from '../outbox/outbox.js'
import type { PendingMessage } from '../outbox/pending-message.js'
import { browserOutboxStore, outboxPrefix, OWN_CHAT } from '../outbox/outbox-store.js'
import { TIMINGS, type Timings } from '../core/timings.js'
import { Receipts } from './receipts.js'
import { applyRead } from './timeline.js'
import { Typing } from './typing.js'
import { reportVisits, type VisitReporter } from './visits.js'
import { welcomeOf } from './welcome.js'

/** The signed-in user's own chat, made on the server if need be. */
export const openUserChat = (connection: Connection, options: ChatSessionOptions): ChatSession =>
  new LiveChat(connection, null, userChatRoute, options)

/**
 * @internal What the chat of a user and that of staff have in common: puts the parts together, and passes on to them what
 * the view calls and what the server emits.
 */
export class LiveChat implements ChatSession {
  readonly #connection: Connection
  readonly link: Connection
  readonly #api: ChatApi
  readonly #view: ChatView
  readonly #outbox: Outbox
  readonly #receipts: Receipts
  readonly #typing: Typing
  readonly #sync: ChatSync
  readonly #stops: (() => void)[]
  readonly #visits: VisitReporter | undefined
  /** `markRead` was called before the first page had come. */
  #readOnLoad = false

  /** @param chatId for staff; a user has one chat, and need not know its id. */
  constructor(connection: Connection, chatId: string | null, route: string, options: ChatSessionOptions) {
    const timings = { ...TIMINGS, ...options.timings }
    const api = (this.#api = new ChatApi(connection, chatId === null ? 'user' : 'admin', route))
    const receipts = (this.#receipts = new Receipts(api, timings))
    const prefix = outboxPrefix(connection.serverUrl, options.userKey, chatId ?? OWN_CHAT)
    const outbox = (this.#outbox = this.#openOutbox(options.store, prefix, timings))
    const view = (this.#view = new ChatView(api.side, chatId, receipts, outbox))
    this.link = this.#connection = connection
    this.#typing = new Typing(api, view, timings)
    this.#sync = new ChatSync(api, view, receipts, timings, () => this.#load())
    view.show()
    this.#stops = this.#listen()
    if (options.tellsVisits || options.context) this.#visits = reportVisits(connection, options)
    this.#followTransport()
    void this.#sync.run()
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
    this.#typing.setOwn(false)
    return this.#outbox.add(text)
  }

  retry(clientId: string): void {
    this.#outbox.retry(clientId)
  }

  discard(clientId: string): string | null {
    const content = this.#outbox.remove(clientId)
    this.#view.show()
    return content
  }

  loadOlder(limit = DEFAULT_PAGE_SIZE): Promise<void> {
    return this.#sync.loadOlder(limit)
  }

  markRead(upTo = this.#view.timeline.last): void {
    this.#readOnLoad = !this.state.loaded
    if (!this.state.unreadCount || upTo === null || upTo <= this.#receipts.readUpTo) return
    this.#receipts.read(upTo)
    this.#view.show()
  }

  setTyping(isTyping: boolean): void {
    this.#typing.setOwn(isTyping)
  }

  updateVisit(): void {
    this.#visits?.update()
  }

  close(): void {
    this.#visits?.stop()
    for (const stop of this.#stops) stop()
    this.#sync.stop()
    this.#view.close()
    this.#outbox.close()
    this.#receipts.close()
    this.#api.leave()
  }

  /** The chat as the server has just sent it. */
  protected takeChat(chat: SupportChat | AdminSupportChat): void {
    if ('team' in chat) this.change({ welcome: welcomeOf(chat, this.#connection.serverUrl) })
  }

  /** @throws RequestError */
  protected deliver({ content, client_id }: PendingMessage, condition?: Condition): Promise<SupportMessage> {
    return this.#api.send({ content, client_id, ...condition })
  }

  /** Shows messages that the server has answered with. */
  protected receive(messages: readonly SupportMessage[]): void {
    this.#sync.receive(messages)
  }

  protected change(patch: Partial<ChatState>): void {
    this.#view.change(patch)
  }

  #openOutbox(store = browserOutboxStore(), prefix: string, timings: Timings): Outbox {
    return new Outbox({
      ...{ store, prefix, timings },
      ready: () => this.state.loaded && this.#connection.state.status === 'connected',
      prepare: () => this.#connection.freshenToken(timings.tokenAge),
      serverAnswers: () => this.#api.answers(),
      deliver: (message) => this.deliver(message),
      onDelivered: (message) => this.#sync.receive([message]),
      onChange: () => this.#view.show(),
      // Most likely another tab has sent it: fetched first, its stored form takes its place without a gap in between.
      onGone: (clientId) => void this.#sync.run().then(() => this.discard(clientId)),
    })
  }

  #listen(): (() => void)[] {
    const ours = (chatId: string | undefined) => !this.state.chatId || chatId === this.state.chatId
    const other = this.#api.side === 'user' ? 'admin' : 'user'
    const connection = this.#connection
    return [
      connection.subscribe(() => this.#followTransport()),
      connection.onSync(() => {
        this.#sync.resume()
        this.#resumeSending()
      }),
      connection.on('new_message', ({ message }) => {
        if (!ours(message.chat_id)) return
        if (message.sender_type === other) this.#typing.setOther(false)
        this.#sync.receive([message])
      }),
      connection.on('messages_read', (mark) => {
        if (!ours(mark.chat_id)) return
        if (mark.reader_type !== other) this.#receipts.readElsewhere(mark.up_to_sequence)
        const { timeline } = this.#view
        const next = applyRead(timeline, mark)
        if (next !== timeline) this.#view.show(next)
      }),
      connection.on('message_redacted', (removal) => {
        if (ours(removal.chat_id)) this.#view.redact([removal])
      }),
      connection.on('head', ({ chat_id, last_sequence, last_redacted_at }) => {
        if (!ours(chat_id)) return
        this.#sync.receive([], last_sequence)
        if ((last_redacted_at ?? '') > this.#view.redactedAt) void this.#sync.run()
      }),
      connection.on('typing', ({ chat_id, sender_type, sender_name, is_typing }) => {
        if (ours(chat_id) && sender_type === other) this.#typing.setOther(is_typing, sender_name)
      }),
      connection.on('presence', ({ chat_id, side, online }) => {
        if (side === other && (side === 'admin' || ours(chat_id))) this.#view.change({ otherOnline: online })
      }),
    ]
  }

  #followTransport(): void {
    const { status, transport } = this.#connection.state
    if (status !== 'connected') {
      this.#typing.setOther(false)
      this.#view.change({ otherOnline: null })
    }
    this.#sync.poll(transport === 'rest')
  }

  async #load(): Promise<void> {
    const chat = await this.#api.load()
    this.takeChat(chat)
    this.#view.open(chat)
    if (this.#readOnLoad) this.markRead()
    this.#resumeSending()
  }

  /** Messages and receipts that wait for the connection. */
  #resumeSending(): void {
    this.#outbox.resume()
    this.#receipts.resume()
  }
}
