import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server as SocketServer, type Socket } from 'socket.io'
import { ERROR_STATUS, type ErrorCode } from '../contract/error-codes.js'
import type { ApiError } from '../contract/errors.js'
import type { Redaction, SenderType, SupportMessage } from '../contract/user-api.js'

/** What goes wrong, and how often. Numbers count down to zero; `true` lasts. */
export interface Faults {
  /** Answers to `send_message` that are stored and never acknowledged. */
  dropAcks: number
  /** Broadcasts that never leave. */
  dropBroadcasts: number
  /** Broadcasts that leave twice. */
  doubleBroadcasts: boolean
  /** Milliseconds before each broadcast. */
  delayBroadcasts: number
  /** Sends answered with this error. */
  refuseSends: { times: number; error: ApiError } | null
  /** Answers to `mark_delivered` that are refusals, as by a server that does not know it. */
  refuseDeliveries: number
  /** WebSocket upgrades are refused, as by an old proxy. */
  refuseUpgrades: boolean
  /** WebSocket upgrades are never answered, as by a firewall that drops what it does not know. */
  swallowUpgrades: boolean
  /** Nothing under /socket.io gets through. */
  refuseSockets: boolean
  /** REST answers nothing but a proxy's error page. */
  refuseRest: boolean
  /** Nothing but that this page is not let in can be read of what it answers. */
  refuseOrigin: boolean
  /** Lines that break after they opened and before a client is let in. */
  breakOnEntry: number
  /** Frames are read and never answered. */
  silent: boolean
}

const WELCOME = {
  greeting: 'Hello',
  topics: ['Orders'],
  team: {
    name: 'The shop',
    members: [
      { name: 'Cleo', avatar_url: '/api/avatars/1' },
      { name: null, avatar_url: null },
    ],
    online: true,
    back_at: null,
    reply_time_seconds: 240,
  },
}

interface Caller {
  side: SenderType
  token: string
}

