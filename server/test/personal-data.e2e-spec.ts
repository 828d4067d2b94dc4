import { randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  routes,
  staffRoutes,
  type ApiError,
  type CreatedApiKey,
  type DirectoryUser,
  type ErasureReceipt,
  type RetentionSettings,
  type ServerEvents,
  type SupportChat,
  type SupportMessage,
} from '@support-chat/shared'
import { WallClock } from '../src/common/clock.js'
import { IntervalTasks } from '../src/common/interval-tasks.js'
import { ERASE_UNTOUCHED } from '../src/personal-data/retention.sweeper.js'
import { call } from './call.js'
import { newColleague } from './colleague.js'
import { eventually } from './eventually.js'
import { page } from './feed-reader.js'
import { useTestApp, type TestApp } from './test-app.js'
import { WebhookReceiver } from './webhook-receiver.js'

let server: TestApp
let staff: string
useTestApp((...started) => ([server, staff] = started))

const request = async <T = ApiError>(method: string, path: string, token = staff, body?: unknown) =>
  call<T & ApiError>(server.url + path, method, { token, ...(body !== undefined && { body }) })
const message = (content: string) => ({ content, client_id: randomUUID() })
const erase = (externalId: string, token = staff) =>
  request<ErasureReceipt>('DELETE', routes.adminUser(externalId), token)

async function newKey(...scopes: string[]) {
  return (await request<CreatedApiKey>('POST', staffRoutes.apiKeys, staff, { name: 'Program', scopes })).body.key
}

/** A person of whom there is something everywhere, and each text of it has a word that nobody else has. */
async function someone(word: string) {
  const token = server.userToken(word, { name: `${word} Name`, attributes: { plan: `${word} plan` } })
  const chat = (await request<SupportChat>('GET', routes.userChat, token)).body
  const socket = await server.connect(token)
  const visit = { page_url: `https://shop.example/${word}`, context: { basket: `${word} shoes` } }
  await socket.emitWithAck('visit', visit)
  await request('POST', routes.userMessages, token, message(`${word} asks`))
  await request('POST', routes.adminMessages(chat.id), staff, message(`Dear ${word}`))
  await request('POST', staffRoutes.notes(chat.id), staff, message(`${word} is a friend`))
  await request('PATCH', routes.adminChat(chat.id), staff, { tags: [`${word}-tag`] })
  await request('POST', routes.adminArchive(chat.id))
  const form = new FormData()
  form.set('client_id', randomUUID())
  form.set('file', new Blob([`${word} wrote this`]), `${word}.txt`)
  const headers = { authorization: `Bearer ${token}` }
  const upload = await fetch(`${server.url}/api/support_chat/attachments`, { method: 'POST', headers, body: form })
  const { id } = (await upload.json()) as { id: string }
  await request('POST', routes.userMessages, token, { ...message(`${word} again`), attachment_ids: [id] })
  return { token, chatId: chat.id, socket }
}

/** Every row of every table, as text, in which a word stands. */
async function rowsWith(word: string): Promise<string[]> {
  const tables = await server.sql<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'`,
  )
  expect(tables.length).toBeGreaterThan(20)
  const found: string[] = []
  for (const { name } of tables) {
    const rows = await server.sql<{ line: string }>(
      `SELECT r::text AS line FROM "${name}" r WHERE strpos(lower(r::text), $1) > 0`,
      [word],
    )
    found.push(...rows.map(({ line }) => `${name}: ${line}`))
  }
  return found
}

