import { randomUUID } from 'node:crypto'
import {
  MAX_FRAME_BYTES,
  routes,
  type Ack,
  type ApiError,
  type ClientRequest,
  type ServerEvent,
  type ServerEvents,
  type Session,
  type SupportChat,
  type SupportMessage,
} from '@support-chat/shared'
import { Client } from 'pg'
import { io } from 'socket.io-client'
import { AccountsService } from '../src/auth/accounts.service.js'
import { SequenceHeartbeat } from '../src/realtime/sequence-heartbeat.js'
import { RevokedSessionSweeper } from '../src/realtime/revoked-session-sweeper.js'
import { call } from './call.js'
import { eventually } from './eventually.js'
import { stopDate } from './stand-still.js'
import { ADMIN, startTestApp, useTestApp, type TestApp, type TestSocket } from './test-app.js'

let server: TestApp
let staffToken: string
let names = 0

useTestApp((...started) => ([server, staffToken] = started), { allowedOrigins: ['https://shop.example'] })

interface Person {
  name: string
  token: string
  chatId: string
  socket: TestSocket
}

async function newUser(): Promise<Person> {
  const name = `visitor${++names}`
  const token = server.userToken(name)
  const { id: chatId } = (await call<SupportChat>(server.url + routes.userChat, 'GET', { token })).body
  return { name, token, chatId, socket: await server.connect(token) }
}

/** Every event of one kind that a socket gets from now on. */
function collect<E extends ServerEvent>(socket: TestSocket, event: E): ServerEvents[E][] {
  const got: ServerEvents[E][] = []
  ;(socket as { on(name: string, listener: (payload: ServerEvents[E]) => void): void }).on(event, (payload) => {
    got.push(payload)
  })
  return got
}

const first = <T>(list: T[], matches: (item: T) => boolean, what: string) => eventually(() => list.find(matches), what)

/** Asks as a program would that knows no types. */
const request = (socket: TestSocket, event: ClientRequest, ...payload: unknown[]): Promise<Ack<never>> =>
  (socket as { emitWithAck(name: string, ...args: unknown[]): Promise<Ack<never>> }).emitWithAck(event, ...payload)

const send = (socket: TestSocket, chat_id: string, content: string, client_id: string = randomUUID()) =>
  socket.emitWithAck('send_message', { chat_id, content, client_id })
const stored = async (answer: Promise<Ack<SupportMessage>>): Promise<SupportMessage> => {
  const result = await answer
  if (!result.ok) throw new Error(result.error.code)
  return result.data
}
const refusal = (code: string) => ({ ok: false, error: { code, message: expect.any(String) } })
const refused = (connecting: Promise<TestSocket>): Promise<{ data: ApiError }> =>
  connecting.then(
    () => Promise.reject(new Error('It was let in')),
    (error: { data: ApiError }) => error,
  )
const disconnected = (socket: TestSocket) =>
  eventually(() => (socket.connected ? null : true), 'the socket to be closed')

describe('Connecting', () => {
  it('refuses a bad token with the reason in connect_error', async () => {
    for (const token of ['', 'nonsense', server.userToken('eve', { exp: 1 }), server.userToken('eve', { sub: 5 })]) {
      expect((await refused(server.connect(token))).data).toMatchObject({ code: 'unauthenticated' })
    }
    const other = { token: { not: 'a string' } } as unknown as { token: string }
    expect((await refused(server.connect(other as never))).data).toMatchObject({ code: 'unauthenticated' })
  })

  it('refuses pages of foreign origins, over WebSocket too', async () => {
    const connect = (origin: string, transport: 'websocket' | 'polling') => {
      const options = { auth: { token: staffToken }, forceNew: true, transports: [transport], reconnection: false }
      const socket = io(server.url, { ...options, extraHeaders: { origin } })
      return new Promise<boolean>((resolve) => {
        socket.once('connect', () => {
          resolve(true)
        })
        socket.once('connect_error', () => {
          resolve(false)
        })
      }).finally(() => socket.disconnect())
    }
    expect(await connect('https://shop.example', 'websocket')).toBe(true)
    expect(await connect('https://shop.example', 'polling')).toBe(true)
    expect(await connect('https://evil.example', 'websocket')).toBe(false)
    expect(await connect('https://evil.example', 'polling')).toBe(false)
  })

  it('joins a user to the chat of the token, without being asked', async () => {
    const user = await newUser()
    const news = collect(user.socket, 'new_message')
    const url = server.url + routes.adminMessages(user.chatId)
    const body = { content: 'hello', client_id: randomUUID() }
    const { body: message } = await call<SupportMessage>(url, 'POST', { token: staffToken, body })
    expect(await first(news, () => true, 'the message')).toEqual({ type: 'new_message', message })
  })
})

