import type { ApiError, SupportMessage, TimelineItem } from '@support-chat/shared'

/** A message as a view of your own shows it. `client_id ?? id` names it from the first moment to the last. */
export interface ChatMessage extends Omit<SupportMessage, 'chat_id' | 'sequence'> {
  /** Null until it is stored. */
  sequence: number | null
  /** `sending` covers waiting for a connection too; `failed` waits for the user to retry or discard it. */
  state: 'sending' | 'failed' | 'stored'
  /** Why it failed. */
  error: ApiError | null
}

/** Turns timelines into messages: the same object for a message that has not changed, so that a view can tell. */
export class ChatMessages {
  readonly #known = new WeakMap<object, ChatMessage>()
  #items: readonly TimelineItem[] = []
  #messages: readonly ChatMessage[] = []

  of(items: readonly TimelineItem[]): readonly ChatMessage[] {
    if (items !== this.#items) {
      this.#items = items
      this.#messages = items.map((item) => this.#message(item))
    }
    return this.#messages
  }

  #message(item: TimelineItem): ChatMessage {
    const known = this.#known.get(item.message) ?? toMessage(item)
    this.#known.set(item.message, known)
    return known
  }
}

function toMessage({ kind, message }: TimelineItem): ChatMessage {
  if (kind === 'stored') {
    const { chat_id: _chat, ...shown } = message
    return { ...shown, state: 'stored', error: null }
  }
  const unknown = { sequence: null, sender_name: null, read_at: null, redacted_at: null, attachments: [] }
  return { ...message, ...unknown, id: message.client_id, sender_type: 'user' }
}
