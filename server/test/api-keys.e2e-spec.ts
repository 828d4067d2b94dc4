import { createHash, randomBytes, randomUUID } from 'node:crypto'
import {
  API_SCOPES,
  MAX_API_KEYS,
  routes,
  staffRoutes,
  type AdminSupportChat,
  type ApiError,
  type ApiKeyList,
  type ApiScope,
  type ChatListPage,
  type CreatedApiKey,
  type StaffList,
  type SupportChat,
  type SupportMessage,
} from '@support-chat/shared'
import { apiKeyList, createdApiKey } from '@support-chat/shared/contract'
import { Client } from 'pg'
import { ApiKeySource } from '../src/auth/api-key.source.js'
import { ApiKeyRepository } from '../src/api-keys/api-key.repository.js'
import { RATE_LIMITS } from '../src/rate-limits/rate-limit.js'
import { adminRoutes } from './admin-routes.js'
import { call } from './call.js'
import { eventually } from './eventually.js'
import { stopLimits } from './stand-still.js'
import { startTestApp, useTestApp, type TestApp } from './test-app.js'

let server: TestApp
let staff: string

useTestApp((...started) => ([server, staff] = started))

const request = <T = ApiError>(method: string, path: string, token: string, body?: unknown) =>
  call<T>(server.url + path, method, { token, ...(body === undefined ? {} : { body }) })

const create = (name: string, scopes: readonly ApiScope[], rest = {}) =>
  request<CreatedApiKey>('POST', staffRoutes.apiKeys, staff, { name, scopes, ...rest })

const keyWith = async (...scopes: ApiScope[]) => (await create('Order bot', scopes)).body.key

const message = (content: string, client_id = randomUUID()) => ({ content, client_id })

async function chatOf(name: string): Promise<string> {
  const token = server.userToken(name)
  const { body } = await request<SupportChat>('GET', routes.userChat, token)
  await request('POST', routes.userMessages, token, message(`${name} asks`))
  return body.id
}

afterEach(async () => {
  const { api_keys } = (await request<ApiKeyList>('GET', staffRoutes.apiKeys, staff)).body
  for (const { id } of api_keys) await request('DELETE', staffRoutes.apiKey(id), staff)
})

describe('An API key', () => {
  it('is told once, and kept as a digest', async () => {
    const { status, body } = await create('Order bot', ['messages:write', 'chats:read'])
    expect(status).toBe(201)
    expect(createdApiKey.strict().parse(body)).toEqual(body)
    expect(body.key).toMatch(/^sck_[\w-]{43}$/)
    expect(body.key.startsWith(body.prefix)).toBe(true)
    expect(body).toMatchObject({
      name: 'Order bot',
      scopes: ['chats:read', 'messages:write'],
      expires_at: null,
      last_used_at: null,
      created_by: 'Support',
    })
    const { key, ...shown } = body
    const { body: list } = await request<ApiKeyList>('GET', staffRoutes.apiKeys, staff)
    expect(apiKeyList.parse(list)).toEqual({ api_keys: [shown] })
    const kept = await server.sql<{ row: string }>('SELECT to_json(k)::text AS row FROM api_keys k')
    const secret = key.slice(shown.prefix.length)
    expect(kept.map(({ row }) => row.includes(secret))).toEqual([false])
    expect(kept[0]!.row).toContain(createHash('sha256').update(key).digest('hex'))
  })

  const refused: [string, object][] = [
    ['no scopes', { scopes: [] }],
    ['an unknown scope', { scopes: ['chats:delete'] }],
    ['no name', { name: ' ' }],
    ['a name of several lines', { name: 'a\nb' }],
    ['a time that is over', { expires_at: new Date(Date.now() - 1_000).toISOString() }],
    ['a time that is none', { expires_at: 'soon' }],
  ]
  it.each(refused)('with %s is invalid', async (_, changes) => {
    const { status, body } = await request('POST', staffRoutes.apiKeys, staff, {
      name: 'Order bot',
      scopes: ['chats:read'],
      ...changes,
    })
    expect([status, body.code]).toEqual([400, 'invalid_request'])
  })

  it('is one of a hundred at most', async () => {
    await server.sql(
      `WITH account AS (
         INSERT INTO users (id, email, name, role, is_service)
         SELECT gen_random_uuid(), n || '@service.invalid', 'Bot', 'admin', true FROM generate_series(1, $1) n RETURNING id
       ) INSERT INTO api_keys (id, key_hash, prefix, scopes) SELECT id, id, 'sck_', '{chats:read}' FROM account`,
      [MAX_API_KEYS - 1],
    )
    expect((await create('The last one', ['chats:read'])).status).toBe(201)
    const over = await create('One too many', ['chats:read'])
    expect([over.status, (over.body as unknown as ApiError).code]).toEqual([409, 'conflict'])
  })

  it('stands in no list of staff, and is nobody who could sign in', async () => {
    const { body: made } = await create('Order bot', ['chats:read'])
    const { staff: members } = (await request<StaffList>('GET', staffRoutes.staff, staff)).body
    expect(members.map(({ email }) => email)).toEqual(['admin@example.com'])
    expect((await request('POST', staffRoutes.deactivate(made.id), staff)).status).toBe(404)
  })
})