describe('A message', () => {
  it('reaches both sides and the console, from either side, and is acknowledged as it is stored', async () => {
    const user = await newUser()
    const staff = await server.connect(staffToken)
    const [userNews, staffNews] = [collect(user.socket, 'new_message'), collect(staff, 'new_message')]
    const [inbox, cards] = [collect(staff, 'new_user_message'), collect(staff, 'chat_updated')]
    expect(await staff.emitWithAck('join_chat', { chat_id: user.chatId })).toEqual({
      ok: true,
      data: { chat_id: user.chatId, last_sequence: 0, messages: [], redacted: [] },
    })

    const question = await stored(send(user.socket, user.chatId, ' Where is my order? '))
    expect(question).toMatchObject({ sequence: 1, content: 'Where is my order?', sender_type: 'user' })
    const answer = await stored(send(staff, user.chatId, 'On its way.'))
    expect(answer).toMatchObject({ sequence: 2, sender_type: 'admin', sender_name: 'Support' })

    for (const news of [userNews, staffNews]) {
      await first(news, ({ message }) => message.sequence === 2, 'both messages')
      expect(news).toEqual([question, answer].map((message) => ({ type: 'new_message', message })))
    }
    const { chat } = await first(cards, ({ chat }) => chat.message_count === 2, 'the card')
    expect(inbox).toEqual([
      { type: 'new_user_message', chat_id: user.chatId, user_email: `${user.name}@example.com`, message: question },
    ])
    expect(chat).toEqual({
      id: user.chatId,
      user_id: expect.any(String),
      user_email: `${user.name}@example.com`,
      user_name: user.name,
      last_message_at: answer.created_at,
      last_message_preview: 'On its way.',
      last_message_sender: 'admin',
      message_count: 2,
      unread: true,
      archived: false,
      needs_reply: false,
      waiting_since: null,
      last_message_sender_name: 'Support',
      last_message_attachment: null,
      assignee: { id: expect.any(String), name: 'Support', email: ADMIN.email },
      tags: [],
      snoozed_until: null,
      version: 1,
      listed_at: answer.created_at,
      user_online: true,
    })
  })

  it('is told to the console also where nobody has joined the chat, and to nobody else', async () => {
    const [user, other] = [await newUser(), await newUser()]
    const staff = await server.connect(staffToken)
    const [inbox, rooms, others] = [
      collect(staff, 'new_user_message'),
      collect(staff, 'new_message'),
      collect(other.socket, 'new_message'),
    ]
    await stored(send(user.socket, user.chatId, 'private'))
    await first(inbox, ({ chat_id }) => chat_id === user.chatId, 'the notice')
    await stored(send(other.socket, other.chatId, 'my own'))
    await first(others, () => true, 'the own message')
    expect(others.map(({ message }) => message.content)).toEqual(['my own'])
    expect(rooms).toEqual([])
  })

  it('is stored and shown once when it is sent ten times at once from two devices', async () => {
    const user = await newUser()
    const devices = [user.socket, await server.connect(user.token)]
    const news = collect(user.socket, 'new_message')
    const client_id = randomUUID()
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, at) => stored(send(devices[at % 2]!, user.chatId, 'once', client_id))),
    )
    for (const answer of answers) expect(answer).toEqual(answers[0])
    const last = await stored(send(user.socket, user.chatId, 'last'))
    await first(news, ({ message }) => message.id === last.id, 'the last message')
    expect(news.map(({ message }) => [message.sequence, message.content])).toEqual([
      [1, 'once'],
      [2, 'last'],
    ])
    expect(await send(user.socket, user.chatId, 'other', client_id)).toEqual(refusal('conflict'))
  })

  it('keeps the order in which one socket sends without waiting', async () => {
    const user = await newUser()
    const messages = await Promise.all(
      Array.from({ length: 40 }, (_, at) => stored(send(user.socket, user.chatId, `${at + 1}`))),
    )
    expect(messages.map(({ content, sequence }) => content === String(sequence))).toEqual(Array(40).fill(true))
  })

  it('is in the database by the time anyone hears of it', async () => {
    const user = await newUser()
    const staff = await server.connect(staffToken)
    const missing: string[] = []
    const look = async (id: string) => {
      const rows = await server.sql('SELECT 1 FROM support_messages WHERE id = $1', [id])
      if (rows.length === 0) missing.push(id)
    }
    const looks: Promise<void>[] = []
    staff.on('new_user_message', ({ message }) => looks.push(look(message.id)))
    user.socket.on('new_message', ({ message }) => looks.push(look(message.id)))
    for (let at = 0; at < 20; at++) looks.push(look((await stored(send(user.socket, user.chatId, `${at}`))).id))
    await eventually(() => (looks.length >= 60 ? true : null), 'all to be heard of')
    await Promise.all(looks)
    expect(missing).toEqual([])
  })

  it('is announced to nobody, nor acknowledged as a success, when its commit fails', async () => {
    const user = await newUser()
    const staff = await server.connect(staffToken)
    const [news, inbox] = [collect(user.socket, 'new_message'), collect(staff, 'new_user_message')]
    await server.sql(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF NEW.content = 'cursed' THEN RAISE EXCEPTION 'not at commit'; END IF; RETURN NULL; END $$;
      CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON support_messages DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION refuse();`)
    const quiet = jest.spyOn(process.stdout, 'write').mockReturnValue(true)
    const loud = jest.spyOn(process.stderr, 'write').mockReturnValue(true)
    const [cursed, blessed] = await Promise.all([
      send(user.socket, user.chatId, 'cursed'),
      send(user.socket, user.chatId, 'blessed'),
    ])
    quiet.mockRestore()
    loud.mockRestore()
    await server.sql('DROP TRIGGER refuse ON support_messages; DROP FUNCTION refuse;')
    expect(cursed).toEqual(refusal('internal'))
    expect(blessed).toMatchObject({ ok: true, data: { sequence: 1 } })
    await first(inbox, ({ chat_id }) => chat_id === user.chatId, 'the good message')
    await first(news, () => true, 'the good message')
    expect(news.map(({ message }) => message.content)).toEqual(['blessed'])
  })

  it('waits for a transaction that is changing its chat, and keeps no other chat waiting', async () => {
    const [user, other] = [await newUser(), await newUser()]
    const holder = new Client({ connectionString: server.config.databaseUrl ?? undefined })
    await holder.connect()
    await holder.query('BEGIN')
    await holder.query('SELECT FROM support_chats WHERE id = $1 FOR UPDATE', [user.chatId])
    let isStored = false
    const waiting = stored(send(user.socket, user.chatId, 'waits')).then(() => (isStored = true))
    await stored(send(other.socket, other.chatId, 'goes'))
    expect(isStored).toBe(false)
    await holder.query('COMMIT')
    await waiting
    await holder.end()
  })
})

describe('Joining', () => {
  it('gives what came after since, 200 at most, and stays live from there', async () => {
    const user = await newUser()
    await server.sql(
      `INSERT INTO support_messages (id, chat_id, sequence, sender_id, sender_type, content)
       SELECT gen_random_uuid(), id, n, user_id, 'user', n FROM support_chats, generate_series(1, 205) n WHERE id = $1`,
      [user.chatId],
    )
    await server.sql('UPDATE support_chats SET last_sequence = 205, last_user_sequence = 205 WHERE id = $1', [
      user.chatId,
    ])
    const join = async (since?: number) => {
      const answer = await user.socket.emitWithAck('join_chat', {
        chat_id: user.chatId,
        ...(since === undefined ? {} : { since }),
      })
      if (!answer.ok) throw new Error(answer.error.code)
      expect(answer.data).toMatchObject({ chat_id: user.chatId, last_sequence: 205 })
      return answer.data.messages.map(({ sequence }) => sequence)
    }
    expect(await join()).toEqual([])
    expect(await join(203)).toEqual([204, 205])
    expect(await join(205)).toEqual([])
    expect(await join(0)).toEqual(Array.from({ length: 200 }, (_, at) => at + 1))
  })

  it('leaves a room when asked, and enters it again', async () => {
    const user = await newUser()
    const staff = await server.connect(staffToken)
    const news = collect(staff, 'new_message')
    const chat_id = user.chatId
    await staff.emitWithAck('join_chat', { chat_id })
    await stored(send(user.socket, chat_id, 'heard'))
    expect(await staff.emitWithAck('leave_chat', { chat_id })).toEqual({ ok: true, data: {} })
    await stored(send(user.socket, chat_id, 'not heard'))
    await staff.emitWithAck('join_chat', { chat_id })
    await stored(send(user.socket, chat_id, 'heard again'))
    await first(news, ({ message }) => message.content === 'heard again', 'the third message')
    expect(news.map(({ message }) => message.content)).toEqual(['heard', 'heard again'])
  })

  it('is told at each heartbeat where the head of its chat is', async () => {
    const user = await newUser()
    await stored(send(user.socket, user.chatId, 'one'))
    const heads = collect(user.socket, 'head')
    const pings: string[] = []
    user.socket.io.engine.on('packet', ({ type }) => void (type === 'ping' && pings.push(type)))
    await server.app.get(SequenceHeartbeat, { strict: false }).beat()
    const head = { chat_id: user.chatId, last_sequence: 1, last_redacted_at: null }
    expect(await first(heads, () => true, 'the heartbeat')).toEqual(head)
    // In the same write: that wakes server and client once for both.
    await eventually(() => pings.length === 1, 'the ping')
  })
})

describe('Reading and typing', () => {
  it('tells both sides how far the other one has read', async () => {
    const user = await newUser()
    const staff = await server.connect(staffToken)
    await staff.emitWithAck('join_chat', { chat_id: user.chatId })
    const [toUser, toStaff] = [collect(user.socket, 'messages_read'), collect(staff, 'messages_read')]
    const cards = collect(staff, 'chat_updated')
    await stored(send(user.socket, user.chatId, 'one'))
    await stored(send(staff, user.chatId, 'two'))
    await stored(send(staff, user.chatId, 'three'))

    const read = (socket: TestSocket, sequence: number) =>
      socket.emitWithAck('mark_read', { chat_id: user.chatId, sequence })
    expect(await read(user.socket, 2)).toEqual({ ok: true, data: { unread_count: 1 } })
    expect(await read(staff, 3)).toEqual({ ok: true, data: { unread_count: 0 } })
    expect(await read(user.socket, 1)).toEqual({ ok: true, data: { unread_count: 1 } })
    for (const events of [toUser, toStaff]) {
      await eventually(() => events[1], 'both events')
      const read_at = expect.any(String)
      expect(events).toEqual([
        { chat_id: user.chatId, reader_type: 'user', up_to_sequence: 2, read_at },
        { chat_id: user.chatId, reader_type: 'admin', up_to_sequence: 3, read_at },
      ])
    }
    await first(cards, ({ chat }) => chat.id === user.chatId && !chat.unread, 'the card to be viewed')
  })

  it('tells everyone in the room who is typing, except the socket that is', async () => {
    const user = await newUser()
    const phone = await server.connect(user.token)
    const staff = await server.connect(staffToken)
    await staff.emitWithAck('join_chat', { chat_id: user.chatId })
    const [toUser, toPhone, toStaff] = [user.socket, phone, staff].map((socket) => collect(socket, 'typing'))
    const typing = { chat_id: user.chatId, is_typing: true }
    expect(await user.socket.emitWithAck('typing', typing)).toEqual({ ok: true, data: {} })
    expect(await staff.emitWithAck('typing', { ...typing, is_typing: false })).toEqual({ ok: true, data: {} })
    const fromUser = { chat_id: user.chatId, sender_type: 'user', sender_name: user.name, is_typing: true }
    const fromStaff = { chat_id: user.chatId, sender_type: 'admin', sender_name: 'Support', is_typing: false }
    await eventually(() => toUser![0] && toPhone![1] && toStaff![0], 'both to be seen typing')
    expect(toUser).toEqual([fromStaff])
    expect(toPhone).toEqual([fromUser, fromStaff])
    expect(toStaff).toEqual([fromUser])
  })

  it('reaches the others in the order in which it was told', async () => {
    const user = await newUser()
    const phone = await server.connect(user.token)
    const received = collect(phone, 'typing')
    const told = Array.from({ length: 20 }, (_, index) => index % 2 === 0)
    await Promise.all(told.map((is_typing) => user.socket.emitWithAck('typing', { chat_id: user.chatId, is_typing })))
    await eventually(() => received.length === told.length || null, 'all of it to be heard')
    expect(received.map(({ is_typing }) => is_typing)).toEqual(told)
  })
})

describe('Presence', () => {
  it('is told to staff of users, and to a joiner at once', async () => {
    const user = await newUser()
    const staff = await server.connect(staffToken)
    const seen = collect(staff, 'presence')
    const isUser = (online: boolean) => (event: ServerEvents['presence']) =>
      event.chat_id === user.chatId && event.side === 'user' && event.online === online
    await staff.emitWithAck('join_chat', { chat_id: user.chatId })
    await first(seen, isUser(true), 'the user to be there')
    const second = await server.connect(user.token)
    user.socket.disconnect()
    await stored(send(second, user.chatId, 'still here'))
    expect(seen.find(isUser(false))).toBeUndefined()
    second.disconnect()
    await first(seen, isUser(false), 'the user to be gone')
  })

  it('is told to users of staff: when they connect, when they join, and when the last one leaves', async () => {
    const app = await startTestApp()
    const token = app.userToken('lonely')
    const user = await app.connect(token)
    const seen = collect(user, 'presence')
    const one = await app.connect(await app.staffToken())
    await first(seen, ({ side, online }) => side === 'admin' && online, 'staff to be there')
    const { body } = await call<SupportChat>(app.url + routes.userChat, 'GET', { token })
    await one.emitWithAck('join_chat', { chat_id: body.id })
    await first(seen, ({ chat_id, online }) => chat_id === body.id && online, 'staff to join')
    one.disconnect()
    await first(seen, ({ side, online }) => side === 'admin' && !online, 'staff to be gone')
    await app.close()
  })
})

describe('A chat that is not one’s own', () => {
  const events: [ClientRequest, object][] = [
    ['join_chat', { since: 0 }],
    ['leave_chat', {}],
    ['send_message', { content: 'x', client_id: randomUUID() }],
    ['mark_read', { sequence: 1 }],
    ['typing', { is_typing: true }],
  ]

  it.each(events)('is not found by %s, just as one that does not exist', async (event, rest) => {
    const [user, other] = [await newUser(), await newUser()]
    await stored(send(other.socket, other.chatId, 'secret'))
    const answers: unknown[] = []
    for (const chat_id of [other.chatId, randomUUID(), 'x', '', "'; --"]) {
      answers.push(await request(user.socket, event, { chat_id, ...rest }))
    }
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect(answers[0]).toEqual(refusal('not_found'))
    const [chat] = await server.sql<{ last_sequence: number; admin_unread_count: number }>(
      'SELECT last_sequence, admin_unread_count FROM support_chats WHERE id = $1',
      [other.chatId],
    )
    expect(chat).toEqual({ last_sequence: 1, admin_unread_count: 1 })
  })
})

describe('Bad payloads', () => {
  const chat_id = randomUUID()
  const bad: [ClientRequest, unknown[]][] = [
    ['join_chat', []],
    ['join_chat', [null]],
    ['join_chat', ['text']],
    ['join_chat', [{}]],
    ['join_chat', [{ chat_id: 5 }]],
    ['join_chat', [{ chat_id, since: -1 }]],
    ['join_chat', [{ chat_id, since: '1' }]],
    ['join_chat', [{ chat_id }, { chat_id }]],
    ['leave_chat', [{ chat_id: null }]],
    ['send_message', [{ chat_id, content: 'x' }]],
    ['send_message', [{ chat_id, content: 'a\0b', client_id: randomUUID() }]],
    ['send_message', [{ chat_id, content: 1, client_id: randomUUID() }]],
    ['mark_read', [{ chat_id }]],
    ['typing', [{ chat_id, is_typing: 'yes' }]],
    ['refresh_token', [{}]],
    ['refresh_token', [{ token: 7 }]],
  ]

  it.each(bad)('of %s are answered: %j', async (event, payload) => {
    const { socket } = await newUser()
    expect(await request(socket, event, ...payload)).toEqual(refusal('invalid_request'))
  })

  it('of a blank or too long message name the code', async () => {
    const { socket, chatId } = await newUser()
    expect(await send(socket, chatId, ' \n ')).toEqual(refusal('content_blank'))
    expect(await send(socket, chatId, 'x'.repeat(4001))).toEqual(refusal('content_too_long'))
  })

  it('without an acknowledgement harm nobody', async () => {
    const { socket, chatId } = await newUser()
    const loose = socket as unknown as { emit(...args: unknown[]): void }
    loose.emit('send_message')
    loose.emit('send_message', { chat_id: chatId, content: '', client_id: 'x' })
    loose.emit('no_such_event', 1)
    expect(await send(socket, chatId, 'alive')).toMatchObject({ ok: true })
  })

  it('over the frame limit end only their own connection', async () => {
    const [user, other] = [await newUser(), await newUser()]
    user.socket.io.reconnection(false)
    user.socket.emit(
      'send_message',
      { chat_id: user.chatId, content: 'x'.repeat(MAX_FRAME_BYTES), client_id: 'x' },
      () => undefined,
    )
    await disconnected(user.socket)
    expect(await send(other.socket, other.chatId, 'alive')).toMatchObject({ ok: true })
  })
})

describe('A live session', () => {
  const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds
  const sweep = () => server.app.get(RevokedSessionSweeper, { strict: false }).sweep()
  /** Less than 25 s: a client that has heard of no ping for so long hangs up by itself. */
  let pass: (seconds: number) => void

  beforeEach(() => {
    pass = stopDate()
  })
  afterEach(() => jest.useRealTimers())

  it('is closed soon after its token expires, so that the client comes back with a new one', async () => {
    const { name } = await newUser()
    const tokens = [server.userToken(name, { exp: inSeconds(20) }), server.userToken(name)]
    const socket: TestSocket = io(server.url, {
      auth: (give) => {
        give({ token: tokens.shift() })
      },
      forceNew: true,
      transports: ['websocket'],
      reconnectionDelay: 10,
    })
    const reasons: string[] = []
    socket.on('disconnect', (reason) => reasons.push(reason))
    let connections = 0
    socket.on('connect', () => connections++)
    await eventually(() => (connections === 1 ? true : null), 'the client to come')
    pass(20)
    await eventually(() => (connections === 2 ? true : null), 'the client to come back')
    expect(reasons).toEqual(['transport close'])
    socket.disconnect()
  })

  it('refuses every event from the moment its token has expired', async () => {
    const { name, chatId } = await newUser()
    const socket = await server.connect(server.userToken(name, { exp: inSeconds(20) }))
    socket.io.reconnection(false)
    pass(20)
    const answer = await send(socket, chatId, 'late').catch(() => disconnected(socket))
    if (answer !== true) expect(answer).toEqual(refusal('unauthenticated'))
    const [chat] = await server.sql('SELECT last_sequence FROM support_chats WHERE id = $1', [chatId])
    expect(chat).toEqual({ last_sequence: 0 })
  })

  it('outlives its token with a new one, of the same account only', async () => {
    const { name, chatId } = await newUser()
    const exp = inSeconds(20)
    const socket = await server.connect(server.userToken(name, { exp }))
    const refresh = (token: string) => socket.emitWithAck('refresh_token', { token })
    expect(await refresh(server.userToken('somebody-else'))).toEqual(refusal('forbidden'))
    expect(await refresh(staffToken)).toEqual(refusal('forbidden'))
    expect(await refresh('nonsense')).toEqual(refusal('unauthenticated'))
    expect(await refresh(server.userToken(name, { exp: exp + 600 }))).toEqual({
      ok: true,
      data: { expires_at: new Date((exp + 600) * 1000).toISOString() },
    })
    const witness = await server.connect(server.userToken(name, { exp }))
    witness.io.reconnection(false)
    pass(20)
    await sweep()
    await disconnected(witness)
    expect(await send(socket, chatId, 'still here')).toMatchObject({ ok: true })
  })

  it('stays when its new token comes while it is being looked at', async () => {
    const { name, chatId, socket } = await newUser()
    const accounts = server.app.get(AccountsService, { strict: false })
    const findEnded = accounts.findEnded.bind(accounts)
    const looked = jest.spyOn(accounts, 'findEnded').mockImplementationOnce(async (principals) => {
      expect(await socket.emitWithAck('refresh_token', { token: server.userToken(name) })).toMatchObject({ ok: true })
      return findEnded(principals)
    })
    await sweep()
    looked.mockRestore()
    expect(await send(socket, chatId, 'still here')).toMatchObject({ ok: true })
  })

  it('of a deactivated account can do nothing from that moment, and is closed soon', async () => {
    const user = await newUser()
    user.socket.io.reconnection(false)
    await server.sql('UPDATE users SET deactivated_at = now() WHERE external_id = $1', [user.name])
    const answer = await send(user.socket, user.chatId, 'gone').catch(() => disconnected(user.socket))
    if (answer !== true) expect(answer).toEqual(refusal('unauthenticated'))
    await sweep()
    await disconnected(user.socket)
    expect((await refused(server.connect(user.token))).data).toMatchObject({ code: 'unauthenticated' })
    expect(await server.sql('SELECT 1 FROM support_messages WHERE chat_id = $1', [user.chatId])).toEqual([])
  })

  it('of staff is re-checked at every event', async () => {
    const user = await newUser()
    await server.sql(
      `INSERT INTO users (id, email, role, password_hash)
       SELECT gen_random_uuid(), 'second@example.com', role, password_hash FROM users WHERE email = $1`,
      [ADMIN.email],
    )
    const login = await call<Session>(server.url + routes.login, 'POST', {
      body: { ...ADMIN, email: 'second@example.com' },
    })
    const socket = await server.connect(login.body.access_token)
    socket.io.reconnection(false)
    expect(await socket.emitWithAck('join_chat', { chat_id: user.chatId })).toMatchObject({ ok: true })
    await server.sql("UPDATE users SET session_version = session_version + 1 WHERE email = 'second@example.com'")
    const join = socket.emitWithAck('join_chat', { chat_id: user.chatId })
    const answer = await join.catch(() => disconnected(socket))
    if (answer !== true) expect(answer).toEqual(refusal('unauthenticated'))
    await sweep()
    await disconnected(socket)
  })

  it('ends at once at logout, and only that sign-in’s', async () => {
    const [here, elsewhere] = [await server.staffToken(), await server.staffToken()]
    const [socket, other] = [await server.connect(here), await server.connect(elsewhere)]
    await call(server.url + routes.logout, 'POST', { token: here })
    await disconnected(socket)
    expect(other.connected).toBe(true)
  })
})
