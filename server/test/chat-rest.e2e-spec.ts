import { randomUUID } from 'node:crypto'
import {
  MAX_CONTENT_LENGTH,
  routes,
  type AdminSupportChat,
  type ApiError,
  type ArchiveState,
  type ChatListPage,
  type MessagePage,
  type SupportChat,
  type SupportMessage,
  type UnreadCount,
} from '@support-chat/shared'
import { call, type Answer } from './call.js'
import { useTestApp, type TestApp } from './test-app.js'

let server: TestApp
let staff: string

useTestApp((...started) => ([server, staff] = started), { allowedOrigins: ['https://shop.example'] })

const get = <T>(token: string, path: string) => call<T>(server.url + path, 'GET', { token })
const post = <T>(token: string, path: string, body?: unknown) => call<T>(server.url + path, 'POST', { token, body })
const patch = <T>(token: string, path: string, body?: unknown) => call<T>(server.url + path, 'PATCH', { token, body })

const open = async (token: string) => (await get<SupportChat>(token, routes.userChat)).body
const send = (token: string, content: unknown, client_id: unknown = randomUUID(), path: string = routes.userMessages) =>
  post<SupportMessage & ApiError>(token, path, { content, client_id })
const reply = (chatId: string, content: string) => send(staff, content, randomUUID(), routes.adminMessages(chatId))
const card = async (chatId: string, query = '') =>
  (await get<ChatListPage>(staff, `${routes.adminChats}?limit=200${query}`)).body.chats.find(({ id }) => id === chatId)
const sequences = ({ body }: Answer<{ messages: SupportMessage[] }>) => body.messages.map(({ sequence }) => sequence)

let names = 0
const newUser = () => server.userToken(`user${++names}`)

describe('A user’s chat', () => {
  it('is made on first use, once, however many requests come at the same moment', async () => {
    const token = newUser()
    const answers = await Promise.all(Array.from({ length: 10 }, () => get<SupportChat>(token, routes.userChat)))
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200))
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
    expect(answers[0]?.body).toEqual({
      id: expect.any(String),
      external_id: `user${names}`,
      messages: [],
      has_more: false,
      last_sequence: 0,
      unread_count: 0,
      greeting: '',
      topics: [],
      team: {
        name: 'Support Chat',
        members: [{ name: 'Support', avatar_url: null }],
        online: false,
        back_at: null,
        reply_time_seconds: null,
      },
    })
  })

  it('takes a message as the very first request, and trims it', async () => {
    const token = newUser()
    const client_id = randomUUID()
    const { status, body } = await send(token, ' \n Hello\tthere 👋 \n', client_id)
    expect(status).toBe(201)
    const { id } = await open(token)
    expect(body).toEqual({
      id: expect.any(String),
      chat_id: id,
      sequence: 1,
      client_id,
      content: 'Hello\tthere 👋',
      sender_type: 'user',
      sender_name: `user${names}`,
      read_at: null,
      redacted_at: null,
      attachments: [],
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    })
    expect((await open(token)).messages).toEqual([body])
  })

  it('shows its 50 newest messages, and the rest page by page in both directions', async () => {
    const token = newUser()
    for (let count = 0; count < 53; count++) await send(token, `message ${count + 1}`)
    const chat = await open(token)
    expect(chat.messages.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 50 }, (_, at) => at + 4))
    expect(chat).toMatchObject({ has_more: true, last_sequence: 53 })

    const page = (query: string) => get<MessagePage>(token, `${routes.userMessages}?${query}`)
    const older = await page('before=4')
    expect(sequences(older)).toEqual([1, 2, 3])
    expect(older.body).toMatchObject({ has_more: false, last_sequence: 53 })
    const newer = await page('since=10&limit=3')
    expect(sequences(newer)).toEqual([11, 12, 13])
    expect(newer.body.has_more).toBe(true)
    expect(sequences(await page('since=51'))).toEqual([52, 53])
    expect((await page('since=53')).body).toEqual({ messages: [], has_more: false, last_sequence: 53, redacted: [] })
    expect((await page('since=999999999999')).body.messages).toEqual([])
    expect(sequences(await page('before=10&limit=2'))).toEqual([8, 9])
    expect(sequences(await page('limit=2'))).toEqual([52, 53])
    expect(sequences(await page('since=0&limit=200'))).toHaveLength(53)
  })

  it.each([
    'limit=0',
    'limit=201',
    'limit=x',
    'limit=',
    'limit=1&limit=2',
    'since=-1',
    'since=1.5',
    'since=1&before=3',
  ])('calls the query %s invalid', async (query) => {
    const answer = await get<ApiError>(newUser(), `${routes.userMessages}?${query}`)
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request', message: expect.any(String) } })
  })
})

