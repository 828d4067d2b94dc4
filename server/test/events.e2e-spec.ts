import { randomUUID } from 'node:crypto'
import { routes, staffRoutes, type SupportChat, type SupportMessage } from '@support-chat/shared'
import { eventPage } from '@support-chat/shared/contract'
import { Client } from 'pg'
import { IntervalTasks } from '../src/common/interval-tasks.js'
import { AppError } from '../src/common/errors/app-error.js'
import { EventBus } from '../src/database/event-bus.js'
import { STAMP_EVENTS, SWEEP_EVENTS } from '../src/events/event-relay.js'
import { call } from './call.js'
import { FeedReader, page } from './feed-reader.js'
import { startTestApp, useTestApp, type TestApp } from './test-app.js'

let server: TestApp
let staff: string
useTestApp((...started) => ([server, staff] = started))

const post = <T = object>(path: string, token: string, body: object = {}) =>
  call<T>(server.url + path, 'POST', { token, body })
const message = (content = 'Hello') => ({ content, client_id: randomUUID() })

async function newChat(name: string, token = server.userToken(name)) {
  const { body } = await call<SupportChat>(server.url + routes.userChat, 'GET', { token })
  return { token, chatId: body.id, name }
}

const send = async (token: string, content?: string) =>
  (await post<SupportMessage>(routes.userMessages, token, message(content))).body

/** Another program's transaction on the same database. */
async function foreignTransaction(): Promise<Client> {
  const client = new Client({ connectionString: server.config.databaseUrl ?? undefined })
  await client.connect()
  await client.query('BEGIN')
  return client
}

