import { randomUUID } from 'node:crypto'
import {
  type AdminSupportChat,
  type ApiError,
  type ApiScope,
  type ChatCounts,
  type ChatListPage,
  type CreatedApiKey,
  MAX_CONTENT_LENGTH,
  MAX_MENTIONS,
  type NoteList,
  routes,
  type ServerEvents,
  staffRoutes,
  type SupportChat,
  type SupportNote,
} from '@support-chat/shared'
import { noteList, supportNote } from '@support-chat/shared/contract'
import { type Answer, call } from './call.js'
import { newColleague } from './colleague.js'
import { eventually } from './eventually.js'
import { FeedReader } from './feed-reader.js'
import { hasRedis, RedisProcess } from './redis-process.js'
import { startTestApp, type TestApp, type TestSocket, useTestApp } from './test-app.js'

if (!hasRedis) process.stderr.write('No redis-server on the PATH: notes are not told from process to process\n')
const withRedis = hasRedis ? describe : describe.skip

let server: TestApp
let staff: string
let ownId: string
let grace: Awaited<ReturnType<typeof newColleague>>
let cleo: Awaited<ReturnType<typeof newColleague>>

useTestApp((...started) => ([server, staff] = started))
beforeAll(async () => {
  ownId = (await call<{ id: string }>(server.url + routes.me, 'GET', { token: staff })).body.id
  ;[grace, cleo] = [await newColleague(server, staff, 'Grace'), await newColleague(server, staff, 'Cleo')]
})

type Written = Answer<SupportNote & ApiError>
const write = (chatId: string, body: object, token = staff): Promise<Written> =>
  call(server.url + staffRoutes.notes(chatId), 'POST', {
    token,
    body: { content: 'A note', client_id: randomUUID(), ...body },
  })
const list = (chatId: string, token = staff) =>
  call<NoteList & ApiError>(server.url + staffRoutes.notes(chatId), 'GET', { token })
const contents = async (chatId: string) => (await list(chatId)).body.notes.map(({ content }) => content)

let names = 0
async function newChat() {
  const name = `noted-${++names}`
  const token = server.userToken(name)
  const { id } = (await call<SupportChat>(server.url + routes.userChat, 'GET', { token })).body
  const ask = (content: string) =>
    call(server.url + routes.userMessages, 'POST', { token, body: { content, client_id: randomUUID() } })
  return { id, name, token, ask }
}

async function keyWith(...scopes: ApiScope[]) {
  const body = { name: 'Order bot', scopes }
  return (await call<CreatedApiKey>(server.url + staffRoutes.apiKeys, 'POST', { token: staff, body })).body
}

