import type { ChatDetails, ChatSessionOptions, StaffChatSession } from './chat-session.js'
import type { Connection } from '../connection/connection.js'
import { toApiError } from '../core/request-error.js'
import { LiveChat } from './live-chat.js'
import type { AdminSupportChat } from '../../contract/admin-api.js'
import { adminChatRoute } from '../../contract/routes.js'
import type { SendConflictDetails, SupportChat, SupportMessage } from '../../contract/user-api.js'
import type { PendingMessage } from '../outbox/pending-message.js'

/** One user's chat, for staff. Opening it marks it viewed. */
export const openStaffChat = (connection: Connection, chatId: string, options: ChatSessionOptions): StaffChatSession =>
  new StaffChat(connection, chatId, options)

class StaffChat extends LiveChat implements StaffChatSession {
  #details: ChatDetails | null = null
  readonly #connection: Connection
  /** Of answers by client_id: the newest message that was shown when it was written; null for one that goes out whatever came. */
  readonly #answered = new Map<string, number | null>()
  readonly #stopListening: () => void

  constructor(connection: Connection, chatId: string, options: ChatSessionOptions) {
    super(connection, chatId, adminChatRoute(chatId), options)
    this.#connection = connection
    this.#stopListening = connection.on('chat_updated', ({ chat }) => {
      if (!this.#details || chat.id !== this.state.chatId) return
      this.#details = toDetails(chat)
      this.change({})
    })
  }

  get details(): ChatDetails | null {
    return this.#details
  }

  answer(content: string): string | null {
    const clientId = this.send(content)
    if (!clientId) return null
    this.#answered.set(clientId, null)
    // Whoever writes without a connection knows that others may write meanwhile, and wants it sent by itself.
    if (this.#connection.state.status === 'connected') this.#noteNewest(clientId)
    return clientId
  }

  override retry(clientId: string): void {
    if (typeof this.#answered.get(clientId) === 'number') this.#noteNewest(clientId)
    super.retry(clientId)
  }

  override close(): void {
    this.#stopListening()
    super.close()
  }

  /** Refused where another one has written since: what this side has sent meanwhile does not count. */
  protected override async deliver(message: PendingMessage): Promise<SupportMessage> {
    let if_last_sequence = this.#answered.get(message.client_id) ?? undefined
    for (const { sequence, client_id } of if_last_sequence === undefined ? [] : this.#stored()) {
      if (sequence - 1 === if_last_sequence && this.#answered.has(client_id ?? '')) if_last_sequence = sequence
    }
    try {
      return await super.deliver(message, { if_last_sequence })
    } catch (error) {
      const { details } = toApiError(error)
      this.receive((details as Partial<SendConflictDetails> | undefined)?.messages ?? [])
      throw error
    }
  }

  #noteNewest(clientId: string): void {
    const newest = this.#stored().at(-1)
    if (newest) this.#answered.set(clientId, newest.sequence)
  }

  #stored(): SupportMessage[] {
    return this.state.items.flatMap((item) => (item.kind === 'stored' ? [item.message] : []))
  }

  protected override takeChat(chat: SupportChat | AdminSupportChat): void {
    if ('user_id' in chat) this.#details = toDetails(chat)
  }
}

const toDetails = (chat: ChatDetails): ChatDetails => ({
  user_id: chat.user_id,
  user_email: chat.user_email,
  user_name: chat.user_name,
  archived: chat.archived,
  needs_reply: chat.needs_reply,
  waiting_since: chat.waiting_since,
  last_message_sender_name: chat.last_message_sender_name,
  last_message_attachment: chat.last_message_attachment,
  assignee: chat.assignee,
  tags: chat.tags,
  snoozed_until: chat.snoozed_until,
  version: chat.version,
})