describe('The event feed', () => {
  it('tells everything that happens in a chat, in its order, as the contract says', async () => {
    const reader = await FeedReader.fromNow(server, staff)
    const { token, chatId } = await newChat('ada')
    const first = await send(token, 'A question')
    await post(routes.adminMessages(chatId), staff, message('An answer'))
    await post(routes.adminMarkRead(chatId), staff)
    await call(server.url + routes.userMarkRead, 'PATCH', { token, body: {} })
    await post(routes.adminArchive(chatId), staff)
    await post(routes.adminArchive(chatId), staff)
    await post(routes.adminUnarchive(chatId), staff)
    await post(routes.adminArchive(chatId), staff)
    await send(token, 'One more')
    const renamed = server.userToken('ada', { name: 'Ada Lovelace', email: 'lovelace@example.com' })
    await call(server.url + routes.me, 'GET', { token: renamed })

    const events = await reader.until(13)
    expect(events.map(({ type }) => type)).toEqual([
      'chat.created',
      'message.created',
      'message.created',
      'chat.assigned',
      'messages.read',
      'chat.updated',
      'messages.read',
      'chat.archived',
      'chat.unarchived',
      'chat.archived',
      'message.created',
      'chat.unarchived',
      'user.updated',
    ])
    expect(events[1]?.data).toEqual({
      chat_id: chatId,
      user: {
        id: expect.any(String) as string,
        external_id: 'ada',
        email: 'lovelace@example.com',
        name: 'Ada Lovelace',
      },
      message: { ...first, read_at: null, sender_name: 'Ada Lovelace' },
    })
    expect(events[1]?.occurred_at).toBe(first.created_at)
    expect(events[3]?.data).toMatchObject({ chat: { id: chatId, assignee: { email: 'admin@example.com' } } })
    expect(events[4]?.data).toMatchObject({ chat_id: chatId, reader_type: 'admin', up_to_sequence: 2 })
    expect(events[6]?.data).toMatchObject({ chat_id: chatId, reader_type: 'user', up_to_sequence: 2 })
    expect(events[7]?.data).toMatchObject({ chat: { id: chatId, archived: true, message_count: 3 } })
    expect(events[8]?.data).toMatchObject({ chat: { id: chatId, archived: false } })
    const [updated] = (await reader.until(13)).slice(12)
    expect(updated).toMatchObject({
      type: 'user.updated',
      data: { user: { external_id: 'ada', name: 'Ada Lovelace' } },
    })
    const whole = (await page(server, staff)).body
    expect(eventPage.parse(whole)).toEqual(whole)
  })

  it('tells nothing of what changes nothing', async () => {
    const { token, chatId } = await newChat('bob')
    await send(token)
    await post(routes.adminMarkRead(chatId), staff)
    const once = message()
    await post(routes.userMessages, token, once)
    await post(routes.adminMarkRead(chatId), staff)
    const told = () => server.sql('SELECT FROM events WHERE chat_id = $1', [chatId])
    const before = await told()
    await post(routes.userMessages, token, once)
    await post(routes.adminMarkRead(chatId), staff)
    await post(routes.adminUnarchive(chatId), staff)
    await newChat('bob', token)
    expect(await told()).toHaveLength(before.length)
  })

  it('tells nothing of what was rolled back', async () => {
    const { token, chatId } = await newChat('carol')
    await send(token)
    const reader = await FeedReader.fromNow(server, staff)
    let refuse = true
    server.app.get(EventBus).onBeforeCommit('chat.archived', async (event) => {
      if (refuse && event.chat_id === chatId) throw new AppError('conflict', 'Not now')
    })
    expect((await post(routes.adminArchive(chatId), staff)).status).toBe(409)
    refuse = false
    await post(routes.adminArchive(chatId), staff)
    await reader.until(1)
    const left = await server.sql(`SELECT FROM events WHERE chat_id = $1 AND type = 'chat.archived'`, [chatId])
    expect(left).toHaveLength(1)
  })

  it('gives a cursor to begin with, and never none', async () => {
    const { body } = await page(server, staff, '?after=latest')
    expect(body.events).toEqual([])
    const same = (await page(server, staff, `?after=${body.next_cursor}`)).body
    expect(same).toEqual({ events: [], next_cursor: body.next_cursor })
    const all = (await page(server, staff, '?limit=200')).body
    const pages = []
    for (let after = ''; pages.length < all.events.length;) {
      const { events, next_cursor } = (await page(server, staff, `?limit=1${after}`)).body
      pages.push(...events)
      after = `&after=${next_cursor}`
    }
    expect(pages).toEqual(all.events)
  })

  it.each(['?limit=0', '?limit=201', '?limit=x', '?after=', '?after=x', '?after=12', '?after=0-00000000', '?after=-1'])(
    'refuses %s',
    async (query) => {
      const { status, body } = await page(server, staff, query)
      expect([status, body.code]).toEqual([400, 'invalid_request'])
    },
  )

  it('is for staff only', async () => {
    expect((await page(server, server.userToken('ada'))).body.code).toBe('forbidden')
    expect((await call(server.url + staffRoutes.events, 'GET')).body.code).toBe('unauthenticated')
  })

  it('refuses a cursor that a restored backup knows nothing of', async () => {
    const { body } = await page(server, staff, '?after=latest')
    const [position] = body.next_cursor.split('-')
    for (const cursor of [`${position}-00000000`, `${Number(position) + 1000}-00000000`]) {
      const refused = await page(server, staff, `?after=${cursor}`)
      expect([refused.status, refused.body.code]).toEqual([409, 'conflict'])
    }
  })

  it('keeps the place of what is erased, and nothing of its content', async () => {
    const reader = await FeedReader.fromNow(server, staff)
    const { token, chatId } = await newChat('erin')
    await send(token, 'Forget me')
    const before = await reader.until(2)
    await server.sql(`DELETE FROM users WHERE external_id = 'erin'`)
    const again = (await page(server, staff, `?limit=200`)).body
    const after = again.events.filter(({ id }) => before.some((event) => event.id === id))
    expect(after.map(({ data }) => data)).toEqual([{ chat: null }, { chat_id: chatId, user: null, message: null }])
    expect(eventPage.parse(again)).toEqual(again)
    const stored = await server.sql(`SELECT * FROM events WHERE chat_id = $1`, [chatId])
    expect(JSON.stringify(stored)).not.toMatch(/erin|Forget/)
  })
})

