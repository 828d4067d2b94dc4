import { randomUUID } from 'node:crypto'
import {
  routes,
  staffRoutes,
  type ApiError,
  type CreatedApiKey,
  type DirectoryUser,
  type SupportChat,
  type SupportMessage,
  type UserPage,
} from '@support-chat/shared'
import { directoryUser, supportMessage, userPage } from '@support-chat/shared/contract'
import { Authenticator } from '../src/auth/authenticator.js'
import { UserDirectoryService } from '../src/chats/user-directory.service.js'
import type { Transaction } from '../src/database/transaction.js'
import { UnitOfWork } from '../src/database/unit-of-work.js'
import { SendToUserService } from '../src/messages/send-to-user.service.js'
import { call } from './call.js'
import { useTestApp, type TestApp } from './test-app.js'

let server: TestApp
let staff: string
let key: string

useTestApp((...started) => ([server, staff] = started))
beforeAll(async () => {
  const body = { name: 'Shop', scopes: ['users:read', 'users:write', 'messages:write'] }
  key = (await call<CreatedApiKey>(server.url + staffRoutes.apiKeys, 'POST', { token: staff, body })).body.key
})

const request = <T = ApiError>(method: string, path: string, body?: unknown, token = key) =>
  call<T>(server.url + path, method, { token, ...(body === undefined ? {} : { body }) })
const put = (id: string, body: object) => request<DirectoryUser & ApiError>('PUT', routes.adminUser(id), body)
const find = (id: string) => request<DirectoryUser & ApiError>('GET', routes.adminUser(id))
const send = (id: string, body: object) =>
  request<SupportMessage & ApiError>('POST', routes.adminUserMessages(id), { client_id: randomUUID(), ...body })
const list = async (query = '') => (await request<UserPage>('GET', `${routes.adminUsers}?${query}`)).body
const found = async (q: string) => (await list(`q=${encodeURIComponent(q)}`)).users.map((user) => user.external_id)

const eventsOf = async (userId: string) => {
  const events = await server.sql<{ type: string }>('SELECT type FROM events WHERE user_id = $1 ORDER BY id', [userId])
  return events.map(({ type }) => type)
}

describe('A user', () => {
  it('is created and updated by the host’s own id, and found by it', async () => {
    const created = await put('order/7 %ü', { email: ' ada@example.com ', name: 'Ada' })
    expect(created.status).toBe(200)
    expect(directoryUser.strict().parse(created.body)).toEqual({
      id: expect.any(String) as string,
      external_id: 'order/7 %ü',
      email: 'ada@example.com',
      name: 'Ada',
      chat_id: null,
    })
    const { id } = created.body
    expect((await put('order/7 %ü', { email: 'ada@new.example' })).body).toMatchObject({ id, name: 'Ada' })
    const changed = await put('order/7 %ü', { email: 'ada@new.example', name: null })
    expect(changed.body).toMatchObject({ id, email: 'ada@new.example', name: null })
    expect((await find('order/7 %ü')).body).toEqual(changed.body)
    await put('order/7 %ü', { email: 'ada@new.example', name: null })
    expect(await eventsOf(id)).toEqual(['user.updated', 'user.updated'])
  })

  it('follows whatever was said last: a token, or the host’s program', async () => {
    const now = Math.floor(Date.now() / 1_000)
    const visit = (name: string, iat: number) =>
      request('GET', routes.userChat, undefined, server.userToken('follower', { name, iat }))
    await visit('First token', now - 100)
    const { body } = await put('follower', { email: 'follower@example.com', name: 'Program' })
    expect(body.chat_id).toEqual(expect.any(String))
    await visit('Older token', now - 50)
    expect((await find('follower')).body.name).toBe('Program')
    await visit('Newer token', now + 30)
    expect((await find('follower')).body.name).not.toBe('Program')
    await put('follower', { email: 'follower@example.com', name: 'Program again' })
    expect((await find('follower')).body.name).toBe('Program again')
  })

  it('is not found where nobody has the id, nor under that of staff', async () => {
    for (const id of ['nobody', 'null', randomUUID()]) expect((await find(id)).status).toBe(404)
  })

  const invalid: [string, string, object][] = [
    ['no address', 'x', {}],
    ['an address that is none', 'x', { email: 'ada' }],
    ['a name of several lines', 'x', { email: 'a@b', name: 'a\nb' }],
    ['an id with the character U+0000', 'a\0b', { email: 'a@b' }],
    ['a blank id', ' ', { email: 'a@b' }],
    ['an id that is too long', 'x'.repeat(256), { email: 'a@b' }],
  ]
  it.each(invalid)('with %s is invalid', async (_, id, body) => {
    const { status, body: answer } = await put(id, body)
    expect([status, answer.code]).toEqual([400, 'invalid_request'])
  })
})

