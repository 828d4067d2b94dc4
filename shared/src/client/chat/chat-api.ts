import type { Connection, ConnectionState } from '../connection/connection.js'
import type { AdminSupportChat } from '../../contract/admin-api.js'
import { MAX_PAGE_SIZE } from '../../contract/limits.js'
import type { ClientRequest, ClientRequests } from '../../contract/socket.js'
import type { MessagePage, SenderType, SupportChat, SupportMessage } from '../../contract/user-api.js'

type Payload<R extends ClientRequest> = Omit<ClientRequests[R]['payload'], 'chat_id'>

/** Under what a message is stored only. */
export type Condition = Pick<Payload<'send_message'>, 'if_last_sequence'>

/** The requests of one chat: over the socket where there is one, else over REST. Each may reject with a RequestError. */
export class ChatApi {
  readonly side: SenderType
  readonly #connection: Connection
  readonly #route: string
  #chatId = ''

  /** @param route of this chat, for users or for staff */
  constructor(connection: Connection, side: SenderType, route: string) {
    this.side = side
    this.#connection = connection
    this.#route = route
  }

  /** Fetches the newest page. To be called first: the requests over the socket need the chat's id. */
  async load(): Promise<SupportChat | AdminSupportChat> {
    const chat = await this.#connection.rest<SupportChat | AdminSupportChat>('GET', this.#route)
    this.#chatId = chat.id
    return chat
  }

  /** The page after `since`. Joins the room before that page is read, so that nothing falls in between. */
  after(since: number): Promise<Omit<MessagePage, 'has_more'>> {
    return this.#overRest ? this.#page('since', since, MAX_PAGE_SIZE) : this.#request('join_chat', { since })
  }

  before(sequence: number, limit: number): Promise<MessagePage> {
    return this.#page('before', sequence, limit)
  }

  send(message: Payload<'send_message'>): Promise<SupportMessage> {
    return this.#overRest
      ? this.#connection.rest('POST', this.#route + '/messages', message)
      : this.#request('send_message', message)
  }

  markRead(sequence: number): Promise<unknown> {
    if (!this.#overRest) return this.#request('mark_read', { sequence })
    return this.#connection.rest(this.side === 'user' ? 'PATCH' : 'POST', this.#route + '/mark_read', { sequence })
  }

  /** A user's client has received what staff wrote up to `sequence`. Over REST its polls imply that. */
  async markDelivered(sequence: number): Promise<void> {
    if (!this.#overRest) await this.#request('mark_delivered', { sequence })
  }

  /** Whether the server answers a request about this chat; never rejects. */
  answers(): Promise<boolean> {
    return this.before(1, 1).then(
      () => true,
      () => false,
    )
  }

  /** Not repeated where it fails; never throws. */
  typing(is_typing: boolean): void {
    this.#request('typing', { is_typing }).catch(() => undefined)
  }

  leave(): void {
    this.#request('leave_chat', {}).catch(() => undefined)
  }

  /** How the server is reached now; null while it is not. */
  get transport(): ConnectionState['transport'] {
    return this.#connection.state.transport
  }

  get #overRest(): boolean {
    return this.transport === 'rest'
  }

  async #request<R extends ClientRequest>(event: R, payload: Payload<R>): Promise<ClientRequests[R]['data']> {
    return this.#connection.request(event, { chat_id: this.#chatId, ...payload } as ClientRequests[R]['payload'])
  }

  #page(direction: string, sequence: number, limit: number): Promise<MessagePage> {
    return this.#connection.rest('GET', `${this.#route}/messages?${direction}=${sequence}&limit=${limit}`)
  }
}