describe('A note', () => {
  it('is kept with its author and the message that it stands after, beside the messages', async () => {
    const { id, ask } = await newChat()
    const before = await write(id, { content: ' Before anything \n' })
    await ask('Where is my order?')
    const after = await write(id, { content: 'Ask the warehouse', mentions: [cleo.id, grace.id] }, grace.token)
    expect([before.status, after.status]).toEqual([201, 201])
    expect(after.body).toEqual({
      id: expect.any(String),
      chat_id: id,
      after_sequence: 1,
      content: 'Ask the warehouse',
      author: { id: grace.id, name: 'Grace', email: 'grace@staff.example' },
      mentions: [cleo.id, grace.id],
      created_at: expect.any(String),
    })
    expect(supportNote.strict().parse(after.body)).toEqual(after.body)
    expect(before.body).toMatchObject({
      after_sequence: 0,
      content: 'Before anything',
      author: { id: ownId },
      mentions: [],
    })
    const { status, body } = await list(id, cleo.token)
    expect(status).toBe(200)
    expect(noteList.strict().parse(body)).toEqual({ notes: [before.body, after.body] })
    const [chat] = await server.sql('SELECT last_sequence FROM support_chats WHERE id = $1', [id])
    expect(chat).toEqual({ last_sequence: 1 })
  })

  it('is stored once, however often it is sent, and another under its client_id is refused', async () => {
    const { id } = await newChat()
    const client_id = randomUUID()
    const answers = await Promise.all(Array.from({ length: 10 }, () => write(id, { client_id, mentions: [grace.id] })))
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(9).fill(200), 201])
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
    expect(await write(id, { client_id, content: ' A note ' })).toMatchObject({ status: 200, body: answers[0]!.body })
    expect(await write(id, { client_id, content: 'Another' })).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    })
    expect((await write(id, { client_id }, grace.token)).status).toBe(201)
    expect((await write((await newChat()).id, { client_id })).status).toBe(201)
    expect(await contents(id)).toEqual(['A note', 'A note'])
  })

  it('follows the notes and messages before it, with many who write at once', async () => {
    const { id, ask } = await newChat()
    const all = Array.from({ length: 30 }, (_, at) =>
      at % 3 === 0 ? ask(`message ${at}`) : write(id, { content: `note ${at}` }, at % 3 === 1 ? staff : grace.token),
    )
    await Promise.all(all)
    const { notes } = (await list(id)).body
    expect(notes).toHaveLength(20)
    const placed = notes.map(({ after_sequence, created_at }) => [after_sequence, created_at])
    expect(placed).toEqual([...placed].sort(([a], [b]) => Number(a) - Number(b)))
    expect(placed.map(([, at]) => at)).toEqual(placed.map(([, at]) => at).sort())
  })

  it.each([
    ['an empty content', { content: '' }, 422, 'content_blank'],
    ['white space', { content: ' \n\t\u00a0 ' }, 422, 'content_blank'],
    ['a content too long', { content: 'x'.repeat(MAX_CONTENT_LENGTH + 1) }, 422, 'content_too_long'],
    ['a number', { content: 5 }, 400, 'invalid_request'],
    ['no client_id', { client_id: undefined }, 400, 'invalid_request'],
    ['a client_id that is none', { client_id: 'x' }, 400, 'invalid_request'],
    ['mentions that are no list', { mentions: 'Grace' }, 400, 'invalid_request'],
    ['a mention that is no id', { mentions: ['Grace'] }, 400, 'invalid_request'],
    ['a mention of nobody', { mentions: [randomUUID()] }, 400, 'invalid_request'],
    ['too many mentions', { mentions: Array(MAX_MENTIONS + 1).fill(randomUUID()) }, 400, 'invalid_request'],
  ])('with %s is refused, and stores nothing', async (_, body, status, code) => {
    const { id } = await newChat()
    expect(await write(id, body)).toMatchObject({ status, body: { code, message: expect.any(String) } })
    expect(await contents(id)).toEqual([])
  })

  it('mentions staff only, each once, and nobody who has been deactivated', async () => {
    const { id } = await newChat()
    const twice = await write(id, { mentions: [grace.id.toUpperCase(), cleo.id, grace.id] })
    expect(twice.body.mentions).toEqual([grace.id, cleo.id])
    const [user] = await server.sql<{ id: string }>("SELECT id FROM users WHERE role = 'user' LIMIT 1")
    const key = await keyWith('chats:read')
    for (const other of [user!.id, key.id]) {
      expect(await write(id, { mentions: [grace.id, other] })).toMatchObject({ status: 400 })
    }
    const gone = await newColleague(server, staff, 'Gone')
    await call(server.url + staffRoutes.deactivate(gone.id), 'POST', { token: staff })
    expect(await write(id, { mentions: [gone.id] })).toMatchObject({ status: 409, body: { code: 'conflict' } })
    expect(await contents(id)).toEqual(['A note'])
  })

  it('of a chat that does not exist is not found', async () => {
    for (const id of ['nonsense', randomUUID()]) {
      expect((await write(id, {})).status).toBe(404)
      expect((await list(id)).status).toBe(404)
    }
  })

  it('is written by a key for messages and read by a key for chats, and no other', async () => {
    const { id } = await newChat()
    const [writer, reader, other] = [
      await keyWith('messages:write'),
      await keyWith('chats:read'),
      await keyWith('chats:write', 'users:read', 'events:read'),
    ]
    const { status, body } = await write(id, {}, writer.key)
    expect([status, body.author]).toEqual([201, { id: expect.any(String), name: 'Order bot', email: null }])
    expect((await list(id, reader.key)).body.notes).toEqual([body])
    for (const { key } of [reader, other]) expect((await write(id, {}, key)).status).toBe(403)
    for (const { key } of [writer, other]) expect((await list(id, key)).status).toBe(403)
  })

  it('stays, without its author, when that account is deleted', async () => {
    const { id } = await newChat()
    const gone = await newColleague(server, staff, 'Deleted')
    await write(id, { content: 'Left behind', mentions: [grace.id] }, gone.token)
    await server.sql('DELETE FROM users WHERE id = $1', [gone.id])
    expect((await list(id)).body.notes).toMatchObject([{ content: 'Left behind', author: null, mentions: [grace.id] }])
  })
})