describe('A send', () => {
  it('answers with the original when it is repeated, also ten times at once', async () => {
    const token = newUser()
    const client_id = randomUUID()
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(token, 'once', client_id)))
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(9).fill(200), 201])
    expect(new Set(answers.map(({ body }) => JSON.stringify(sorted(body)))).size).toBe(1)
    const later = await send(token, ' once ', client_id)
    expect(later).toMatchObject({ status: 200, body: answers[0]?.body })
    expect(await open(token)).toMatchObject({ last_sequence: 1, messages: [{ client_id }] })
  })

  it('refuses another content under a client_id that is taken', async () => {
    const token = newUser()
    const client_id = randomUUID()
    await send(token, 'one', client_id)
    expect(await send(token, 'two', client_id)).toMatchObject({ status: 409, body: { code: 'conflict' } })
    expect((await open(token)).messages.map(({ content }) => content)).toEqual(['one'])
  })

  it('lets two senders use the same client_id, in one chat and in two', async () => {
    const [token, other] = [newUser(), newUser()]
    const client_id = randomUUID()
    const { body } = await send(token, 'mine', client_id)
    expect((await send(staff, 'theirs', client_id, routes.adminMessages(body.chat_id))).status).toBe(201)
    expect((await send(other, 'elsewhere', client_id)).status).toBe(201)
  })

  it.each([
    ['an empty content', '', 422, 'content_blank'],
    ['white space', ' \n\t\u00a0 ', 422, 'content_blank'],
    ['characters that nobody sees', '\u200b\u2060\u00ad\u200e', 422, 'content_blank'],
    ['4,001 characters', 'x'.repeat(MAX_CONTENT_LENGTH + 1), 422, 'content_too_long'],
    ['4,001 emoji', '😀'.repeat(MAX_CONTENT_LENGTH + 1), 422, 'content_too_long'],
    ['far too much', 'x'.repeat(100_000), 422, 'content_too_long'],
    ['more than a request may hold', 'x'.repeat(300_000), 400, 'invalid_request'],
    ['a NUL', 'a\0b', 400, 'invalid_request'],
    ['a number', 5, 400, 'invalid_request'],
    ['null', null, 400, 'invalid_request'],
    ['a list', ['a'], 400, 'invalid_request'],
  ])('refuses %s and stores nothing', async (_, content, status, code) => {
    const token = newUser()
    expect(await send(token, content)).toMatchObject({ status, body: { code, message: expect.any(String) } })
    expect((await open(token)).last_sequence).toBe(0)
  })

  it.each([
    ['a body that is no JSON', {}, '{"content": "x"', 'The body is not valid JSON'],
    ['a body far too large', {}, '"'.padEnd(300_000, 'x'), 'The body is too large'],
    ['a body that is no object', {}, '["x"]', 'Send one JSON object'],
    ['no body', {}, undefined, 'content: '],
    ['a text', { 'content-type': 'text/plain' }, 'x', 'Content-Type: application/json'],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 'content=x', 'Content-Type: application/json'],
    ['another alphabet', { 'content-type': 'application/json; charset=koi8-r' }, '{}', 'in UTF-8'],
    ['a compression of no kind', { 'content-encoding': 'zip' }, '{}', 'Content-Encoding'],
  ])('says what is wrong with %s, to who may send it', async (_, headers, body, words) => {
    const ask = (token: string) => call(server.url + routes.userMessages, 'POST', { token, headers, body })
    expect(await ask(staff)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    expect(await ask('none')).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
    const answer = await ask(newUser())
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request', message: expect.any(String) } })
    expect(answer.body.message).toContain(words)
  })

  it('is told from a mistaken address or method', async () => {
    const address = await get<ApiError>(staff, `${routes.adminChats}/%E0%A4%A`)
    expect(address).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
    expect(address.body.message).toContain('not encoded')
    const method = await call(server.url + routes.userMessages, 'PUT', { token: newUser(), body: {} })
    expect(method).toMatchObject({ status: 404, body: { code: 'not_found' } })
    expect(method.body.message).toContain('check method and path')
  })

  it.each([[undefined], [null], [7], ['not-a-uuid'], ['']])('refuses %j for a client_id', async (client_id) => {
    const answer = await post(newUser(), routes.userMessages, { content: 'x', client_id })
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  })

  it('takes 4,000 characters between white space, and any text as it is', async () => {
    const token = newUser()
    for (const character of ['x', '你', '😀']) {
      expect((await send(token, `  ${character.repeat(MAX_CONTENT_LENGTH)}  `)).status).toBe(201)
    }
    for (const text of [
      "'; DROP TABLE users; --",
      '<script>alert(1)</script>',
      '{{user.name}} $1 \\',
      'שלום عالم 你好',
    ]) {
      expect((await send(token, text)).body.content).toBe(text)
    }
  })

  it('replaces half a surrogate pair, which UTF-8 cannot carry, and still knows the repeat', async () => {
    const token = newUser()
    const body = `{"content":"a\\ud800b","client_id":"${randomUUID()}"}`
    const first = await post<SupportMessage>(token, routes.userMessages, body)
    expect(first).toMatchObject({ status: 201, body: { content: 'a\ufffdb' } })
    expect((await post(token, routes.userMessages, body)).status).toBe(200)
  })

  it.each([['{"content": '], ['[]'], ['null'], ['"text"'], ['']])('calls the body %j invalid', async (body) => {
    const answer = await call(server.url + routes.userMessages, 'POST', { token: newUser(), body })
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  })

  it('gives out a gapless order under 50 senders at once, and keeps each sender’s messages', async () => {
    const token = newUser()
    const { id } = await open(token)
    const sends = Array.from({ length: 50 }, (_, at) => (at % 2 ? reply(id, `staff ${at}`) : send(token, `user ${at}`)))
    const answers = await Promise.all(sends)
    expect(answers.every(({ status }) => status === 201)).toBe(true)
    const given = answers.map(({ body }) => body.sequence).sort((a, b) => a - b)
    expect(given).toEqual(Array.from({ length: 50 }, (_, at) => at + 1))
    const rows = await server.sql<{ created_at: Date }>(
      'SELECT created_at FROM support_messages WHERE chat_id = $1 ORDER BY sequence',
      [id],
    )
    expect(rows).toEqual([...rows].sort((a, b) => a.created_at.getTime() - b.created_at.getTime()))
  })
})

