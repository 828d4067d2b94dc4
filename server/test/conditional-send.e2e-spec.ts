import { randomUUID } from 'node:crypto'
import {
  type ApiError,
  type CreatedApiKey,
  type DirectoryUser,
  routes,
  type SendConflictDetails,
  staffRoutes,
  type SupportChat,
  type SupportMessage,
} from '@support-chat/shared'
import { Client } from 'pg'
import { type Answer, call } from './call.js'
import { eventually } from './eventually.js'
import { startTestApp, type TestApp, useTestApp } from './test-app.js'

let server: TestApp
let staff: string

useTestApp((...started) => ([server, staff] = started))

type Sent = Answer<SupportMessage & ApiError>
type Body = { content?: string; client_id?: string; if_last_sequence?: unknown; email?: string }

const send = (token: string, path: string, body: Body, url = server.url): Promise<Sent> =>
  call(url + path, 'POST', { token, body: { content: 'Hello', client_id: randomUUID(), ...body } })

const outcome = ({ status, body }: Sent) => ({ status, code: body.code, ...(body.details as SendConflictDetails) })
const contentsOf = ({ body }: Sent) => (body.details as SendConflictDetails).messages.map(({ content }) => content)

let names = 0

/** A chat of a new user, who has asked `count` questions. */
async function makeChat(count: number) {
  const name = `asker-${++names}`
  const token = server.userToken(name)
  const { id } = (await call<SupportChat>(server.url + routes.userChat, 'GET', { token })).body
  const ask = (content: string, body: Body = {}) => send(token, routes.userMessages, { content, ...body })
  const answer = (content: string, body: Body = {}) => send(staff, routes.adminMessages(id), { content, ...body })
  for (let at = 1; at <= count; at++) await ask(`question ${at}`)
  return { id, name, token, ask, answer }
}

/** Everything that a send leaves behind. */
async function traces(id: string) {
  const [row] = await server.sql<Record<string, unknown>>(
    `SELECT last_sequence, user_unread_count, admin_unread_count,
       (SELECT count(*)::integer FROM support_messages WHERE chat_id = chat.id) AS messages,
       (SELECT count(*)::integer FROM events WHERE chat_id = chat.id) AS events,
       (SELECT count(*)::integer FROM email_notifications WHERE chat_id = chat.id) AS emails
     FROM support_chats chat WHERE id = $1`,
    [id],
  )
  return row
}

/** Begins sends while the chat's row is locked, and lets them go on once `waiting` of them wait for it in the database. */
async function meetAtTheLock(id: string, waiting: number, begin: () => Promise<Sent>[]): Promise<Sent[]> {
  const holder = new Client({ connectionString: server.config.databaseUrl ?? undefined })
  await holder.connect()
  await holder.query('BEGIN')
  await holder.query('SELECT FROM support_chats WHERE id = $1 FOR UPDATE', [id])
  const sends = Promise.all(begin())
  await eventually(async () => {
    const { rowCount } = await holder.query(
      "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
    )
    return rowCount === waiting ? true : null
  }, 'the sends to wait for the lock')
  await holder.query('COMMIT')
  await holder.end()
  return sends
}