describe('A message to a user by the host’s id', () => {
  it('makes the chat, and with an address the user, who finds it there', async () => {
    expect(await send('new-buyer', { content: 'Your order is on its way' })).toMatchObject({ status: 404 })
    const sent = await send('new-buyer', { content: 'Your order is on its way', email: 'b@example.com', name: 'Bo' })
    expect(sent.status).toBe(201)
    expect(supportMessage.parse(sent.body)).toMatchObject({ sequence: 1, sender_type: 'admin', sender_name: 'Shop' })
    expect((await find('new-buyer')).body).toMatchObject({ name: 'Bo', chat_id: sent.body.chat_id })
    const token = server.userToken('new-buyer', { email: 'b@example.com' })
    const { body: chat } = await request<SupportChat>('GET', routes.userChat, undefined, token)
    expect(chat).toMatchObject({ id: sent.body.chat_id, unread_count: 1, messages: [sent.body] })
  })

  it('leaves a user as they are who exist already', async () => {
    await put('known', { email: 'known@example.com', name: 'Known' })
    expect((await send('known', { content: 'Hello', email: 'other@example.com', name: 'Other' })).status).toBe(201)
    expect((await find('known')).body).toMatchObject({ email: 'known@example.com', name: 'Known' })
  })

  it('is stored once, however often and in whatever number it is sent', async () => {
    const body = { content: 'Only once', client_id: randomUUID(), email: 'once@example.com' }
    const answers = await Promise.all(Array.from({ length: 8 }, () => send('once', body)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 201])
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
    expect(await send('once', { ...body, content: 'Something else' })).toMatchObject({ status: 409 })
    expect((await send('once', { content: '  ' })).body.code).toBe('content_blank')
    expect((await send('once', { content: 'x'.repeat(4_001) })).body.code).toBe('content_too_long')
  })

  it('is heard by a user who is there', async () => {
    const socket = await server.connect(server.userToken('listener'))
    const received = new Promise<SupportMessage>((resolve) =>
      socket.on('new_message', ({ message }) => resolve(message)),
    )
    const { body } = await send('listener', { content: 'Anybody there?' })
    expect(await received).toEqual(body)
  })

  it('is the member’s of staff who sends it', async () => {
    const body = { content: 'Hello', client_id: randomUUID(), email: 'c@example.com' }
    const { body: sent } = await request<SupportMessage>('POST', routes.adminUserMessages('by-staff'), body, staff)
    expect(sent.sender_name).toBe('Support')
  })
})

describe('Code in the same process', () => {
  const parts = async () => {
    const get = <T>(type: new (...args: never[]) => T) => server.app.get(type, { strict: false })
    const principal = await get(Authenticator).authenticate(staff)
    return { principal, sending: get(SendToUserService), users: get(UserDirectoryService), work: get(UnitOfWork) }
  }

  it('sends together with what else it writes, or not at all', async () => {
    const { principal, sending, users, work } = await parts()
    const order = async (tx: Transaction) => {
      await users.upsertUser(principal, 'together', { email: 'together@example.com', name: 'Before' }, tx)
      const body = { content: 'Ordered', client_id: randomUUID() }
      return sending.sendToUser(principal, { externalId: 'together' }, body, tx)
    }
    const undone = work.run(async (tx) => {
      await order(tx)
      throw new Error('The order failed')
    })
    await expect(undone).rejects.toThrow('The order failed')
    expect((await find('together')).status).toBe(404)
    const { message, created } = await work.run(order)
    expect([message.content, created]).toEqual(['Ordered', true])
    const { chat_id } = (await find('together')).body
    expect(await server.sql('SELECT content FROM support_messages WHERE chat_id = $1', [chat_id])).toEqual([
      { content: 'Ordered' },
    ])
  })

  it('is given the original where another request is storing the same message', async () => {
    const { principal, sending, work } = await parts()
    const recipient = { externalId: 'raced', email: 'raced@example.com' }
    for (let round = 0; round < 10; round++) {
      const body = { content: 'The same', client_id: randomUUID() }
      const [one, other] = await Promise.all([
        work.run((tx) => sending.sendToUser(principal, recipient, body, tx)),
        sending.sendToUser(principal, recipient, body),
      ])
      expect(one.message).toEqual(other.message)
      expect([one.created, other.created].sort()).toEqual([false, true])
    }
  })
})

describe('The people', () => {
  beforeAll(async () => {
    for (const [id, email, name] of [
      ['crm-1001', 'zoe@rivers.example', 'Zoë Ångström'],
      ['crm-1002', 'zoltan@rivers.example', 'Zoltán'],
      ['crm_1003', 'max@lakes.example', null],
    ] as const) {
      await put(id, { email, name })
    }
  })

  it('are found by name, address or id, with or without a chat', async () => {
    await send('crm-1002', { content: 'Hello' })
    expect(await found('zoe angstrom')).toEqual(['crm-1001'])
    expect(await found('ZOLT')).toEqual(['crm-1002'])
    expect(await found('rivers zo')).toEqual(['crm-1002', 'crm-1001'])
    expect(await found('max@lakes.example')).toEqual(['crm_1003'])
    expect(await found('crm-100')).toEqual(['crm-1002', 'crm-1001'])
    expect(await found('crm_')).toEqual(['crm_1003'])
    expect(await found('%')).toEqual([])
    expect(await found('nobody at all')).toEqual([])
    const { users } = userPage.parse(await list('q=crm-'))
    expect(users.map(({ chat_id }) => chat_id === null)).toEqual([false, true])
  })

  it('are users only, neither staff nor programs', async () => {
    expect(await found('admin@example.com')).toEqual([])
    expect(await found('Shop')).toEqual([])
    expect(await found('service')).toEqual([])
  })

  it('come page by page, the newest first, each once', async () => {
    const ids: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: UserPage = await list(`limit=2${cursor && `&cursor=${cursor}`}`)
      ids.push(...page.users.map(({ id }) => id))
      cursor = page.next_cursor
    }
    const stored = await server.sql<{ id: string }>("SELECT id FROM users WHERE role = 'user' ORDER BY id DESC")
    expect(ids).toEqual(stored.map(({ id }) => id))
  })

  it.each(['limit=0', 'cursor=x', `q=${'x'.repeat(256)}`, 'q=%00'])('of %s are invalid', async (query) => {
    expect(await request('GET', `${routes.adminUsers}?${query}`)).toMatchObject({ status: 400 })
  })
})
