import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { io } from 'socket.io-client'
import { routes, type SupportChat, type SupportMessage } from '@support-chat/shared'
import { call } from './call.js'
import { eventually } from './eventually.js'
import { TcpProxy } from './tcp-proxy.js'
import { createDatabase, startTestApp, type TestApp, type TestSocket } from './test-app.js'

describe('While the database is away', () => {
  let database: Awaited<ReturnType<typeof createDatabase>>
  let line: TcpProxy
  let server: TestApp

  beforeAll(async () => {
    database = await createDatabase()
    line = await TcpProxy.to(`http://${new URL(database.url).host}`)
    const url = new URL(database.url)
    url.host = new URL(line.url).host
    server = await startTestApp({ databaseUrl: url.href })
  })

  afterAll(async () => {
    await server.close()
    await line.close()
    await database.drop()
  })

  it('every request is answered that it can be tried again, nothing is announced, and all works when it is back', async () => {
    const token = server.userToken('ada')
    const { body: chat } = await call<SupportChat>(server.url + routes.userChat, 'GET', { token })
    const socket = await server.connect(token)
    const news: SupportMessage[] = []
    socket.on('new_message', ({ message }) => news.push(message))
    const message = { chat_id: chat.id, content: 'hello', client_id: randomUUID() }

    line.away = true
    line.cut()
    const unavailable = { code: 'unavailable', message: expect.any(String) }
    const answers = await Promise.all([
      ...Array.from({ length: 5 }, () => socket.emitWithAck('send_message', { ...message, client_id: randomUUID() })),
      socket.emitWithAck('send_message', message),
      socket.emitWithAck('join_chat', { chat_id: chat.id }),
      socket.emitWithAck('mark_read', { chat_id: chat.id, sequence: 0 }),
    ])
    for (const answer of answers) expect(answer).toEqual({ ok: false, error: unavailable })
    for (const path of [routes.userChat, routes.me]) {
      expect(await call(server.url + path, 'GET', { token })).toMatchObject({ status: 503, body: unavailable })
    }
    await expect(server.connect(token)).rejects.toMatchObject({ data: unavailable })
    expect(news).toEqual([])
    expect(socket.connected).toBe(true)

    line.heal()
    const stored = await eventually(async () => {
      const answer = await socket.emitWithAck('send_message', message)
      return answer.ok ? answer.data : null
    }, 'the database to be back')
    expect(stored).toMatchObject({ sequence: 1, client_id: message.client_id })
    await eventually(() => news[0], 'the message')
    expect(news).toEqual([stored])
  })
})

describe('A database that says nothing, on connections that stand,', () => {
  let database: Awaited<ReturnType<typeof createDatabase>>
  let line: TcpProxy
  let server: TestApp
  let socket: TestSocket
  let chatId: string

  beforeEach(async () => {
    database = await createDatabase()
    line = await TcpProxy.to(`http://${new URL(database.url).host}`)
    const url = new URL(database.url)
    url.host = new URL(line.url).host
    server = await startTestApp({ databaseUrl: url.href })
    const token = server.userToken('ada')
    chatId = (await call<SupportChat>(server.url + routes.userChat, 'GET', { token })).body.id
    socket = await server.connect(token)
    // So many questions at once that the pool has more connections than one send meets.
    await Promise.all(Array.from({ length: 12 }, () => call(server.url + routes.me, 'GET', { token })))
  })

  afterEach(async () => {
    await server.close()
    await line.close()
    await database.drop()
  })

  const message = (content: string) => ({ chat_id: chatId, content, client_id: randomUUID() })
  const send = (sent: ReturnType<typeof message>) => socket.timeout(60_000).emitWithAck('send_message', sent)
  const isReady = async () => (await fetch(`${server.url}/api/health/ready`)).status === 200
  const stored = async () => {
    const client = new Client({ connectionString: database.url })
    await client.connect()
    const { rows } = await client.query<{ content: string }>('SELECT content FROM support_messages ORDER BY sequence')
    await client.end()
    return rows.map(({ content }) => content)
  }

  const unavailable = { ok: false, error: { code: 'unavailable', message: expect.any(String) as string } }

  it('is given up: sends are refused, and stored by the next attempt, as soon as new connections work', async () => {
    const [one, two] = [message('one'), message('two')]
    line.swallow()
    expect(await send(one)).toEqual(unavailable)
    // Whatever else was idle is gone with the one that did not answer: nobody has to find that out again.
    expect(await send(one)).toMatchObject({ ok: true })
    expect(await send(two)).toMatchObject({ ok: true })
    expect(await isReady()).toBe(true)
    expect(await stored()).toEqual(['one', 'two'])
  })

  it('is told of by readiness, refuses sends while it lasts, and heals by itself', async () => {
    const [one, two] = [message('one'), message('two')]
    Object.assign(line, { mute: true, deaf: true })
    const answers = Promise.all([send(one), send(two)])
    expect(await isReady()).toBe(false)
    expect(await answers).toEqual([unavailable, unavailable])
    expect(await isReady()).toBe(false)
    line.heal()
    for (const each of [one, two]) {
      await eventually(async () => ((await send(each)).ok ? true : null), 'the message to be stored')
    }
    await eventually(async () => ((await isReady()) ? true : null), 'the server to be ready')
    expect(await stored()).toEqual(['one', 'two'])
  })
})

