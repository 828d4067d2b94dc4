import {
  type ApiError,
  type PendingMessage,
  type SupportMessage,
  type TimelineItem,
  trimContent,
} from '@support-chat/shared'
import { NO_CHAT, type ChatSession, type ChatState, type ConnectionState } from '@support-chat/shared/client'
import type { Session } from '../chat/session.js'

type MessageDraft = Partial<SupportMessage> & Pick<SupportMessage, 'content' | 'sender_type'>

/** A session without a server: what it holds is set by its creator. For tests and previews. */
export class MockSession implements Session, ChatSession {
  readonly connection
  readonly chat: ChatSession = this
  state: ChatState
  /** Every call, by name, in order. */
  readonly calls: string[] = []
  /** What happens to a message that is sent: stored at once, kept waiting, or refused. */
  answer: 'store' | 'wait' | ApiError = 'store'
  #connectionState: ConnectionState = { status: 'connected', transport: 'websocket', error: null }
  readonly #chatListeners = new Set<(state: ChatState) => void>()
  readonly #connectionListeners = new Set<(state: ConnectionState) => void>()
  #made = 0
  #sent = 0

  constructor(state: Partial<ChatState> = {}) {
    this.state = { ...NO_CHAT, chatId: 'chat-1', loaded: true, otherOnline: true, ...state }
    this.connection = {
      state: this.#connectionState,
      subscribe: (listener: (state: ConnectionState) => void) => {
        this.#connectionListeners.add(listener)
        return () => this.#connectionListeners.delete(listener)
      },
      stop: () => void this.calls.push('stop'),
    }
  }

  protected now(): string {
    return new Date().toISOString()
  }

  /** A stored message, next in order. */
  message(draft: MessageDraft): TimelineItem {
    const sequence = draft.sequence ?? ++this.#made
    this.#made = Math.max(this.#made, sequence)
    const message: SupportMessage = {
      id: `message-${sequence}`,
      chat_id: 'chat-1',
      sequence,
      client_id: null,
      sender_name: draft.sender_type === 'admin' ? 'Ada' : 'Sam',
      read_at: null,
      redacted_at: null,
      attachments: [],
      created_at: this.now(),
      ...draft,
    }
    return { kind: 'stored', message }
  }

  /** A message from either side arrives. */
  receive(draft: MessageDraft): void {
    const unread = draft.sender_type === 'admin' ? 1 : 0
    this.set({ items: [...this.state.items, this.message(draft)], unreadCount: this.state.unreadCount + unread })
  }

  set(change: Partial<ChatState>): void {
    this.state = { ...this.state, ...change }
    for (const listener of this.#chatListeners) listener(this.state)
  }

  connect(change: Partial<ConnectionState>): void {
    this.#connectionState = { ...this.#connectionState, ...change }
    this.connection.state = this.#connectionState
    for (const listener of this.#connectionListeners) listener(this.#connectionState)
  }

  subscribe(listener: (state: ChatState) => void): () => void {
    this.#chatListeners.add(listener)
    return () => this.#chatListeners.delete(listener)
  }

  send(content: string): string | null {
    const text = trimContent(content)
    if (!text) return null
    const id = `client-${++this.#sent}`
    this.calls.push(`send ${text}`)
    const message: PendingMessage = {
      client_id: id,
      content: text,
      created_at: this.now(),
      state: 'sending',
      error: null,
    }
    this.set({ items: [...this.state.items, { kind: 'pending', message }] })
    if (this.answer === 'wait') return id
    if (this.answer === 'store') this.replace(id, this.message({ content: text, sender_type: 'user', client_id: id }))
    else this.replace(id, { kind: 'pending', message: { ...message, state: 'failed', error: this.answer } })
    return id
  }

  retry(clientId: string): void {
    this.calls.push(`retry ${clientId}`)
  }

  discard(clientId: string): string | null {
    this.calls.push(`discard ${clientId}`)
    const found = this.state.items.find(({ kind, message }) => kind === 'pending' && message.client_id === clientId)
    this.set({ items: this.state.items.filter((item) => item !== found) })
    return found?.message.content ?? null
  }

  loadOlder(): Promise<void> {
    this.calls.push('loadOlder')
    return Promise.resolve()
  }

  markRead(): void {
    this.calls.push('markRead')
    this.set({ unreadCount: 0 })
  }

  setTyping(isTyping: boolean): void {
    this.calls.push(`setTyping ${String(isTyping)}`)
  }

  close(): void {
    this.calls.push('close')
    this.#chatListeners.clear()
  }

  protected replace(clientId: string, next: TimelineItem): void {
    this.set({ items: this.state.items.map((item) => (item.message.client_id === clientId ? next : item)) })
  }
}