describe('A reader of the feed', () => {
  const insert = (client: Client) =>
    client.query(
      `INSERT INTO events (id, type, occurred_at, details) VALUES ($1, 'messages.read', now() - interval '1 hour', '{}')
       RETURNING id`,
      [randomUUID()],
    )

  it('gets the event of a transaction that commits late, and waits for none that is open', async () => {
    const reader = await FeedReader.fromNow(server, staff)
    const late = await foreignTransaction()
    const { rows } = await insert(late)
    const { token } = await newChat('frank')
    await send(token)
    expect((await reader.until(2)).map(({ type }) => type)).toEqual(['chat.created', 'message.created'])
    await late.query('COMMIT')
    await late.end()
    const events = await reader.until(3)
    expect(events[2]?.id).toBe((rows as { id: string }[])[0]?.id)
    expect(await reader.read()).toEqual([])
  })

  it('gets each event once and in order, while two processes serve many who write', async () => {
    const other = await startTestApp({ databaseUrl: server.config.databaseUrl })
    const reader = await FeedReader.fromNow(server, staff)
    const chats = await Promise.all(Array.from({ length: 12 }, (_, at) => newChat(`writer${at}`)))
    const sent: string[] = []
    const write = async (token: string, at: number) => {
      for (let number = 0; number < 15; number++) {
        const { url } = (at + number) % 2 ? server : other
        const { body } = await call<SupportMessage>(url + routes.userMessages, 'POST', { token, body: message() })
        sent.push(body.id)
      }
    }
    const writing = Promise.all(chats.map(({ token }, at) => write(token, at)))
    let done = false
    void writing.then(() => (done = true))
    while (!done) await reader.read(7)
    const events = await reader.until(12 + sent.length)
    await other.close()
    const told = events.flatMap(({ data }) => ('message' in data && data.message ? [data.message] : []))
    expect(told.map(({ id }) => id).sort()).toEqual([...sent].sort())
    for (const { chatId } of chats) {
      const sequences = told.filter(({ chat_id }) => chat_id === chatId).map(({ sequence }) => sequence)
      expect(sequences).toEqual(Array.from({ length: 15 }, (_, at) => at + 1))
    }
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length)
  })

  it('is told by NOTIFY of a transaction that is not the server’s', async () => {
    const alone = await startTestApp({ databaseUrl: server.config.databaseUrl })
    // Neither process looks by itself any more.
    for (const { app } of [server, alone]) app.get(IntervalTasks, { strict: false }).stop(STAMP_EVENTS)
    const reader = await FeedReader.fromNow(alone, staff)
    const foreign = await foreignTransaction()
    await insert(foreign)
    await foreign.query('NOTIFY support_chat_events')
    await foreign.query('COMMIT')
    expect(await reader.until(1)).toHaveLength(1)
    await foreign.end()
    await alone.close()
  })
})

describe('Old events', () => {
  it('are kept for 30 days, the newest for ever; a cursor before them is refused', async () => {
    const old = await startTestApp()
    const token = await old.staffToken()
    const user = old.userToken('grace')
    const say = () => call<SupportMessage>(old.url + routes.userMessages, 'POST', { token: user, body: message() })
    const beginning = (await page(old, token, '?after=latest')).body.next_cursor
    for (let number = 0; number < 3; number++) await say()
    const reader = await FeedReader.fromNow(old, token)
    reader.cursor = beginning
    await reader.until(4)
    const sweep = () => old.app.get(IntervalTasks, { strict: false }).run(SWEEP_EVENTS)
    const age = (days: number, upTo: number) =>
      old.sql(`UPDATE events SET occurred_at = now() - make_interval(days => $1) WHERE position <= $2`, [days, upTo])

    await age(29, 4)
    await sweep()
    expect((await page(old, token, `?after=${beginning}`)).body.events).toHaveLength(4)
    await age(31, 2)
    await sweep()
    expect((await page(old, token)).body.events).toHaveLength(2)
    const refused = await page(old, token, `?after=${beginning}`)
    expect([refused.status, refused.body.code]).toEqual([409, 'conflict'])

    await age(31, 4)
    await sweep()
    expect((await page(old, token)).body.events.map(({ id }) => id)).toEqual([reader.events[3]?.id])
    expect((await page(old, token, `?after=${reader.cursor}`)).body).toEqual({ events: [], next_cursor: reader.cursor })
    await say()
    expect(await reader.until(5)).toHaveLength(5)
    await old.close()
  })
})