describe('Reading', () => {
  it('takes a body of another kind than JSON for a mistake, not for none', async () => {
    const token = newUser()
    const { body } = await send(token, 'Hello')
    await reply(body.chat_id, 'unread')
    const form = { token, body: 'sequence=0', headers: { 'content-type': 'application/x-www-form-urlencoded' } }
    expect(await call(server.url + routes.userMarkRead, 'PATCH', form)).toMatchObject({ status: 400 })
    expect((await open(token)).unread_count).toBe(1)
  })

  it('counts what staff wrote until the user has read it, and only moves forward', async () => {
    const token = newUser()
    const { id } = await open(token)
    await send(token, 'question')
    for (const text of ['one', 'two', 'three']) await reply(id, text)
    expect((await open(token)).unread_count).toBe(3)

    const read = (body?: object) => patch<UnreadCount>(token, routes.userMarkRead, body)
    expect(await read({ sequence: 3 })).toMatchObject({ status: 200, body: { unread_count: 1 } })
    const { messages } = await open(token)
    expect(messages.map(({ read_at }) => read_at !== null)).toEqual([false, true, true, false])
    expect((await read({ sequence: 1 })).body).toEqual({ unread_count: 1 })
    expect((await read({ sequence: 0 })).body).toEqual({ unread_count: 1 })
    expect((await read()).body).toEqual({ unread_count: 0 })
    expect((await open(token)).messages.slice(1, 3)).toEqual(messages.slice(1, 3))
    expect((await read({ sequence: 10 ** 12 })).body).toEqual({ unread_count: 0 })
    await reply(id, 'four')
    expect((await open(token)).unread_count).toBe(1)
    expect((await read({})).body).toEqual({ unread_count: 0 })
  })

  it.each([[{ sequence: -1 }], [{ sequence: '1' }], [{ sequence: 1.5 }], [{ sequence: null }], [[]]])(
    'calls %j invalid',
    async (body) => {
      expect(await patch(newUser(), routes.userMarkRead, body)).toMatchObject({
        status: 400,
        body: { code: 'invalid_request' },
      })
    },
  )

  it('is told of user messages when staff mark them read, and then the chat is viewed', async () => {
    const token = newUser()
    const { id } = await open(token)
    for (const text of ['one', 'two', 'three']) await send(token, text)
    expect(await card(id)).toMatchObject({ unread: true, message_count: 3, last_message_sender: 'user' })

    const read = (body?: object) => post<UnreadCount>(staff, routes.adminMarkRead(id), body)
    expect(await read({ sequence: 2 })).toMatchObject({ status: 200, body: { unread_count: 1 } })
    expect(await card(id)).toMatchObject({ unread: true })
    expect((await read()).body).toEqual({ unread_count: 0 })
    expect(await card(id)).toMatchObject({ unread: false })
    expect((await open(token)).messages.every(({ read_at }) => read_at !== null)).toBe(true)
    await send(token, 'four')
    expect(await card(id)).toMatchObject({ unread: true })
  })
})