describe('Two processes on one database', () => {
  it('store one gapless order, and a message sent through both at once only once', async () => {
    const one = await startTestApp()
    const two = await startTestApp({ databaseUrl: one.config.databaseUrl })
    const users = Array.from({ length: 6 }, (_, at) => one.userToken(`user${at}`))
    const chats = await Promise.all(
      users.map((token) => call<SupportChat>(one.url + routes.userChat, 'GET', { token }).then(({ body }) => body.id)),
    )
    const pairs = await Promise.all(
      users.map(async (token) => [await one.connect(token), await two.connect(token)] as const),
    )
    const sends = Array.from({ length: 25 }, () => randomUUID()).flatMap((client_id) =>
      pairs.flatMap((sockets, at) =>
        sockets.map((socket) =>
          socket.emitWithAck('send_message', { chat_id: chats[at]!, content: client_id, client_id }),
        ),
      ),
    )
    const answers = await Promise.all(sends)
    expect(answers.filter(({ ok }) => !ok)).toEqual([])
    for (const chat_id of chats) {
      const rows = await one.sql<{ sequence: number }>(
        'SELECT sequence FROM support_messages WHERE chat_id = $1 ORDER BY sequence',
        [chat_id],
      )
      expect(rows.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 25 }, (_, at) => at + 1))
    }
    await two.close()
    await one.close()
  })
})

describe('A server that is told to stop', () => {
  it('finishes what it has begun, and lets its sockets go so that clients come back', async () => {
    const database = await createDatabase()
    const server = await startTestApp({ databaseUrl: database.url })
    const [ada, bob] = [server.userToken('ada'), server.userToken('bob')]
    const { body: chat } = await call<SupportChat>(server.url + routes.userChat, 'GET', { token: ada })
    const socket = io(server.url, { auth: { token: bob }, transports: ['websocket'], reconnection: false })
    await new Promise<void>((resolve) => socket.once('connect', resolve))
    const left = new Promise((resolve) => socket.once('disconnect', resolve))

    const holder = new Client({ connectionString: database.url })
    await holder.connect()
    await holder.query('BEGIN')
    await holder.query('SELECT FROM support_chats WHERE id = $1 FOR UPDATE', [chat.id])
    const body = { content: 'in time', client_id: randomUUID() }
    const sending = call<SupportMessage>(server.url + routes.userMessages, 'POST', { token: ada, body })
    await eventually(async () => {
      const { rows } = await holder.query(
        "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
      )
      return rows[0]
    }, 'the send to wait for its chat')

    const closing = server.close()
    expect(await left).toBe('transport close')
    await holder.query('COMMIT')
    expect(await sending).toMatchObject({ status: 201, body: { sequence: 1 } })
    await closing
    await holder.end()
    await database.drop()
  })
})