describe('Told over sockets,', () => {
  type Told = [name: string, event: ServerEvents['note_created']]

  async function listen(token: string, { url } = server): Promise<{ socket: TestSocket; told: Told[] }> {
    const socket = await (url === server.url ? server : two!).connect(token)
    const told: Told[] = []
    socket.on('note_created', (event) => told.push(['note_created', event]))
    socket.on('mentioned', (event) => told.push(['mentioned', event]))
    return { socket, told }
  }
  let two: TestApp | null = null

  /** What has been told until now has arrived: the acknowledgement comes behind it. */
  const settle = (socket: TestSocket, chat_id: string) => socket.emitWithAck('join_chat', { chat_id })

  it('it comes to staff in the chat, and to every socket of those whom it names, wherever they are', async () => {
    const { id } = await newChat()
    const elsewhere = (await newChat()).id
    const [inside, outside] = [await listen(staff), await listen(cleo.token)]
    const [tab, phone] = [await listen(grace.token), await listen(grace.token)]
    await inside.socket.emitWithAck('join_chat', { chat_id: id })
    await tab.socket.emitWithAck('join_chat', { chat_id: elsewhere })
    const { body: note } = await write(id, { content: 'Look', mentions: [grace.id] })
    const { body: plain } = await write(id, { content: 'Nobody in particular' })
    await eventually(() => inside.told.length >= 2 || null, 'both notes')
    expect(inside.told).toEqual([
      ['note_created', { chat_id: id, note }],
      ['note_created', { chat_id: id, note: plain }],
    ])
    for (const { socket, told } of [tab, phone]) {
      await settle(socket, elsewhere)
      expect(told).toEqual([['mentioned', { chat_id: id, note }]])
    }
    await settle(outside.socket, elsewhere)
    expect(outside.told).toEqual([])
  })

  it('a repeat is told to nobody', async () => {
    const { id } = await newChat()
    const { socket, told } = await listen(grace.token)
    await socket.emitWithAck('join_chat', { chat_id: id })
    const body = { client_id: randomUUID(), mentions: [grace.id] }
    for (let sent = 0; sent < 3; sent++) await write(id, body)
    await write(id, { content: 'The last' })
    await eventually(() => told.some(([, { note }]) => note.content === 'The last') || null, 'the last note')
    expect(told.map(([name]) => name).sort()).toEqual(['mentioned', 'note_created', 'note_created'])
  })

  withRedis('to other processes too,', () => {
    it('it comes to staff in the chat and to those whom it names', async () => {
      const redis = await RedisProcess.start()
      two = await startTestApp({ redisUrl: redis.url })
      const three = await startTestApp({ ...two.config, port: 0 })
      const token = await two.staffToken()
      const colleague = await newColleague(two, token, 'Faraway')
      const user = two.userToken('between')
      const { id } = (await call<SupportChat>(two.url + routes.userChat, 'GET', { token: user })).body
      const [inside, named] = [await listen(token, two), await listen(colleague.token, two)]
      await inside.socket.emitWithAck('join_chat', { chat_id: id })
      const send = () => {
        const body = { content: 'From afar', client_id: randomUUID(), mentions: [colleague.id] }
        return call(three.url + staffRoutes.notes(id), 'POST', { token, body })
      }
      await eventually(async () => {
        await send()
        return inside.told.length > 0 && named.told.length > 0 ? true : null
      }, 'the two processes to hear of each other')
      expect(inside.told[0]).toMatchObject(['note_created', { chat_id: id, note: { content: 'From afar' } }])
      expect(named.told[0]).toMatchObject(['mentioned', { chat_id: id, note: { content: 'From afar' } }])
      await three.close()
      await two.close()
      two = null
      await redis.stop()
    })
  })
})

