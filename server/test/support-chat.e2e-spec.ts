import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { Logger, type INestApplication, type Type } from '@nestjs/common'
import { SupportChat } from '@support-chat/server'
import type { ApiError, ServerEvents } from '@support-chat/shared'
import { Client } from 'pg'
import { io, type Socket } from 'socket.io-client'
import { DataSource, type EntityManager } from 'typeorm'
import { GUEST } from '../src/common/guest.js'
import { Clock } from '../src/common/clock.js'
import { IntervalTasks } from '../src/common/interval-tasks.js'
import { EMIT_JOINED } from '../src/events/joined-event-relay.js'
import type { GuestApplication } from '../src/library/guest-application.js'
import { RateLimiter } from '../src/rate-limits/rate-limiter.js'
import { call } from './call.js'
import { eventually } from './eventually.js'
import { hasRedis, RedisProcess } from './redis-process.js'
import { createDatabase, EMPTY } from './test-app.js'

const environment = { ...process.env }
const sockets: Socket[] = []
let database: Awaited<ReturnType<typeof createDatabase>>
let sql: Client

beforeAll(async () => {
  database = await createDatabase(EMPTY)
  process.env = { ...environment, NODE_ENV: 'test', DATABASE_URL: database.url }
  sql = new Client({ connectionString: database.url })
  await sql.connect()
  Logger.overrideLogger(['error', 'fatal'])
  await (await import('./host-app/migrate.js')).migrateAll(database.url)
})

afterAll(async () => {
  await sql.end()
  await database.drop()
  process.env = environment
})

async function startHost(redisUrl = ''): Promise<INestApplication> {
  process.env.REDIS_URL = redisUrl
  return (await import('./host-app/main.js')).start(0)
}

const stop = async (...apps: INestApplication[]) => {
  for (const socket of sockets.splice(0)) socket.disconnect()
  for (const app of apps) await app.close()
}

const urlOf = (app: INestApplication) => `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`
const facade = (app: INestApplication) => app.get(SupportChat)
const begin = <T>(app: INestApplication, work: (manager: EntityManager) => Promise<T>) =>
  app.get(DataSource).transaction(work)
const inside = <T>(app: INestApplication, token: Type<T>): T => app.get<GuestApplication>(GUEST).get(token)
/** Whatever can be emitted by now is. */
const relay = (app: INestApplication) => inside(app, IntervalTasks).run(EMIT_JOINED)
const message = (content: string, clientId: string = randomUUID()) => ({ content, clientId })

const rows = async (table: string, where = 'true', ...values: unknown[]) =>
  Number((await sql.query<{ count: string }>(`SELECT count(*) FROM ${table} WHERE ${where}`, values)).rows[0]?.count)

/** A customer with a chat that is open, and what comes in there. */
async function open(app: INestApplication, name: string) {
  const email = `${name}@example.com`
  const { body } = await call<{ data: { session: string } }>(`${urlOf(app)}/company/v1/auth/login`, 'POST', {
    headers: { 'x-company': 'acme' },
    body: { email },
  })
  const cookie = `session=${body.data.session}`
  const identity = await call<{ id: string }>(`${urlOf(app)}/support/api/auth/me`, 'GET', { headers: { cookie } })
  const { rows } = await sql.query<{ external_id: string }>(
    'SELECT external_id FROM support_chat.users WHERE id = $1',
    [identity.body.id],
  )
  const user = { externalId: rows[0]!.external_id }
  const { body: chat } = await call<{ id: string }>(`${urlOf(app)}/support/api/support_chat`, 'GET', {
    headers: { cookie },
  })
  const socket = io(`${urlOf(app)}/support`, { extraHeaders: { cookie }, transports: ['websocket'], forceNew: true })
  sockets.push(socket)
  const received: string[] = []
  socket.on('new_message', (event: ServerEvents['new_message']) => void received.push(event.message.content))
  await new Promise((resolve, reject) => socket.once('connect', () => resolve(null)).once('connect_error', reject))
  const join = () => socket.emitWithAck('join_chat', { chat_id: chat.id, since: 0 }) as Promise<{ ok: boolean }>
  expect(await join()).toMatchObject({ ok: true })
  /** After everything that was sent to this socket before. */
  const settled = async () => {
    await relay(app)
    await join()
    return received
  }
  return { user, chatId: chat.id, received, settled }
}