describe('The scopes of an API key', () => {
  /** A route with parameters that lead to nothing. */
  const address = (path: string) => path.replace(/:\w+/g, randomUUID())

  it('are said by every route of staff: one, or that no key gets in', () => {
    const routes = adminRoutes(server)
    expect(routes.length).toBeGreaterThanOrEqual(20)
    const silent = routes.filter(({ scope }) => scope === undefined).map(({ method, path }) => `${method} ${path}`)
    expect(silent).toEqual([])
  })

  it('open the routes that need them, and no others', async () => {
    const routes = adminRoutes(server)
    const keys = new Map<ApiScope, string>()
    for (const scope of API_SCOPES) keys.set(scope, await keyWith(scope))
    const admitted = async ({ method, path }: (typeof routes)[number], key: string) => {
      const { status, body } = await request(method, address(path), key, method === 'GET' ? undefined : {})
      if (status === 403) expect(body.code).toBe('forbidden')
      return status !== 403 && status !== 401
    }
    for (const route of routes) {
      const open: ApiScope[] = []
      for (const [scope, key] of keys) if (await admitted(route, key)) open.push(scope)
      expect([route, open]).toEqual([route, route.scope ? [route.scope] : []])
    }
  })

  it('are told by the API reference', async () => {
    const { body } = await call<{ paths: Record<string, Record<string, Record<string, unknown>>> }>(
      `${server.url}/api/docs-json`,
      'GET',
    )
    for (const { method, path, scope } of adminRoutes(server)) {
      const operation = body.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
      expect(operation).toMatchObject({ 'x-api-key-scope': scope })
    }
  })

  it('open nothing beside the routes of staff, and no socket', async () => {
    const key = await keyWith(...API_SCOPES)
    for (const path of [routes.me, routes.userChat, routes.userMessages]) {
      const { status, body } = await request('GET', path, key)
      expect([path, status, body.code]).toEqual([path, 403, 'forbidden'])
    }
    await expect(server.connect(key)).rejects.toMatchObject({ data: { code: 'forbidden' } })
  })
})