describe('A send that names the newest message it knows', () => {
  it('is stored where there is none newer, also as the first of its chat', async () => {
    const { ask, answer } = await makeChat(0)
    expect(await ask('First', { if_last_sequence: 0 })).toMatchObject({ status: 201, body: { sequence: 1 } })
    expect(await answer('Second', { if_last_sequence: 1 })).toMatchObject({ status: 201, body: { sequence: 2 } })
    expect(await ask('Third', { if_last_sequence: 2 })).toMatchObject({ status: 201, body: { sequence: 3 } })
  })

  it('is refused over a newer question, with what came after, and leaves nothing behind', async () => {
    const { id, ask, answer } = await makeChat(1)
    await answer('first answer')
    const newer = await ask('question 2')
    const before = await traces(id)
    const refused = await answer('second answer', { if_last_sequence: 2 })
    expect(outcome(refused)).toEqual({ status: 409, code: 'conflict', last_sequence: 3, messages: [newer.body] })
    expect(await traces(id)).toEqual(before)
    expect(await answer('second answer', { if_last_sequence: 3 })).toMatchObject({ status: 201, body: { sequence: 4 } })
  })

  it('is refused where it names a message that does not exist yet', async () => {
    const { answer } = await makeChat(1)
    const refused = await answer('From the future', { if_last_sequence: 7 })
    expect(outcome(refused)).toEqual({ status: 409, code: 'conflict', last_sequence: 1, messages: [] })
  })

  it('gets 200 of the messages that came after at most, the oldest first', async () => {
    const { id, ask } = await makeChat(0)
    await server.sql(
      `INSERT INTO support_messages (id, chat_id, sequence, sender_id, sender_type, content)
       SELECT gen_random_uuid(), id, n, user_id, 'user', n FROM support_chats, generate_series(1, 205) n WHERE id = $1`,
      [id],
    )
    await server.sql('UPDATE support_chats SET last_sequence = 205 WHERE id = $1', [id])
    const refused = await ask('Hello', { if_last_sequence: 2 })
    expect(outcome(refused).last_sequence).toBe(205)
    expect(contentsOf(refused)).toEqual(Array.from({ length: 200 }, (_, at) => `${at + 3}`))
  })

  it.each(['1', 1.5, -1, null, true, [1], {}])('is invalid with %j for a sequence', async (if_last_sequence) => {
    const { id, name, ask, answer } = await makeChat(1)
    const toUser = await send(staff, routes.adminUserMessages(name), { if_last_sequence })
    const sends = [await ask('Hello', { if_last_sequence }), await answer('Hello', { if_last_sequence }), toUser]
    for (const { status, body } of sends) expect([status, body.code]).toEqual([400, 'invalid_request'])
    const socket = await server.connect(staff)
    const payload = {
      chat_id: id,
      content: 'Hello',
      client_id: randomUUID(),
      if_last_sequence: if_last_sequence as number,
    }
    expect(await socket.emitWithAck('send_message', payload)).toMatchObject({ error: { code: 'invalid_request' } })
    expect(await traces(id)).toMatchObject({ last_sequence: 1 })
  })

  it('is told of a message on neither side that it did not store', async () => {
    const { id, token, ask } = await makeChat(2)
    const [user, reader] = [await server.connect(token), await server.connect(staff)]
    await reader.emitWithAck('join_chat', { chat_id: id })
    const heard: string[] = []
    for (const socket of [user, reader]) socket.on('new_message', ({ message }) => heard.push(message.content))
    const payload = { chat_id: id, content: 'refused', client_id: randomUUID(), if_last_sequence: 1 }
    const refused = {
      ok: false,
      error: { code: 'conflict', details: { last_sequence: 2, messages: [{ sequence: 2 }] } },
    }
    expect(await user.emitWithAck('send_message', payload)).toMatchObject(refused)
    expect(await reader.emitWithAck('send_message', payload)).toMatchObject(refused)
    await ask('stored')
    await eventually(() => heard.length >= 2 || null, 'what is stored')
    expect(heard).toEqual(['stored', 'stored'])
  })
})

describe('Of two answers to one question', () => {
  const once = [
    [201, undefined],
    [409, 'conflict'],
  ]

  it('one is stored, and the other gets it, when both wait in one process', async () => {
    const { id, answer } = await makeChat(1)
    const sends = await meetAtTheLock(id, 1, () =>
      ['one', 'other'].map((content) => answer(content, { if_last_sequence: 1 })),
    )
    expect(sends.map(({ status, body }) => [status, body.code]).sort()).toEqual(once)
    const [stored, refused] = sends.sort((a, b) => a.status - b.status) as [Sent, Sent]
    expect(contentsOf(refused)).toEqual([stored.body.content])
    expect(await traces(id)).toMatchObject({ last_sequence: 2, messages: 2 })
  })

  it('one is stored, and the other gets it, when two processes wait for the same lock', async () => {
    const other = await startTestApp({ databaseUrl: server.config.databaseUrl })
    const { id, answer } = await makeChat(1)
    const sends = await meetAtTheLock(id, 2, () => [
      answer('one', { if_last_sequence: 1 }),
      send(staff, routes.adminMessages(id), { content: 'other', if_last_sequence: 1 }, other.url),
    ])
    await other.close()
    const [stored, refused] = sends.sort((a, b) => a.status - b.status) as [Sent, Sent]
    expect([stored, refused].map(({ status, body }) => [status, body.code])).toEqual(once)
    expect(contentsOf(refused)).toEqual([stored.body.content])
    expect(await traces(id)).toMatchObject({ last_sequence: 2, messages: 2 })
  })

  it('one of fifty is stored', async () => {
    const { id, answer } = await makeChat(1)
    const sends = await Promise.all(
      Array.from({ length: 50 }, (_, at) => answer(`answer ${at}`, { if_last_sequence: 1 })),
    )
    expect(sends.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(49).fill(409)])
    expect(await traces(id)).toMatchObject({ last_sequence: 2, messages: 2 })
  })
})