async function filesWith(word: string): Promise<string[]> {
  const entries = await readdir(server.config.dataDir, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  const contents = await Promise.all(files.map(async (file) => [file, await readFile(file, 'latin1')] as const))
  return contents.flatMap(([file, text]) => ((file + text).toLowerCase().includes(word) ? [file] : []))
}

describe('A user who is erased', () => {
  it('is nowhere any more: in no row of any table, no file, no event and no delivery', async () => {
    const receiver = await WebhookReceiver.start()
    receiver.answer = () => ({ status: 503 })
    await request('POST', staffRoutes.webhooks, staff, { url: receiver.url })
    const { chatId, socket } = await someone('zanzibar')
    const other = await someone('yokohama')
    await server.sql(`INSERT INTO joined_events (name, payload) VALUES ('user.moved', $1)`, [
      JSON.stringify({ chat_id: chatId, page_url: 'https://zanzibar.example' }),
    ])
    await eventually(() => receiver.messages.find((text) => text.includes('zanzibar again')), 'the webhook')
    expect(new Set((await rowsWith('zanzibar')).map((row) => row.split(':')[0]))).toEqual(
      new Set([
        'users',
        'support_chats',
        'support_messages',
        'support_attachments',
        'support_notes',
        'support_chat_history',
        'joined_events',
      ]),
    )
    expect(await filesWith('zanzibar')).toHaveLength(1)
    const console = await server.connect(staff)
    const erased: ServerEvents['chat_erased'][] = []
    console.on('chat_erased', (event) => erased.push(event))
    const closed = new Promise((resolve) => socket.once('disconnect', resolve))
    socket.io.reconnection(false)

    const { status, body } = await erase('zanzibar')
    expect([status, body]).toEqual([
      200,
      {
        erased_at: expect.any(String) as string,
        counts: {
          users: 1,
          support_chats: 1,
          support_messages: 3,
          support_attachments: 1,
          support_notes: 1,
          support_note_mentions: 0,
          support_chat_history: 4,
          support_chat_archivings: 1,
          email_notifications: 1,
          joined_events: 1,
        },
      },
    ])
    await closed
    await eventually(() => (erased.length > 0 ? true : null), 'consoles to hear of it')
    expect(erased).toEqual([{ chat_id: chatId }])
    expect(await rowsWith('zanzibar')).toEqual([])
    await eventually(async () => ((await filesWith('zanzibar')).length === 0 ? true : null), 'the file to be deleted')
    expect((await rowsWith('yokohama')).length).toBeGreaterThan(5)
    expect(other.socket.connected).toBe(true)

    const events = await eventually(async () => {
      const { events } = (await page(server, staff, '?limit=200')).body
      return events.some(({ type }) => type === 'user.erased') ? events : null
    }, 'the event')
    expect(JSON.stringify(events)).not.toContain('zanzibar')
    const told = events.find(({ type }) => type === 'user.erased')
    expect(told?.data).toEqual({ user_id: expect.any(String) as string, chat_id: chatId })
    expect(
      events.find(({ type, data }) => type === 'message.created' && JSON.stringify(data).includes(chatId))?.data,
    ).toEqual({ chat_id: chatId, user: null, message: null })
    await receiver.stop()
  })

  it('is counted by every table from which a foreign key deletes', async () => {
    const deleting = await server.sql<{ name: string }>(`
      WITH RECURSIVE reached AS (
        SELECT 'support_chats'::regclass::oid AS id
        UNION SELECT conrelid FROM pg_constraint JOIN reached ON confrelid = reached.id WHERE contype = 'f' AND confdeltype = 'c'
      ) SELECT id::regclass::text AS name FROM reached`)
    const { counts } = (await erase('nobody-has-this-name')).body
    expect(deleting.map(({ name }) => name).filter((name) => !(name in counts))).toEqual([])
    expect(Object.values(counts).every((count) => count === 0)).toBe(true)
  })

  it('is erased once, whoever asks twice at the same time, and comes back as a new user', async () => {
    const { token, chatId } = await someone('xanadu')
    const both = await Promise.all([erase('xanadu'), erase('xanadu')])
    expect(both.map(({ body }) => body.counts['users']).sort()).toEqual([0, 1])
    expect((await request('GET', routes.adminUser('xanadu'))).status).toBe(404)
    const again = (await request<SupportChat>('GET', routes.userChat, token)).body
    expect(again).toMatchObject({ messages: [], last_sequence: 0 })
    expect(again.id).not.toBe(chatId)
    expect((await request('GET', routes.adminChat(chatId))).status).toBe(404)
    const log = await request<{ entries: { details: object }[] }>('GET', `${staffRoutes.audit}?action=user.erased`)
    expect(log.body.entries[0]).toMatchObject({ target: { type: 'user' }, details: { counts: { users: 1 } } })
  })

  it('is erased by owners, and by keys that may, alone', async () => {
    await someone('wuhan')
    const admin = await newColleague(server, staff, 'Admin', 'admin')
    for (const token of [admin.token, await newKey('users:read', 'users:write'), server.userToken('wuhan')])
      expect((await erase('wuhan', token)).status).toBe(403)
    expect((await erase('wuhan', await newKey('users:erase'))).body.counts).toMatchObject({ users: 1 })
    expect((await erase('x'.repeat(300))).body.code).toBe('invalid_request')
  })
})

describe('An export', () => {
  it('holds all there is of a user, a line for each thing, and nothing that is staff’s', async () => {
    const { token, chatId } = await someone('valparaiso')
    await server.sql(
      `WITH chat AS (UPDATE support_chats SET last_sequence = 205 WHERE id = $1 RETURNING id, user_id)
       INSERT INTO support_messages (id, chat_id, sequence, sender_id, sender_type, content)
       SELECT gen_random_uuid(), id, number, user_id, 'user', 'No ' || number FROM chat, generate_series(4, 205) number`,
      [chatId],
    )
    const ask = (by: string, id = 'valparaiso') =>
      fetch(server.url + routes.adminUserExport(id), { headers: { authorization: `Bearer ${by}` } })
    const answer = await ask(await newKey('users:read'))
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson')
    const text = await answer.text()
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string } & Record<string, unknown>)
    const of = (type: string) => lines.filter((line) => line.type === type)
    expect(of('user')).toMatchObject([
      { external_id: 'valparaiso', name: 'valparaiso Name', attributes: { plan: 'valparaiso plan' } },
    ])
    expect(of('chat')).toMatchObject([{ id: chatId, tags: ['valparaiso-tag'], last_sequence: 205 }])
    expect(of('message').map(({ sequence }) => sequence)).toEqual(Array.from({ length: 205 }, (_, at) => at + 1))
    const all = (await request<{ messages: SupportMessage[] }>('GET', `${routes.userMessages}?since=0&limit=2`, token))
      .body
    expect(of('message').slice(0, 2)).toEqual(all.messages.map((stored) => ({ type: 'message', ...stored })))
    expect(of('email')).toMatchObject([{ first_sequence: 2, status: 'waiting' }])
    expect(of('visit')).toMatchObject([
      { page_url: 'https://shop.example/valparaiso', context: { basket: 'valparaiso shoes' } },
    ])
    expect(text).not.toContain('is a friend')
    expect((await ask(staff, 'nobody')).status).toBe(404)
    expect((await ask((await newColleague(server, staff, 'Agent', 'agent')).token)).status).toBe(403)
    const log = await request<{ entries: object[] }>('GET', `${staffRoutes.audit}?action=user.exported`)
    const { id } = (await request<DirectoryUser>('GET', routes.adminUser('valparaiso'))).body
    expect(log.body.entries).toMatchObject([{ target: { type: 'user', id } }])
  })
})