describe('A mention', () => {
  const open = (id: string, token: string) =>
    call<AdminSupportChat>(server.url + routes.adminChat(id), 'GET', { token })
  const unseen = async (id: string) =>
    (
      await server.sql<{ staff_id: string }>(
        'SELECT staff_id FROM support_note_mentions WHERE chat_id = $1 AND seen_at IS NULL ORDER BY position',
        [id],
      )
    ).map(({ staff_id }) => staff_id)

  it('stays open until its own member of staff opens the chat: no colleague and no key does that for them', async () => {
    const { id } = await newChat()
    await write(id, { mentions: [grace.id, cleo.id] })
    await write(id, { mentions: [grace.id] })
    const { key } = await keyWith('chats:read')
    await open(id, key)
    await open(id, staff)
    await list(id, grace.token)
    expect(await unseen(id)).toEqual([grace.id, grace.id, cleo.id])
    await open(id, grace.token)
    expect(await unseen(id)).toEqual([cleo.id])
    await write(id, { mentions: [grace.id] })
    expect(await unseen(id)).toHaveLength(2)
  })

  it('puts its chat into a view of its own member of staff, and counts it there once, until they open it', async () => {
    const dora = await newColleague(server, staff, 'Dora')
    const view = async (token = dora.token, more = '') => {
      const { body } = await call<ChatListPage>(`${server.url}${routes.adminChats}?view=mentions${more}`, 'GET', {
        token,
      })
      return body.chats.map(({ id }) => id)
    }
    const count = async (token = dora.token) =>
      (await call<ChatCounts>(server.url + staffRoutes.counts, 'GET', { token })).body.mentions
    const [one, other, silent] = [await newChat(), await newChat(), await newChat()]
    for (const { ask } of [one, other]) await ask('Hello')
    const known = [await view(staff), await count(staff)]
    expect([await view(), await count()]).toEqual([[], 0])
    for (const { id } of [one, one, silent, other]) await write(id, { mentions: [dora.id] })
    // Nobody has written in the third.
    expect([await view(), await count()]).toEqual([[other.id, one.id], 2])
    expect([await view(staff), await count(staff)]).toEqual(known)
    await open(other.id, staff)
    await open(one.id, dora.token)
    expect([await view(), await count()]).toEqual([[other.id], 1])
    await call(server.url + routes.adminArchive(other.id), 'POST', { token: staff })
    expect([await view(), await count(), await view(dora.token, '&archived=true')]).toEqual([[], 0, [other.id]])
    await other.ask('Still there?')
    expect([await view(), await count()]).toEqual([[other.id], 1])
    await open(other.id, dora.token)
    expect([await view(), await count()]).toEqual([[], 0])
  })
})

describe('In the feed', () => {
  it('is one event a note, with the note', async () => {
    const { id } = await newChat()
    const { key } = await keyWith('events:read')
    const feed = await FeedReader.fromNow(server, key)
    const body = { client_id: randomUUID(), mentions: [grace.id] }
    const { body: note } = await write(id, body)
    await write(id, body)
    const { body: second } = await write(id, { content: 'Second' })
    const events = await feed.until(2)
    expect(events.map(({ type, data }) => [type, data])).toEqual([
      ['note.created', { note }],
      ['note.created', { note: second }],
    ])
    await server.sql('DELETE FROM support_notes WHERE id = $1', [note.id])
    const again = await FeedReader.fromNow(server, key)
    again.cursor = '0'
    const all = await again.read()
    expect(all.find(({ id }) => id === events[0]!.id)).toMatchObject({ data: { note: null } })
  })
})