describe('Staff', () => {
  it('open a chat with its newest messages, and have viewed it by that', async () => {
    const token = newUser()
    const { body: message } = await send(token, 'hello')
    expect(await card(message.chat_id)).toMatchObject({ unread: true })
    const answer = await get<AdminSupportChat>(staff, routes.adminChat(message.chat_id))
    expect(answer).toMatchObject({
      status: 200,
      body: {
        id: message.chat_id,
        user_id: expect.any(String),
        user_email: `user${names}@example.com`,
        user_name: `user${names}`,
        archived: false,
        messages: [message],
        has_more: false,
        last_sequence: 1,
      },
    })
    expect(await card(message.chat_id)).toMatchObject({ unread: false })
  })

  it('answer under the name of staff, and page as the user does', async () => {
    const token = newUser()
    const { id } = await open(token)
    const { status, body } = await reply(id, 'How can I help?')
    expect(status).toBe(201)
    expect(body).toMatchObject({ sender_type: 'admin', sender_name: 'Support', sequence: 1 })
    await send(token, 'like this')
    const page = (query: string) => get<MessagePage>(staff, `${routes.adminMessages(id)}?${query}`)
    expect(sequences(await page('since=1'))).toEqual([2])
    expect(sequences(await page('before=2'))).toEqual([1])
    expect((await page('since=1&before=3')).status).toBe(400)
  })

  it('put a chat away and back, as often as they like; a user message brings it back, a reply does not', async () => {
    const token = newUser()
    const { id } = await open(token)
    await send(token, 'hello')
    const archive = () => post<ArchiveState>(staff, routes.adminArchive(id))
    const restore = () => post<ArchiveState>(staff, routes.adminUnarchive(id))

    for (const answer of [await archive(), await archive()]) {
      expect(answer).toMatchObject({ status: 200, body: { id, archived: true } })
    }
    expect(await card(id)).toBeUndefined()
    expect(await card(id, '&archived=true')).toMatchObject({ archived: true })
    await reply(id, 'closing this')
    expect(await card(id, '&archived=true')).toMatchObject({ archived: true, last_message_sender: 'admin' })
    for (const answer of [await restore(), await restore()]) {
      expect(answer).toMatchObject({ status: 200, body: { id, archived: false } })
    }
    await archive()
    await send(token, 'one more thing')
    expect(await card(id)).toMatchObject({ archived: false, unread: true })
  })

  it('never lose a user message behind an archived chat, whichever of the two comes first', async () => {
    const token = newUser()
    const { id } = await open(token)
    for (let round = 0; round < 20; round++) {
      await Promise.all([send(token, `message ${round}`), post(staff, routes.adminArchive(id))])
      const [row] = await server.sql<{ archived: boolean; unread: boolean; sequence_first: boolean }>(
        `SELECT archived_at IS NOT NULL AS archived, last_user_sequence > admin_viewed_sequence AS unread,
           last_message_at < archived_at AS sequence_first FROM support_chats WHERE id = $1`,
        [id],
      )
      expect(row?.unread).toBe(true)
      if (row?.archived) expect(row.sequence_first).toBe(true)
    }
  })
})

