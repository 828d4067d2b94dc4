import { NO_CHAT, type ChatState } from './chat-state.js'
import { createListeners } from '../core/listeners.js'
import type { AdminSupportChat } from '../../contract/admin-api.js'
import type { MessagePage, Redaction, SenderType, SupportChat, SupportMessage } from '../../contract/user-api.js'
import type { Outbox } from '../outbox/outbox.js'
import type { Receipts } from './receipts.js'
import { settleOutbox } from './settle-outbox.js'
import {
  emptyTimeline,
  firstSequence,
  openTimeline,
  prepend,
  receive,
  redact,
  timelineItems,
  unreadIn,
  type Timeline,
} from './timeline.js'

/** What a session shows: derives the public state from timeline, outbox and what was read, and calls its listeners back. */
export class ChatView {
  readonly #listeners = createListeners<ChatState>()
  readonly #receipts: Receipts
  readonly #outbox: Outbox
  #timeline: Timeline
  #state: ChatState
  /** Of messages shown or not: an answer that was under way may still hold their text. */
  readonly #removals = new Map<string, Redaction>()
  /** When a text was last removed, as far as is known. */
  redactedAt = ''
  /** Unread messages older than the oldest one shown. */
  #unreadBefore = 0

  constructor(side: SenderType, chatId: string | null, receipts: Receipts, outbox: Outbox) {
    this.#receipts = receipts
    this.#outbox = outbox
    this.#timeline = emptyTimeline(side)
    this.#state = { ...NO_CHAT, chatId }
  }

  get state(): ChatState {
    return this.#state
  }

  get timeline(): Timeline {
    return this.#timeline
  }

  subscribe(listener: (state: ChatState) => void): () => void {
    return this.#listeners.add(listener)
  }

  close(): void {
    this.#listeners.clear()
  }

  /** The chat with its newest page. */
  open(chat: SupportChat | AdminSupportChat): void {
    const timeline = openTimeline(this.#timeline, chat.messages, chat.last_sequence)
    settleOutbox(this.#outbox, timeline.stored, timeline)
    const patch = { chatId: chat.id, loaded: true, error: null, hasMore: chat.has_more }
    this.show(timeline, patch, 'unread_count' in chat ? chat.unread_count : undefined)
  }

  /** Messages from anywhere; see `receive` of the timeline. @param head how far the chat goes, where the server has said so */
  receive(messages: readonly SupportMessage[], head?: number): void {
    const before = this.#timeline
    const pending = this.#outbox.messages
    const timeline = receive(before, messages, head)
    settleOutbox(this.#outbox, messages, timeline)
    if (timeline !== before || pending !== this.#outbox.messages) this.show(timeline)
  }

  /** The texts of messages were removed. */
  redact(removals: readonly Redaction[]): void {
    const news = removals.filter(({ message_id }) => !this.#removals.has(message_id))
    for (const removal of news) {
      this.#removals.set(removal.message_id, removal)
      if (removal.redacted_at > this.redactedAt) this.redactedAt = removal.redacted_at
    }
    if (news.length) this.show()
  }

  /** The page before the oldest message shown. */
  prepend({ messages, has_more }: MessagePage): void {
    const timeline = prepend(this.#timeline, messages)
    settleOutbox(this.#outbox, messages, timeline)
    // The unread ones of this page were counted before, as older than what was shown.
    this.show(timeline, { hasMore: has_more }, this.#state.unreadCount)
  }

  /**
   * Shows a timeline and, below it, what the outbox has. Left out: what has changed of the outbox, or of what is read.
   * @param unreadCount where it is known of the whole chat; else what it was, changed by what is shown
   */
  show(next = this.#timeline, patch: Partial<ChatState> = {}, unreadCount?: number): void {
    const timeline = redact(next, this.#removals)
    const { readUpTo } = this.#receipts
    const unread = unreadIn(timeline, readUpTo)
    this.#timeline = timeline
    if (unreadCount !== undefined) this.#unreadBefore = Math.max(0, unreadCount - unread)
    if (readUpTo >= firstSequence(timeline) - 1) this.#unreadBefore = 0
    const items = timelineItems(timeline, this.#outbox.messages)
    this.change({ ...patch, items, unreadCount: this.#unreadBefore + unread })
  }

  change(patch: Partial<ChatState>): void {
    this.#state = { ...this.#state, ...patch }
    this.#listeners.emit(this.#state)
  }
}