describe('SupportChat in an application', () => {
  let app: INestApplication
  beforeAll(async () => {
    app = await startHost()
  })
  afterAll(() => stop(app))

  it('sends to a user who may not be known yet, once for each client id, under the name that is asked for', async () => {
    const unknown = { externalId: randomUUID() }
    await expect(facade(app).sendToUser(unknown, message('Hello'))).rejects.toMatchObject({ code: 'not_found' })
    const known = { ...unknown, email: 'new@example.com', name: 'New' }
    const hello = { ...message(' Hello '), as: 'Shop' }
    const sent = await facade(app).sendToUser(known, hello)
    expect(sent).toMatchObject({ created: true, message: { sequence: 1, content: 'Hello', sender_name: 'Shop' } })
    expect(await facade(app).sendToUser(known, hello)).toEqual({ ...sent, created: false })
    const other = facade(app).sendToUser(known, { ...hello, content: 'Other' })
    await expect(other).rejects.toMatchObject({ code: 'conflict' })
    expect(await facade(app).sendToUser(known, message('Bye'))).toMatchObject({ message: { sender_name: 'Support' } })
  })

  it('has the limits of REST', async () => {
    const user = { externalId: 'limits', email: 'limits@example.com' }
    const refused: [Parameters<SupportChat['sendToUser']>, string][] = [
      [[user, message(' ')], 'content_blank'],
      [[user, message('x'.repeat(4_001))], 'content_too_long'],
      [[user, message('Hello', 'no uuid')], 'invalid_request'],
      [[{ ...user, externalId: ' ' }, message('Hello')], 'invalid_request'],
      [[{ ...user, email: 'none' }, message('Hello')], 'invalid_request'],
      [[user, { ...message('Hello'), as: ' ' }], 'invalid_request'],
    ]
    for (const [given, code] of refused) {
      await expect(facade(app).sendToUser(...given)).rejects.toMatchObject({ code })
    }
    await facade(app).sendToUser(user, { ...message('Hello'), as: 'Flood' })
    const { rows } = await sql.query<{ id: string }>(`SELECT id FROM support_chat.users WHERE name = 'Flood'`)
    const clock = jest.spyOn(inside(app, Clock), 'now').mockReturnValue(inside(app, Clock).now())
    const use = () => inside(app, RateLimiter).takeFor('send', { id: rows[0]!.id, role: 'admin' })
    await expect(Promise.all(Array.from({ length: 10_000 }, use))).rejects.toMatchObject({ code: 'rate_limited' })
    const flooding = facade(app).sendToUser(user, { ...message('Hello'), as: 'Flood' })
    await expect(flooding).rejects.toMatchObject({ code: 'rate_limited' })
    clock.mockRestore()
    expect(await facade(app).sendToUser(user, message('Hello'))).toMatchObject({ created: true })
  })

  it('makes and changes users, finds their chats, and puts them away', async () => {
    const externalId = randomUUID()
    const made = await facade(app).upsertUser({ externalId, email: 'a@example.com', name: 'A' })
    expect(made).toMatchObject({ external_id: externalId, email: 'a@example.com', name: 'A', chat_id: null })
    expect(await facade(app).findChat(externalId)).toBeNull()
    await expect(facade(app).archive({ externalId })).rejects.toMatchObject({ code: 'not_found' })
    const { message: sent } = await facade(app).sendToUser({ externalId }, message('Hello'))
    expect(await facade(app).findChat(externalId)).toMatchObject({ id: sent.chat_id, archived: false })
    expect(await facade(app).archive({ externalId })).toEqual({ id: sent.chat_id, archived: true })
    expect(await facade(app).archive({ chatId: sent.chat_id })).toEqual({ id: sent.chat_id, archived: true })
    expect(await facade(app).findChat(externalId)).toMatchObject({ archived: true })
    const undone = begin(app, async (manager) => {
      await facade(app).upsertUser({ externalId, email: 'b@example.com' }, manager)
      throw new Error('Undone')
    })
    await expect(undone).rejects.toThrow('Undone')
    expect(await facade(app).upsertUser({ externalId, email: 'c@example.com' })).toMatchObject({
      ...made,
      email: 'c@example.com',
      chat_id: sent.chat_id,
    })
  })

  it('stores a message with the rows of a transaction, and tells of it only after the commit', async () => {
    const { user, received, settled } = await open(app, 'commit')
    const listened: string[] = []
    const end = facade(app).on('message.sent', (event) => void listened.push(event.message.content))
    await begin(app, async (manager) => {
      await manager.query('INSERT INTO tickets ("chatId", "userId") VALUES ($1, $1)', [randomUUID()])
      await facade(app).sendToUser(user, message('With you'), manager)
      expect(await settled()).toEqual([])
    })
    await eventually(() => received[0], 'the message at the socket')
    await facade(app).sendToUser(user, message('Alone'))
    await eventually(() => received[1], 'the next message at the socket')
    expect([await settled(), listened]).toEqual([
      ['With you', 'Alone'],
      ['With you', 'Alone'],
    ])
    end()
    await facade(app).sendToUser(user, message('Unheard'))
    expect(listened).toHaveLength(2)
    expect(await rows('support_chat.joined_events')).toBe(0)
  })

  it('neither stores nor tells anything of a transaction that was rolled back, by its end or by PostgreSQL', async () => {
    const { user, chatId, settled } = await open(app, 'rollback')
    const undone = begin(app, async (manager) => {
      await facade(app).sendToUser(user, message('Undone'), manager)
      throw new Error('Undone')
    })
    await expect(undone).rejects.toThrow('Undone')
    // PostgreSQL answers such a COMMIT with ROLLBACK, and with no error.
    await begin(app, async (manager) => {
      await facade(app).sendToUser(user, message('Aborted'), manager)
      await manager.query('SELECT 1 / 0').catch(() => undefined)
    })
    expect(await settled()).toEqual([])
    expect(await rows('support_chat.support_messages', 'chat_id = $1', chatId)).toBe(0)
    expect(await rows('support_chat.events', `type = 'message.created' AND chat_id = $1`, chatId)).toBe(0)
  })

  it('undoes only the call that failed, and stores a repeat once', async () => {
    const { user, received, settled } = await open(app, 'repeat')
    const first = message('Once')
    const ticket = randomUUID()
    await begin(app, async (manager) => {
      expect(await facade(app).sendToUser(user, first, manager)).toMatchObject({ created: true })
      expect(await facade(app).sendToUser(user, first, manager)).toMatchObject({ created: false })
      const conflict = facade(app).sendToUser(user, { ...first, content: 'Other' }, manager)
      await expect(conflict).rejects.toMatchObject({ code: 'conflict' })
      const refused = facade(app).sendToUser(user, message('Pay with 4111 1111 1111 1111'), manager)
      await expect(refused).rejects.toMatchObject<Partial<ApiError>>({ code: 'invalid_request' })
      await manager.query('INSERT INTO tickets ("chatId", "userId") VALUES ($1, $1)', [ticket])
    })
    await eventually(() => received[0], 'the message at the socket')
    await begin(app, async (manager) => {
      expect(await facade(app).sendToUser(user, first, manager)).toMatchObject({ created: false })
    })
    expect(await facade(app).sendToUser(user, first)).toMatchObject({ created: false })
    expect(await settled()).toEqual(['Once'])
    expect(await rows('tickets', '"chatId" = $1', ticket)).toBe(1)
  })

  it('tells of a commit that no notice came of', async () => {
    const { user, received } = await open(app, 'unnoticed')
    const listeners = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN %'`
    expect((await sql.query(listeners)).rowCount).toBe(1)
    await begin(app, (manager) => facade(app).sendToUser(user, message('Found'), manager))
    await eventually(() => received[0], 'the message at the socket')
  })

  it('takes no manager without an open transaction of the connection that it was given', async () => {
    const user = { externalId: 'nobody', email: 'nobody@example.com' }
    const manager = app.get(DataSource).manager
    await expect(facade(app).sendToUser(user, message('Hello'), manager)).rejects.toThrow(
      'tx must be the entity manager',
    )
  })

  it('sends with an order of the company', async () => {
    const { Orders } = await import('./host-app/orders.js')
    const { user, received } = await open(app, 'buyer')
    await app.get(Orders).ship({ id: randomUUID(), customerId: user.externalId, email: 'buyer@example.com' })
    await eventually(() => received[0], 'the message at the socket')
    expect(await rows('orders', '"customerId" = $1', user.externalId)).toBe(1)
  })
})