describe('Another user’s chat', () => {
  const nowhere: [string, string, (id: string) => string][] = [
    ['GET', 'a chat', routes.adminChat],
    ['GET', 'its messages', routes.adminMessages],
    ['POST', 'a reply', routes.adminMessages],
    ['POST', 'mark_read', routes.adminMarkRead],
    ['POST', 'archive', routes.adminArchive],
    ['POST', 'unarchive', routes.adminUnarchive],
  ]

  it.each(nowhere)(
    '%s of %s answers not_found for what does not exist and for what is no id',
    async (method, _, path) => {
      for (const id of [randomUUID(), 'x', '1', '%00', "'--"]) {
        const body = { content: 'x', client_id: randomUUID() }
        const answer = await call(server.url + path(id), method, {
          token: staff,
          ...(method === 'POST' ? { body } : {}),
        })
        expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } })
      }
    },
  )

  it('is not to be had: a user only ever meets the chat of the token', async () => {
    const [ada, bob] = [newUser(), newUser()]
    const { body: secret } = await send(ada, 'secret')
    await open(bob)
    for (const path of [routes.userChat, `${routes.userChat}?id=${secret.chat_id}`, routes.userMessages]) {
      const { body } = await get<SupportChat>(bob, path)
      expect(body.messages).toEqual([])
    }
    for (const [method, , path] of nowhere) {
      const answer = await call(server.url + path(secret.chat_id), method, { token: bob })
      expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    }
  })
})

describe('The API', () => {
  const all: [string, string][] = [
    ['GET', routes.userChat],
    ['GET', routes.userMessages],
    ['POST', routes.userMessages],
    ['PATCH', routes.userMarkRead],
    ['GET', routes.adminChats],
    ['GET', routes.adminChat(randomUUID())],
    ['POST', routes.adminArchive(randomUUID())],
    ['POST', routes.logout],
    ['GET', routes.me],
  ]

  it.each(all)('answers %s %s without a token with unauthenticated', async (method, path) => {
    const answer = await call(server.url + path, method)
    expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
    expect(answer.headers.get('www-authenticate')).toBe('Bearer')
  })

  it.each(all.filter(([, path]) => path.startsWith(routes.userChat)))(
    'answers %s %s with forbidden to staff',
    async (method, path) => {
      expect(await call(server.url + path, method, { token: staff })).toMatchObject({
        status: 403,
        body: { code: 'forbidden' },
      })
    },
  )

  it('answers what it does not have with not_found', async () => {
    for (const path of ['/api', '/api/nothing', '/api/support_chat/nothing', '/api/admin']) {
      expect(await get(staff, path)).toMatchObject({ status: 404, body: { code: 'not_found' } })
    }
  })

  it('serves the origins it knows and itself, and no other page', async () => {
    const token = newUser()
    const from = (origin: string, method = 'GET') =>
      call<ApiError>(server.url + routes.userChat, method, { token, headers: { origin } })
    for (const origin of ['https://shop.example', 'http://localhost:3000']) {
      const answer = await from(origin)
      expect(answer.status).toBe(200)
      expect(answer.headers.get('access-control-allow-origin')).toBe(origin)
    }
    for (const origin of ['https://evil.example', 'null', 'https://shop.example.evil.example']) {
      const answer = await from(origin)
      expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } })
      expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    }
    const preflight = await from('https://shop.example', 'OPTIONS')
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-methods')).toContain('PATCH')
  })
})

function sorted(message: object): object {
  return Object.fromEntries(Object.entries(message).sort(([a], [b]) => (a < b ? -1 : 1)))
}