describe('A request with an API key', () => {
  it('is refused from the moment that the key is revoked, at every process', async () => {
    const other = await startTestApp({ databaseUrl: server.config.databaseUrl })
    try {
      const { body: made } = await create('Order bot', ['chats:read', 'messages:write'])
      const list = (url: string) => call<ApiError>(url + routes.adminChats, 'GET', { token: made.key })
      const chat = await chatOf('revoked')
      expect((await request('POST', routes.adminMessages(chat), made.key, message('Sent before'))).status).toBe(201)
      expect([(await list(server.url)).status, (await list(other.url)).status]).toEqual([200, 200])
      expect((await request('DELETE', staffRoutes.apiKey(made.id), staff)).status).toBe(200)
      for (const { url } of [server, other]) {
        const { status, body } = await list(url)
        expect([status, body.code]).toEqual([401, 'unauthenticated'])
      }
      expect((await request('DELETE', staffRoutes.apiKey(made.id), staff)).status).toBe(404)
      const { messages } = (await request<AdminSupportChat>('GET', routes.adminChat(chat), staff)).body
      expect(messages.at(-1)).toMatchObject({ content: 'Sent before', sender_name: 'Order bot' })
    } finally {
      await other.close()
    }
  })

  it('is refused once the key has expired, and for a key that nobody was given', async () => {
    const expires_at = new Date(Date.now() + 3600_000).toISOString()
    const { body } = await create('Order bot', ['chats:read'], { expires_at })
    expect(body.expires_at).toBe(expires_at)
    expect((await request('GET', routes.adminChats, body.key)).status).toBe(200)
    await server.sql("UPDATE api_keys SET expires_at = now() - interval '1 second' WHERE id = $1", [body.id])
    for (const key of [body.key, `sck_${'x'.repeat(43)}`, 'sck_']) {
      const { status, body } = await request('GET', routes.adminChats, key)
      expect([status, body.code]).toEqual([401, 'unauthenticated'])
    }
  })

  it('marks nothing viewed by reading', async () => {
    const chat = await chatOf('viewed')
    const key = await keyWith('chats:read')
    const isUnread = async () => {
      const { chats } = (await request<ChatListPage>('GET', `${routes.adminChats}?q=viewed`, staff)).body
      return chats.map(({ unread }) => unread)
    }
    const opened = await request<AdminSupportChat>('GET', routes.adminChat(chat), key)
    expect(opened.body.messages.map(({ content }) => content)).toEqual(['viewed asks'])
    expect((await request('GET', routes.adminMessages(chat), key)).status).toBe(200)
    expect(await isUnread()).toEqual([true])
    await request('GET', routes.adminChat(chat), staff)
    expect(await isUnread()).toEqual([false])
  })

  it('sends once, under the name of the key, and the user hears of it', async () => {
    const chat = await chatOf('buyer')
    const socket = await server.connect(server.userToken('buyer'))
    const received = new Promise<SupportMessage>((resolve) =>
      socket.on('new_message', ({ message }) => resolve(message)),
    )
    const key = await keyWith('messages:write')
    const sent = message('Your order is on its way')
    const first = await request<SupportMessage>('POST', routes.adminMessages(chat), key, sent)
    const again = await request<SupportMessage>('POST', routes.adminMessages(chat), key, sent)
    expect([first.status, again.status]).toEqual([201, 200])
    expect(first.body).toMatchObject({ sender_type: 'admin', sender_name: 'Order bot', client_id: sent.client_id })
    expect(again.body).toEqual(first.body)
    expect(await received).toEqual(first.body)
    const other = await request('POST', routes.adminMessages(chat), key, { ...sent, content: 'Something else' })
    expect([other.status, other.body.code]).toEqual([409, 'conflict'])
  })

  it('archives a chat in the name of the key', async () => {
    const chat = await chatOf('archived')
    const key = await keyWith('chats:write')
    expect((await request('POST', routes.adminArchive(chat), key)).body).toEqual({ id: chat, archived: true })
    const { archivings } = (await request<{ archivings: unknown[] }>('GET', staffRoutes.chatUser(chat), staff)).body
    expect(archivings).toMatchObject([{ archived_by: 'Order bot' }])
  })

  it('is noted as the last use of the key, once a minute at most', async () => {
    const lastUsed = async (id: string) => {
      const { api_keys } = (await request<ApiKeyList>('GET', staffRoutes.apiKeys, staff)).body
      return api_keys.find((key) => key.id === id)?.last_used_at ?? null
    }
    const [busy, other] = [await create('Busy', ['chats:read']), await create('Other', ['chats:read'])]
    await request('GET', routes.adminChats, busy.body.key)
    const first = await eventually(() => lastUsed(busy.body.id), 'the first use to be noted')
    await request('GET', routes.adminChats, busy.body.key)
    await request('GET', routes.adminChats, other.body.key)
    await eventually(() => lastUsed(other.body.id), 'the use of another key to be noted')
    expect(await lastUsed(busy.body.id)).toBe(first)
    await server.sql("UPDATE api_keys SET last_used_at = now() - interval '61 seconds' WHERE id = $1", [busy.body.id])
    await request('GET', routes.adminChats, busy.body.key)
    const isRecent = async () => Date.parse((await lastUsed(busy.body.id)) ?? '') > Date.now() - 30_000 || null
    await eventually(isRecent, 'a later use to be noted')
  })
})