if (!hasRedis) process.stderr.write('No redis-server on the PATH: "SupportChat in two processes" does not run\n')
const withRedis = hasRedis ? describe : describe.skip

withRedis('SupportChat in two processes', () => {
  let redis: RedisProcess
  let apps: INestApplication[]
  beforeAll(async () => {
    redis = await RedisProcess.start()
    apps = [await startHost(redis.url), await startHost(redis.url)]
  })
  afterAll(async () => {
    await stop(...apps)
    await redis.stop()
  })

  it('tells each socket, and one listener, once', async () => {
    const [one, two] = apps as [INestApplication, INestApplication]
    const { user, received } = await open(two, 'elsewhere')
    const listened: string[] = []
    for (const app of apps) facade(app).on('message.sent', (event) => void listened.push(event.message.content))
    const contents = Array.from({ length: 10 }, (_, number) => `Message ${number}`)
    for (const content of contents) {
      await begin(one, (manager) => facade(one).sendToUser(user, message(content), manager))
      await eventually(() => (received.includes(content) ? true : null), `${content} at the socket`)
    }
    for (const app of apps) await relay(app)
    await facade(two).sendToUser(user, message('End'))
    await eventually(() => (received.includes('End') ? true : null), 'the end at the socket')
    expect([received, listened]).toEqual([
      [...contents, 'End'],
      [...contents, 'End'],
    ])
  })
})