describe('Retention', () => {
  const set = (body: object, token = staff) =>
    request<RetentionSettings>('PATCH', staffRoutes.retentionSettings, token, body)
  const days = async () => (await request<RetentionSettings>('GET', staffRoutes.retentionSettings)).body.archived_days
  const isThere = async (name: string) => (await request('GET', routes.adminUser(name))).status === 200
  /** Its chat is archived, and all that was done in it was done so many days earlier. */
  async function archived(name: string, ago: number) {
    const { chatId } = await someone(name)
    await request('POST', routes.adminArchive(chatId))
    const earlier = `- make_interval(days => ${ago})`
    await server.sql(
      `UPDATE support_chats SET archived_at = archived_at ${earlier}, last_message_at = last_message_at ${earlier} WHERE id = $1`,
      [chatId],
    )
    await server.sql(`UPDATE support_notes SET created_at = created_at ${earlier} WHERE chat_id = $1`, [chatId])
    await server.sql(`UPDATE support_chat_history SET at = at ${earlier} WHERE chat_id = $1`, [chatId])
    return chatId
  }
  async function night(hour: number) {
    const clock = server.app.get(WallClock, { strict: false })
    const now = new Date()
    now.setUTCHours(hour)
    const spy = jest.spyOn(clock, 'now').mockReturnValue(now)
    await server.app.get(IntervalTasks, { strict: false }).run(ERASE_UNTOUCHED)
    spy.mockRestore()
  }

  it('erases archived chats that nobody has touched for so long, at night, once owners have said so', async () => {
    await archived('untouched', 40)
    const noted = await archived('noted-since', 40)
    await request('POST', staffRoutes.notes(noted), staff, message('Keep this one'))
    await archived('archived-lately', 20)
    const { chatId: active } = await someone('active')
    await server.sql(`UPDATE support_chats SET last_message_at = now() - interval '90 days' WHERE id = $1`, [active])

    await night(3)
    expect((await set({ archived_days: 30, dry_run: true })).body).toEqual({ archived_days: 30, would_erase: 1 })
    expect((await set({ archived_days: 10, dry_run: true })).body).toEqual({ archived_days: 10, would_erase: 2 })
    expect(await days()).toBeNull()
    const admin = await newColleague(server, staff, 'Another-admin', 'admin')
    expect((await set({ archived_days: 30 }, admin.token)).status).toBe(403)
    for (const archived_days of [0, 1.5, '30', 40_000]) expect((await set({ archived_days })).status).toBe(400)
    expect((await set({ archived_days: 30 })).body).toEqual({ archived_days: 30 })
    expect(await days()).toBe(30)

    await night(12)
    expect(await isThere('untouched')).toBe(true)
    await night(3)
    const left = await Promise.all(['untouched', 'noted-since', 'archived-lately', 'active'].map(isThere))
    expect(left).toEqual([false, true, true, true])
    expect(await rowsWith('untouched')).toEqual([])
    const log = await request<{ entries: object[] }>('GET', `${staffRoutes.audit}?action=user.erased&limit=1`)
    expect(log.body.entries[0]).toMatchObject({ actor: null, details: { reason: 'retention', counts: { users: 1 } } })
    await archived('the-same-night', 40)
    await night(4)
    expect(await isThere('the-same-night')).toBe(true)
    await set({ archived_days: null })
  })
})
