import type { ChatDetails } from './chat-session.js'
import type { Connection } from './connection.js'
import { MAX_PAGE_SIZE } from './limits.js'
import {
  routes,
  type AdminSupportChat,
  type MessagePage,
  type SenderType,
  type SupportChat,
  type SupportMessage,
} from './rest.js'

/** The newest page of a chat, from whichever side. */
export interface OpenedChat {
  id: string
  messages: SupportMessage[]
  has_more: boolean
  last_sequence: number
  unread_count: number
  details: ChatDetails | null
}

/** All in which a user's way to the chat differs from a staff member's. */
interface ChatSide {
  side: SenderType
  messages: string
  load: () => Promise<OpenedChat>
  /** Over REST, where no socket gets through. */
  markRead: (sequence: number) => Promise<unknown>
}

/** What one chat asks of the server: over the socket where there is one, else over REST. Every call may throw a RequestError. */
export class ChatApi {
  readonly #connection: Connection
  readonly #side: ChatSide
  #chatId = ''

  constructor(connection: Connection, side: ChatSide) {
    this.#connection = connection
    this.#side = side
  }

  get side(): SenderType {
    return this.#side.side
  }

  /** Comes before everything else: the others need the chat's id. */
  async load(): Promise<OpenedChat> {
    const chat = await this.#side.load()
    this.#chatId = chat.id
    return chat
  }

  /** The page after `since`. Joins the room before that page is read, so that nothing falls in between. */
  after(since: number): Promise<Pick<MessagePage, 'messages' | 'last_sequence'>> {
    if (this.#overRest) return this.#page(`since=${since}&limit=${MAX_PAGE_SIZE}`)
    return this.#connection.request('join_chat', { chat_id: this.#chatId, since })
  }

  before(sequence: number, limit: number): Promise<MessagePage> {
    return this.#page(`before=${sequence}&limit=${limit}`)
  }

  send({ content, client_id }: { content: string; client_id: string }): Promise<SupportMessage> {
    if (this.#overRest) return this.#connection.rest('POST', this.#side.messages, { content, client_id })
    return this.#connection.request('send_message', { chat_id: this.#chatId, content, client_id })
  }

  markRead(sequence: number): Promise<unknown> {
    if (this.#overRest) return this.#side.markRead(sequence)
    return this.#connection.request('mark_read', { chat_id: this.#chatId, sequence })
  }

  /** Told if it can be, and else not. */
  typing(is_typing: boolean): void {
    if (this.#chatId) this.#connection.request('typing', { chat_id: this.#chatId, is_typing }).catch(() => undefined)
  }

  leave(): void {
    if (this.#chatId) this.#connection.request('leave_chat', { chat_id: this.#chatId }).catch(() => undefined)
  }

  get #overRest(): boolean {
    return this.#connection.state.transport === 'rest'
  }

  #page(query: string): Promise<MessagePage> {
    return this.#connection.rest('GET', `${this.#side.messages}?${query}`)
  }
}

export const userChatApi = (connection: Connection): ChatApi =>
  new ChatApi(connection, {
    side: 'user',
    messages: routes.userMessages,
    load: async () => ({ ...(await connection.rest<SupportChat>('GET', routes.userChat)), details: null }),
    markRead: (sequence) => connection.rest('PATCH', routes.userMarkRead, { sequence }),
  })

export const staffChatApi = (connection: Connection, chatId: string): ChatApi =>
  new ChatApi(connection, {
    side: 'admin',
    messages: routes.adminMessages(chatId),
    load: async () => {
      const chat = await connection.rest<AdminSupportChat>('GET', routes.adminChat(chatId))
      return { ...chat, unread_count: 0, details: toDetails(chat) }
    },
    markRead: (sequence) => connection.rest('POST', routes.adminMarkRead(chatId), { sequence }),
  })

export const toDetails = ({ user_id, user_email, user_name, archived }: ChatDetails): ChatDetails => ({
  user_id,
  user_email,
  user_name,
  archived,
})