describe('A repeat of a send that named the newest message', () => {
  it('is answered with the original, however much has come since', async () => {
    const { id, ask, answer } = await makeChat(1)
    const body = { client_id: randomUUID(), if_last_sequence: 1 }
    const first = await answer('answer', body)
    expect(await answer('answer', body)).toMatchObject({ status: 200, body: { id: first.body.id } })
    await ask('question 2')
    expect(await answer('answer', body)).toMatchObject({ status: 200, body: { id: first.body.id } })
    expect(await answer('answer', { ...body, if_last_sequence: 0 })).toMatchObject({ status: 200 })
    const payload = { chat_id: id, content: 'answer', ...body }
    const socket = await server.connect(staff)
    expect(await socket.emitWithAck('send_message', payload)).toMatchObject({ ok: true, data: { id: first.body.id } })
    const other = await answer('something else', body)
    expect([other.status, other.body.code, other.body.details]).toEqual([409, 'conflict', undefined])
  })

  it('is answered with the original also where two processes get both at once', async () => {
    const other = await startTestApp({ databaseUrl: server.config.databaseUrl })
    const { id } = await makeChat(1)
    const body = { client_id: randomUUID(), if_last_sequence: 1 }
    const sends = await meetAtTheLock(id, 2, () =>
      [server.url, other.url].map((url) => send(staff, routes.adminMessages(id), body, url)),
    )
    await other.close()
    expect(sends.map(({ status }) => status).sort()).toEqual([200, 201])
    expect(new Set(sends.map(({ body: { id } }) => id)).size).toBe(1)
    expect(await traces(id)).toMatchObject({ last_sequence: 2, messages: 2 })
  })
})

describe('A program that names the newest message', () => {
  const makeKey = async () => {
    const body = { name: 'Order bot', scopes: ['messages:write', 'users:read'] }
    return (await call<CreatedApiKey>(server.url + staffRoutes.apiKeys, 'POST', { token: staff, body })).body.key
  }

  it('writes to a user whose chat it knows', async () => {
    const { name } = await makeChat(2)
    const key = await makeKey()
    const path = routes.adminUserMessages(name)
    const refused = await send(key, path, { if_last_sequence: 1 })
    expect(outcome(refused)).toMatchObject({ status: 409, code: 'conflict', last_sequence: 2 })
    expect(contentsOf(refused)).toEqual(['question 2'])
    expect(await send(key, path, { if_last_sequence: 2 })).toMatchObject({ status: 201, body: { sequence: 3 } })
  })

  it('makes neither chat nor user by what is refused', async () => {
    const key = await makeKey()
    const path = routes.adminUserMessages('stranger')
    const refused = await send(key, path, { email: 'stranger@example.com', if_last_sequence: 1 })
    expect(outcome(refused)).toEqual({ status: 409, code: 'conflict', last_sequence: 0, messages: [] })
    const user = () => call<DirectoryUser>(server.url + routes.adminUser('stranger'), 'GET', { token: key })
    expect((await user()).status).toBe(404)
    const body = { email: 'stranger@example.com', if_last_sequence: 0, client_id: randomUUID() }
    expect(await send(key, path, body)).toMatchObject({ status: 201, body: { sequence: 1 } })
    expect(await send(key, path, body)).toMatchObject({ status: 200, body: { sequence: 1 } })
    expect((await user()).body.chat_id).toEqual(expect.any(String))
  })
})
