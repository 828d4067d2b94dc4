import { NO_CHAT, type ChatState } from './chat-state.js'
import { createListeners } from '../core/listeners.js'
import { emptyTimeline, firstSequence, timelineItems, unreadIn, type Timeline } from './timeline.js'
import type { SenderType } from '../../contract/user-api.js'
import type { PendingMessage } from '../outbox/pending-message.js'

/** What a session shows: derives the public state from the timeline, and tells whoever draws it. */
export class ChatView {
  readonly #listeners = createListeners<ChatState>()
  readonly #readUpTo: () => number
  readonly #pending: () => readonly PendingMessage[]
  #timeline: Timeline
  #state: ChatState
  /** Unread messages older than the oldest one shown. */
  #unreadBefore = 0

  /**
   * @param readUpTo up to where this side has read, be it told to the server or not
   * @param pending what this side has written and the timeline does not have yet
   */
  constructor(
    side: SenderType,
    chatId: string | null,
    readUpTo: () => number,
    pending: () => readonly PendingMessage[],
  ) {
    this.#readUpTo = readUpTo
    this.#pending = pending
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

  /** @param unreadCount where the server has counted; else what it was, changed by what is shown. */
  show(timeline: Timeline, patch: Partial<ChatState> = {}, unreadCount?: number): void {
    this.#timeline = timeline
    const unread = unreadIn(timeline, this.#readUpTo())
    if (unreadCount !== undefined) this.#unreadBefore = Math.max(0, unreadCount - unread)
    if (this.#readUpTo() >= firstSequence(timeline) - 1) this.#unreadBefore = 0
    this.change({ ...patch, items: timelineItems(timeline, this.#pending()), unreadCount: this.#unreadBefore + unread })
  }

  change(patch: Partial<ChatState>): void {
    this.#state = { ...this.#state, ...patch }
    this.#listeners.emit(this.#state)
  }
}
