import { randomUUID } from 'node:crypto'
import { once, type EventEmitter } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { getQueueToken } from '@nestjs/bull'
import { Logger, type INestApplication, type Type } from '@nestjs/common'
import { getDataSourceToken } from '@nestjs/typeorm'
import { MailerService } from '@nestjs-modules/mailer'
import type { ApiError, Identity, MessagePage, SupportChat, SupportMessage } from '@support-chat/shared'
import { EventBus, SupportChat as Facade, UnitOfWork } from '@support-chat/server'
import type { Queue } from 'bull'
import { Client } from 'pg'
import { io, type Socket } from 'socket.io-client'
import { DataSource } from 'typeorm'
import { GUEST } from '../src/common/guest.js'
import { MessagesService } from '../src/messages/messages.service.js'
import { EmailOutboxWorker } from '../src/notifications/email-outbox.worker.js'
import { call, type Answer } from './call.js'
import { eventually } from './eventually.js'
import { hasRedis, RedisProcess } from './redis-process.js'
import { createDatabase, EMPTY } from './test-app.js'

if (!hasRedis) process.stderr.write('No redis-server on the PATH: the application has no queue\n')
const withRedis = hasRedis ? it : it.skip

let redis: RedisProcess | null = null
let database: Awaited<ReturnType<typeof createDatabase>>
let dataDir: string
let sql: Client
let app: INestApplication
let url: string
const sockets: Socket[] = []
let slack: Server
const slacked: string[] = []
let isSlackAway = false
const warnings: unknown[] = []
const environment = { ...process.env }