describe('A program that floods with its API key', () => {
  it('is let through a hundred times a second, whatever it asks, and others are not slowed', async () => {
    const pass = stopLimits(server)
    const [key, other] = [await keyWith('chats:read', 'messages:write'), await keyWith('chats:read')]
    const once = async (at: number) =>
      (at % 2
        ? await request('GET', routes.adminChats, key)
        : await request('POST', routes.adminMessages('none'), key, message('x'))
      ).status
    const statuses = await Promise.all(Array.from({ length: RATE_LIMITS.apiKey.burst }, (_, at) => once(at)))
    expect(statuses.filter((status) => status === 429)).toEqual([])
    const refused = await request('GET', routes.adminChats, key)
    expect([refused.status, refused.body.code]).toEqual([429, 'rate_limited'])
    expect(refused.body.details).toEqual({ retry_after_ms: 10 })
    expect((await request('GET', routes.adminChats, other)).status).toBe(200)
    pass(1_000)
    expect((await request('GET', routes.adminChats, key)).status).toBe(200)
  })
})

describe('A client that tries keys at random', () => {
  it('keeps a few connections of the database busy, and waits longer than a key that was let in before', async () => {
    const key = await keyWith('chats:read')
    expect((await request('GET', routes.adminChats, key)).status).toBe(200)
    const bystander = server.userToken('bystander')
    await request('GET', routes.userChat, bystander)
    const arrivals = jest.spyOn(server.app.get(ApiKeySource, { strict: false }), 'resolve')
    const lookups = jest.spyOn(server.app.get(ApiKeyRepository, { strict: false }), 'findValid')
    const client = new Client({ connectionString: server.config.databaseUrl ?? undefined })
    await client.connect()
    try {
      // Until it ends, no key is found, as if the database were slow.
      await client.query('BEGIN; LOCK TABLE api_keys IN ACCESS EXCLUSIVE MODE')
      let refused = 0
      const guesses = Array.from({ length: 60 }, async () => {
        const guess = `sck_${randomBytes(32).toString('base64url')}`
        const { status } = await request('GET', routes.adminChats, guess)
        refused++
        return status
      })
      const waiting = async () => {
        const [row] = await server.sql<{ count: number }>(
          "SELECT count(*)::int FROM pg_locks WHERE NOT granted AND relation = 'api_keys'::regclass AND mode = 'AccessShareLock'",
        )
        return row!.count
      }
      await eventually(async () => (await waiting()) === 4 || null, 'the lookups to wait')
      expect((await request('GET', routes.userChat, bystander)).status).toBe(200)
      const known = request('GET', routes.adminChats, key)
      await eventually(() => arrivals.mock.calls.some(([given]) => given === key) || null, 'the key to arrive')
      expect([await waiting(), refused]).toEqual([4, 0])
      await client.query('COMMIT')
      expect((await known).status).toBe(200)
      // The first one after the four that were under way.
      const order = lookups.mock.calls.map(([, keyHash]) => keyHash)
      expect(order.indexOf(createHash('sha256').update(key).digest('hex'))).toBe(4)
      expect(new Set(await Promise.all(guesses))).toEqual(new Set([401]))
    } finally {
      for (const spy of [arrivals, lookups]) spy.mockRestore()
      await client.end()
    }
  })
})