/** The contract in miniature: one user's chat in memory, with real sockets and real HTTP. */
export class MiniServer {
  readonly chatId = '01900000-0000-7000-8000-000000000001'
  readonly messages: SupportMessage[] = []
  /** Every client_id that came in, in order, repeats included. */
  readonly sends: string[] = []
  readonly requests: string[] = []
  /** What came with `mark_delivered` and with `visit`, in order. */
  readonly deliveries: number[] = []
  readonly visits: unknown[] = []
  readonly faults: Faults = {
    dropAcks: 0,
    dropBroadcasts: 0,
    doubleBroadcasts: false,
    delayBroadcasts: 0,
    refuseSends: null,
    refuseDeliveries: 0,
    refuseUpgrades: false,
    swallowUpgrades: false,
    refuseSockets: false,
    refuseRest: false,
    refuseOrigin: false,
    breakOnEntry: 0,
    silent: false,
  }
  /** Tokens look like `user`, `admin`, `user.2`, or are JWTs whose `sub` is one of these. */
  readonly refusedTokens = new Set<string>()
  readonly seenTokens: string[] = []
  readonly #swallowed: { destroy(): void }[] = []
  #http!: Server
  #io!: SocketServer
  #port = 0

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  get sockets(): Socket[] {
    return [...this.#io.sockets.sockets.values()]
  }

  async listen(): Promise<this> {
    this.#http = createServer((request, response) => void this.#answer(request, response))
    this.#io = new SocketServer(this.#http, {
      allowRequest: (request, decide) => {
        const upgrade = request.headers.upgrade !== undefined
        if (upgrade && this.faults.swallowUpgrades) return void this.#swallowed.push(request.socket)
        decide(null, !this.faults.refuseSockets && !(upgrade && this.faults.refuseUpgrades))
      },
    })
    this.#io.use((socket, next) => {
      if (this.faults.breakOnEntry > 0) {
        this.faults.breakOnEntry--
        return socket.conn.close()
      }
      const caller = this.#caller((socket.handshake.auth as { token: string }).token)
      if (caller) return next()
      next(Object.assign(new Error('refused'), { data: apiError('unauthenticated') }))
    })
    this.#io.on('connection', (socket) => this.#welcome(socket))
    // A client on long polling is given 30 s to come for its good-bye; a test ends sooner.
    this.#io.engine.on('connection', ({ transport }) => Object.assign(transport, { closeTimeout: 0 }))
    await new Promise<void>((listening) => this.#http.listen(this.#port, '127.0.0.1', listening))
    this.#port = (this.#http.address() as AddressInfo).port
    return this
  }

  /** Stops answering; `listen` brings it back on the same port, with its messages. */
  async close(): Promise<void> {
    this.faults.swallowUpgrades = false
    this.#io.disconnectSockets(true)
    this.#http.closeAllConnections()
    for (const line of this.#swallowed.splice(0)) line.destroy()
    await this.#io.close()
  }

  /** Stores a message as its author would, and tells the room. */
  post(side: SenderType, content: string, clientId: string | null = null): SupportMessage {
    const message: SupportMessage = {
      id: `m${this.messages.length + 1}`,
      chat_id: this.chatId,
      sequence: this.messages.length + 1,
      client_id: clientId,
      content,
      sender_type: side,
      sender_name: side,
      read_at: null,
      redacted_at: null,
      attachments: [],
      created_at: new Date().toISOString(),
    }
    this.messages.push(message)
    this.#broadcast(message)
    return message
  }

  emit(event: string, payload: unknown): void {
    this.#io.emit(event, payload)
  }

  markRead(reader: SenderType, upTo: number): void {
    const read_at = new Date().toISOString()
    for (const [at, message] of this.messages.entries()) {
      if (message.sender_type === reader || message.read_at || message.sequence > upTo) continue
      this.messages[at] = { ...message, read_at }
    }
    this.emit('messages_read', { chat_id: this.chatId, reader_type: reader, up_to_sequence: upTo, read_at })
  }

  /** Removes the text of a message. @param isTold whether those who are there hear of it */
  redact(sequence: number, isTold = true): Redaction {
    const redacted_at = new Date().toISOString()
    const { id } = (this.messages[sequence - 1] = { ...this.messages[sequence - 1]!, content: '', redacted_at })
    const removal = { message_id: id, sequence, redacted_at }
    if (isTold) this.emit('message_redacted', { chat_id: this.chatId, ...removal })
    return removal
  }

  #redactedUpTo(since: number): Redaction[] {
    return this.messages.flatMap(({ id, sequence, redacted_at }) =>
      redacted_at && sequence <= since ? { message_id: id, sequence, redacted_at } : [],
    )
  }

  unread(reader: SenderType): number {
    return this.messages.filter(({ sender_type, read_at }) => sender_type !== reader && !read_at).length
  }

  #broadcast(message: SupportMessage): void {
    if (this.faults.dropBroadcasts > 0) return void this.faults.dropBroadcasts--
    const payload = { type: 'new_message', message }
    for (let copies = this.faults.doubleBroadcasts ? 2 : 1; copies > 0; copies--) {
      setTimeout(() => this.emit('new_message', payload), this.faults.delayBroadcasts)
    }
  }

  #caller(token: string): Caller | null {
    this.seenTokens.push(token)
    const side = token.includes('admin') ? 'admin' : 'user'
    return this.refusedTokens.has(token) ? null : { side, token }
  }

  #send(side: SenderType, content: string, clientId: string): { stored: SupportMessage } | { error: ApiError } {
    this.sends.push(clientId)
    const { refuseSends } = this.faults
    if (refuseSends && refuseSends.times-- > 0) return { error: refuseSends.error }
    const known = this.messages.find((message) => message.client_id === clientId && message.sender_type === side)
    return { stored: known ?? this.post(side, content, clientId) }
  }

  #welcome(socket: Socket): void {
    const { side } = this.#caller((socket.handshake.auth as { token: string }).token) ?? { side: 'user' as const }
    const answer = <P>(event: string, handle: (payload: P) => unknown) =>
      socket.on(event, (payload: P, ack: (answer: unknown) => void) => {
        this.requests.push(event)
        if (this.faults.silent) return
        const result = handle(payload)
        if (result instanceof Refusal) ack({ ok: false, error: result.error })
        else if (result !== undefined) ack({ ok: true, data: result })
      })
    answer('join_chat', ({ since }: { since?: number }) => ({
      chat_id: this.chatId,
      last_sequence: this.messages.length,
      messages: since === undefined ? [] : this.messages.slice(since, since + 200),
      redacted: this.#redactedUpTo(since ?? 0),
    }))
    answer('leave_chat', () => ({}))
    answer('typing', ({ is_typing }: { is_typing: boolean }) => {
      socket.broadcast.emit('typing', { chat_id: this.chatId, sender_type: side, sender_name: side, is_typing })
      return {}
    })
    answer('mark_delivered', ({ sequence }: { sequence: number }) => {
      if (this.faults.refuseDeliveries-- > 0) return new Refusal(apiError('invalid_request'))
      this.deliveries.push(sequence)
      return {}
    })
    answer('visit', (visit) => {
      this.visits.push(visit)
      return {}
    })
    answer('refresh_token', ({ token }: { token: string }) =>
      this.#caller(token) ? { expires_at: new Date().toISOString() } : new Refusal(apiError('unauthenticated')),
    )
    answer('mark_read', ({ sequence }: { sequence: number }) => {
      this.markRead(side, sequence)
      return { unread_count: this.unread(side) }
    })
    answer('send_message', ({ content, client_id }: { content: string; client_id: string }) => {
      const result = this.#send(side, content, client_id)
      if ('error' in result) return new Refusal(result.error)
      return this.faults.dropAcks-- > 0 ? undefined : result.stored
    })
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url)
    if (url.pathname.startsWith('/socket.io')) return
    this.requests.push(`${request.method} ${url.pathname}${url.search}`)
    if (this.faults.refuseOrigin) {
      const isAsked = url.pathname === '/api/health/live'
      return void response.writeHead(isAsked ? 200 : 403).end(isAsked ? '{"origin_allowed":false}' : '')
    }
    if (this.faults.refuseRest) return void response.writeHead(502).end('<h1>Bad gateway</h1>')
    const caller = this.#caller((request.headers.authorization ?? '').replace('Bearer ', ''))
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const [status, result] = caller
      ? this.#route(caller.side, request.method ?? '', url, body)
      : refusal('unauthenticated')
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(result))
  }

  #route(side: SenderType, method: string, url: URL, text: string): [number, unknown] {
    const body = JSON.parse(text || '{}') as { content: string; client_id: string; sequence: number }
    const path = url.pathname.replace(`/admin/chats/${this.chatId}`, '/support_chat').replace('/api', '')
    const last_sequence = this.messages.length
    if (path === '/auth/me') return [200, { id: side, email: 'a@example.com', name: null, role: side }]
    if (path === '/support_chat') {
      const messages = this.messages.slice(-50)
      const chat = { id: this.chatId, messages, has_more: messages.length < last_sequence, last_sequence }
      if (side === 'user') return [200, { ...chat, ...WELCOME, unread_count: this.unread('user') }]
      return [200, { ...chat, user_id: 'u', user_email: 'ann@example.com', user_name: 'Ann', archived: false }]
    }
    if (path === '/support_chat/mark_read') {
      this.markRead(side, body.sequence)
      return [200, { unread_count: this.unread(side) }]
    }
    if (path !== '/support_chat/messages') return refusal('not_found')
    if (method === 'POST') {
      const result = this.#send(side, body.content, body.client_id)
      return 'error' in result ? [ERROR_STATUS[result.error.code], result.error] : [201, result.stored]
    }
    const limit = Number(url.searchParams.get('limit') ?? 50)
    const before = Number(url.searchParams.get('before') ?? last_sequence + 1) - 1
    const since = url.searchParams.get('since')
    const from = since === null ? Math.max(0, before - limit) : Number(since)
    const messages = this.messages.slice(from, since === null ? before : from + limit)
    const has_more = since === null ? from > 0 : from + messages.length < last_sequence
    return [200, { messages, has_more, last_sequence, redacted: this.#redactedUpTo(Number(since)) }]
  }
}

class Refusal {
  constructor(readonly error: ApiError) {}
}

export const apiError = (code: ErrorCode, details?: unknown): ApiError => ({ code, message: code, details })

const refusal = (code: ErrorCode): [number, ApiError] => [ERROR_STATUS[code], apiError(code)]