beforeAll(async () => {
  database = await createDatabase(EMPTY)
  dataDir = await mkdtemp(join(tmpdir(), 'support-chat-host-'))
  sql = new Client({ connectionString: database.url })
  await sql.connect()
  redis = hasRedis ? await RedisProcess.start() : null
  process.env = { ...environment, NODE_ENV: 'test', DATABASE_URL: database.url, DATA_DIR: dataDir }
  process.env['REDIS_URL'] = redis?.url ?? ''
  Logger.overrideLogger(['error', 'fatal'])
  slack = createServer((request, response) => {
    void text(request).then((body) => {
      if (!isSlackAway) slacked.push(body)
      response.writeHead(isSlackAway ? 503 : 200).end()
    })
  }).listen(0, '127.0.0.1')
  await once(slack, 'listening')
  process.env['SLACK_URL'] = `http://127.0.0.1:${(slack.address() as AddressInfo).port}`
  const { migrateAll } = await import('./host-app/migrate.js')
  await migrateAll(database.url)
  const { start } = await import('./host-app/main.js')
  const warn = jest.spyOn(Logger.prototype, 'warn')
  app = await start(0)
  warnings.push(...warn.mock.calls.flat())
  warn.mockRestore()
  url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`
})

afterAll(async () => {
  for (const socket of sockets) socket.disconnect()
  await app.close()
  await redis?.stop()
  slack.close()
  await sql.end()
  await database.drop()
  await rm(dataDir, { recursive: true, force: true })
  process.env = environment
})

const company = { 'x-company': 'acme' }

const login = (body: object, headers: Record<string, string> = company) =>
  call<unknown>(`${url}/company/v1/auth/login`, 'POST', { headers, body })

/** Signs a customer in to the company. @returns the cookie */
async function signIn(name: string, domain = 'example.com'): Promise<{ cookie: string }> {
  const { headers } = await login({ email: `${name}@${domain}` })
  return { cookie: headers.getSetCookie()[0]!.split(';')[0]! }
}

const request = <T>(
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: unknown,
): Promise<Answer<T>> =>
  call<T>(`${url}/support/api${path}`, method, { headers, ...(body === undefined ? {} : { body }) })

const send = (headers: { cookie: string }, content: string) =>
  request<SupportMessage & ApiError>('POST', '/support_chat/messages', headers, { content, client_id: randomUUID() })

const count = async (table: string): Promise<number> =>
  Number((await sql.query<{ count: string }>(`SELECT count(*) FROM ${table}`)).rows[0]?.count)

function connect(
  namespace: string,
  headers: Record<string, string>,
  transport: 'websocket' | 'polling' = 'websocket',
): Promise<Socket> {
  const socket = io(url + namespace, { extraHeaders: headers, transports: [transport], forceNew: true })
  sockets.push(socket)
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket))
    socket.once('connect_error', reject)
  })
}

describe('An application that imports the module', () => {
  it('starts without a warning, with a connection of its own beside that of the module', () => {
    expect(warnings).toEqual([])
    expect(app.get(DataSource)).not.toBe(app.get(getDataSourceToken('support_chat')))
  })

  it('tells by its own sessions who its users are, over REST and sockets, and leaves its own table of users alone', async () => {
    const ada = await signIn('ada')
    const customers = await count('public.users')
    const { status, body } = await request<Identity>('GET', '/auth/me', ada)
    expect([status, body.email, body.role]).toEqual([200, 'ada@example.com', 'user'])
    const { body: sent } = await send(ada, 'Hello')
    const socket = await connect('/support', ada)
    expect(await socket.emitWithAck('join_chat', { chat_id: sent.chat_id, since: 0 })).toMatchObject({
      ok: true,
      data: { last_sequence: 1, messages: [{ content: 'Hello' }] },
    })
    expect(await count('public.users')).toBe(customers)
    expect(await count('support_chat.users')).toBeGreaterThan(0)
  })

  it.each(['websocket', 'polling'] as const)(
    'is found by a widget that knows only the address with the base, by %s',
    async (transport) => {
      const ada = await signIn(`ada.${transport}`)
      const { body: sent } = await send(ada, 'Hello')
      const options = { path: '/support/socket.io', transports: [transport], extraHeaders: ada, forceNew: true }
      const socket = io(url, options)
      sockets.push(socket)
      const joined = await socket.emitWithAck('join_chat', { chat_id: sent.chat_id, since: 0 })
      expect(joined).toMatchObject({ ok: true, data: { last_sequence: 1 } })
      const received = once(socket as unknown as EventEmitter, 'new_message')
      await send(ada, 'Once more')
      expect(await received).toMatchObject([{ message: { content: 'Once more' } }])
    },
  )

  it('turns away who has no session, with the errors of the contract, over both', async () => {
    const { status, body } = await request<ApiError>('GET', '/auth/me', {})
    expect([status, body.code]).toEqual([401, 'unauthenticated'])
    await expect(connect('/support', { cookie: 'session=none' })).rejects.toMatchObject({
      data: { code: 'unauthenticated' },
    })
  })

  it('lets no other page use the cookies, over either', async () => {
    const ada = await signIn('ada')
    const foreign = { ...ada, origin: 'https://elsewhere.example' }
    const { status, body } = await request<ApiError>('GET', '/support_chat', foreign)
    expect([status, body.code]).toEqual([403, 'forbidden'])
    const own = { ...ada, origin: 'https://app.example.com' }
    expect((await request<SupportChat>('GET', '/support_chat', own)).status).toBe(200)
    for (const transport of ['websocket', 'polling'] as const) {
      await expect(connect('/support', foreign, transport)).rejects.toThrow('This origin is not allowed')
      expect((await connect('/support', own, transport)).connected).toBe(true)
    }
  })

  it('lets its pages, and no other, read what their cookies were sent along with, on another origin of theirs', async () => {
    const ada = await signIn('ada.crossing')
    const readable = async (path: string, origin: string) => {
      const { headers } = await fetch(url + path, { headers: { ...ada, origin } })
      return [headers.get('access-control-allow-origin'), headers.get('access-control-allow-credentials')]
    }
    for (const path of ['/support/api/support_chat', '/support/socket.io/?EIO=4&transport=polling']) {
      expect(await readable(path, 'https://app.example.com')).toEqual(['https://app.example.com', 'true'])
      expect((await readable(path, 'https://elsewhere.example'))[0]).toBeNull()
    }
  })

  it('writes its own rows in the transaction of a message', async () => {
    const grace = await signIn('grace')
    const first = await send(grace, 'Hello')
    expect(first.status).toBe(201)
    expect((await send(grace, 'One more thing')).status).toBe(201)
    const { rows } = await sql.query('SELECT 1 FROM public.tickets WHERE "chatId" = $1', [first.body.chat_id])
    expect(rows).toHaveLength(1)
  })

  it('refuses a message by its policy: the sender hears why, and nothing is stored', async () => {
    const edsger = await signIn('edsger')
    const { status, body } = await send(edsger, 'My card is 4111 1111 1111 1111')
    expect([status, body.code, body.message]).toEqual([
      400,
      'invalid_request',
      'Please do not send card numbers in the chat',
    ])
    expect((await request<MessagePage>('GET', '/support_chat/messages', edsger)).body.messages).toEqual([])
  })

  it('gives customers on trial a limit of their own', async () => {
    const trial = await signIn('ken', 'trial.example')
    const statuses = [await send(trial, 'One'), await send(trial, 'Two'), await send(trial, 'Three')]
    expect(statuses.map(({ status }) => status)).toEqual([201, 201, 429])
  })

  it('guards routes of its own by the accounts of Support Chat, and uses its services there', async () => {
    const own = (headers: object, method = 'POST') =>
      call<{ data: object }>(`${url}/company/v1/callbacks`, method, { headers: { ...company, ...headers } })
    const barbara = await signIn('barbara.l')
    expect(await own(barbara)).toMatchObject({ status: 201, body: { data: { message: 1 } } })
    expect(await own({})).toMatchObject({ status: 401, body: { company_error: 401 } })
    expect((await own(barbara, 'GET')).status).toBe(403)
  })

  it('has events leave once its own transaction has committed, and none of what it rolled back', async () => {
    const { body: sent } = await send(await signIn('barbara'), 'Hello')
    const dataSource = app.get(DataSource)
    const unitOfWork = app.get(UnitOfWork)
    const received: string[] = []
    app.get(EventBus).onAfterCommit('chat.changed', ({ chat_id }) => void received.push(chat_id))
    const touch = (chatId: string) =>
      dataSource.transaction(async (manager) => {
        await manager.query(`INSERT INTO tickets ("chatId", "userId") VALUES ($1, $1)`, [randomUUID()])
        await unitOfWork.join(manager, async (tx) => {
          await tx.manager.query('UPDATE support_chat.support_chats SET updated_at = now() WHERE id = $1', [
            sent.chat_id,
          ])
          await tx.publish('chat.changed', { chat_id: chatId })
        })
        expect(received).not.toContain(chatId)
        if (chatId === 'undone') throw new Error('Undone')
      })
    await touch('done')
    await expect(touch('undone')).rejects.toThrow('Undone')
    await eventually(() => received[0], 'the event')
    expect(received).toEqual(['done'])
  })

  it('hears by its own channel, in its own time, of replies that stay unread, and sends no e-mail about them', async () => {
    const { body: sent } = await send(await signIn('linus'), 'Hello')
    const { rows } = await sql.query<{ id: string }>(
      `INSERT INTO support_chat.users (id, email, name, role) VALUES (gen_random_uuid(), 'staff@acme.example', 'Sam', 'admin') RETURNING id`,
    )
    const principal = { id: rows[0]!.id, email: 'staff@acme.example', name: 'Sam', role: 'admin' as const }
    const guest = app.get<{ get<T>(type: Type<T>): T }>(GUEST)
    await guest.get(MessagesService).send(
      {
        ...principal,
        sessionVersion: 0,
        sessionId: null,
        scopes: null,
        address: null,
        expiresAt: new Date(Date.now() + 60_000),
      },
      sent.chat_id,
      { content: 'It works now', client_id: randomUUID() },
    )
    const { rows: waiting } = await sql.query(
      `SELECT channel, extract(epoch FROM due_at - created_at)::integer AS delay FROM support_chat.email_notifications`,
    )
    expect(waiting).toEqual([{ channel: 'slack', delay: 600 }])
    for (const isAway of [true, false, false]) {
      isSlackAway = isAway
      await sql.query(`UPDATE support_chat.email_notifications SET due_at = now()`)
      await guest.get(EmailOutboxWorker).sweep()
    }
    expect(slacked).toEqual(['{"text":"linus@example.com has not read: It works now"}'])
    expect(await readdir(dataDir)).not.toContain('mail')
  })

  it('rewrites a message by its policy: that is stored and answered, to a repeat as well', async () => {
    const margaret = await signIn('margaret')
    const body = { content: 'My password: hunter2', client_id: randomUUID() }
    const post = () => request<SupportMessage>('POST', '/support_chat/messages', margaret, body)
    const [stored, repeated] = [await post(), await post()]
    expect([stored.status, stored.body.content]).toEqual([201, 'My password: •••'])
    expect([repeated.status, repeated.body]).toEqual([200, stored.body])
    const socket = await connect('/support', margaret)
    const { chat_id } = stored.body
    expect(await socket.emitWithAck('send_message', { ...body, chat_id })).toEqual({ ok: true, data: stored.body })
    const card = { content: '4111 1111 1111 1111', client_id: randomUUID(), chat_id }
    expect(await socket.emitWithAck('send_message', card)).toMatchObject({ error: { code: 'invalid_request' } })
    const customer = { externalId: 'margaret-2', email: 'margaret@example.com' }
    const { message } = await app.get(Facade).sendToUser(customer, { content: 'password: 1', clientId: randomUUID() })
    expect(message.content).toBe('password: •••')
  })

  it('keeps what it sets up for all of its own: prefix, version, guards, interceptor, pipe, filter, gateway, reference', async () => {
    const unguarded = await login({ email: 'no@example.com' }, {})
    expect([unguarded.status, unguarded.body]).toEqual([403, { company_error: 403 }])
    for (const body of [{ email: 'no address' }, { email: 'ada@example.com', client_id: 'unknown' }]) {
      const refused = await login(body)
      expect([refused.status, refused.body]).toEqual([400, { company_error: 400 }])
    }
    const socket = await connect('/', company)
    expect(await socket.emitWithAck('ping', {})).toEqual({ data: { ok: 'pong of the company' } })
    for (const path of ['/api/auth/me', '/admin/', '/widget/support-chat.js', '/support/admin/', '/support/'])
      expect([path, (await fetch(url + path)).status]).toEqual([path, 404])
    const { paths } = (await (await fetch(`${url}/docs-json`)).json()) as { paths: object }
    expect(Object.keys(paths)).toEqual(['/company/v1/auth/login', '/company/v1/callbacks'])
    const own = (await (await fetch(`${url}/support/api/docs-json`)).json()) as { paths: object; servers: object[] }
    expect(Object.keys(own.paths)).toContain('/api/support_chat')
    expect(own.servers).toEqual([{ url: 'http://localhost:3000/support' }])
  })

  withRedis('has its own queue, events and mailer, beside those of the module', async () => {
    const sendMail = jest.spyOn(app.get(MailerService), 'sendMail')
    const order = { id: randomUUID(), customerId: randomUUID(), email: 'buyer@example.com' }
    const job = await app.get<Queue>(getQueueToken('shipments')).add(order)
    await job.finished()
    const [mail] = (await Promise.all(sendMail.mock.results.map(({ value }) => value as unknown))) as [
      { message: string },
    ]
    expect(JSON.parse(mail.message)).toMatchObject({ to: [{ address: 'buyer@example.com' }], subject: 'Your order' })
    const stored = `SELECT content FROM support_chat.support_messages m JOIN support_chat.support_chats c ON c.id = m.chat_id
      JOIN support_chat.users u ON u.id = c.user_id WHERE u.external_id = $1`
    expect((await sql.query(stored, [order.customerId])).rows).toEqual([{ content: 'Your order is on its way' }])
    const keys = (await redis?.command('KEYS', '*bull*')) as string[]
    expect(keys.filter((key) => key.includes('shipments'))).toEqual([])
  })

  it('limits its own requests, and none of the module’s', async () => {
    const first = await login({ email: 'alan@example.com' })
    expect(first.headers.get('x-ratelimit-limit')).toBe('40')
    const alan = await signIn('alan')
    const asked = await Promise.all(Array.from({ length: 45 }, () => request('GET', '/support_chat', alan)))
    expect(new Set(asked.map(({ status }) => status))).toEqual(new Set([200]))
    expect(asked[0]?.headers.get('x-ratelimit-limit')).toBeNull()
    const own = await Promise.all(Array.from({ length: 45 }, () => login({ email: 'alan@example.com' })))
    expect(own.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(5)
  })
})
