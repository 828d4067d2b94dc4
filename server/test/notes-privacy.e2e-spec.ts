import { randomUUID } from 'node:crypto'
import {
  type ChatListPage,
  type CreatedApiKey,
  routes,
  type SearchMatch,
  staffRoutes,
  type SupportChat,
  type SupportNote,
  type WebhookWithSecret,
} from '@support-chat/shared'
import { io } from 'socket.io-client'
import { call } from './call.js'
import { newColleague } from './colleague.js'
import { eventually } from './eventually.js'
import { FeedReader, page } from './feed-reader.js'
import { SmtpSink } from './smtp-sink.js'
import { connected, startTestApp, type TestApp, type TestSocket } from './test-app.js'
import { WebhookReceiver } from './webhook-receiver.js'

/** A word that is nowhere but in notes. */
const SECRET = 'zirconium'
const NAME = 'customer'

let sink: SmtpSink
let server: TestApp
let staff: string
let grace: Awaited<ReturnType<typeof newColleague>>
let user: string
let chatId: string
let note: SupportNote
const sockets: TestSocket[] = []

const get = async (path: string, token = user) => {
  const { status, body } = await call<unknown>(server.url + path, 'GET', { token })
  return { status, text: JSON.stringify(body) }
}
const post = <T>(path: string, body: object, token = user) => call<T>(server.url + path, 'POST', { token, body })
const message = (content: string) => ({ content, client_id: randomUUID() })

/** A socket of the user's, with the text of all that it is sent, events and acknowledgements, and the events' names. */
async function connectUser(transport: 'websocket' | 'polling') {
  const heard: string[] = []
  const events: string[] = []
  const socket: TestSocket = io(server.url, { auth: { token: user }, forceNew: true, transports: [transport] })
  sockets.push(socket)
  socket.io.on('open', () => socket.io.engine.on('data', (data: unknown) => heard.push(String(data))))
  socket.onAny((name: string) => events.push(name))
  await connected(socket)
  return { socket, heard, events }
}

beforeAll(async () => {
  sink = await SmtpSink.start()
  server = await startTestApp({ smtpUrl: sink.url, replyEmailDelaySeconds: 0, webhookAllowPrivate: true })
  staff = await server.staffToken()
  grace = await newColleague(server, staff, 'Grace')
  user = server.userToken(NAME)
  chatId = (await call<SupportChat>(server.url + routes.userChat, 'GET', { token: user })).body.id
  await post(routes.userMessages, message('Where is my order?'))
})
afterAll(async () => {
  for (const socket of sockets) socket.disconnect()
  await server.close()
  await sink.stop()
})

/** Staff write a note, and then a message, which is how everybody knows that the note is through. */
async function writeNote(): Promise<SupportNote> {
  const { status, body } = await post<SupportNote>(
    staffRoutes.notes(chatId),
    { ...message(`${SECRET}: they have asked three times`), mentions: [grace.id] },
    staff,
  )
  expect(status).toBe(201)
  note = body
  return body
}
const answer = (content: string) => post(routes.adminMessages(chatId), message(content), staff)

describe('The user of a chat does not get its notes', () => {
  it.each(['websocket', 'polling'] as const)(
    'over a socket by %s, whatever it joins and asks for',
    async (transport) => {
      const { socket, heard, events } = await connectUser(transport)
      await writeNote()
      for (const room of [
        chatId,
        `staff_in:${chatId}`,
        'admin_support_notifications',
        `account:${grace.id}`,
        note.id,
      ]) {
        await socket.emitWithAck('join_chat', { chat_id: room, since: 0 })
      }
      const anything = socket as unknown as { emitWithAck: (name: string, payload: object) => Promise<{ ok: boolean }> }
      for (const name of ['note_created', 'mentioned', 'notes', 'list_notes', 'join_notes']) {
        expect(await anything.emitWithAck(name, { chat_id: chatId })).toMatchObject({ ok: false })
      }
      await writeNote()
      await answer(`by ${transport}`)
      await eventually(() => events.includes('new_message') || null, 'the message after it')
      expect(heard.some((packet) => packet.includes(`by ${transport}`))).toBe(true)
      expect(heard.filter((packet) => packet.includes(SECRET) || packet.includes(note.id))).toEqual([])
      expect(events.filter((name) => /note|mention/.test(name))).toEqual([])
    },
  )

  it('over REST, by any route that users or staff have', async () => {
    const paths = [
      routes.userChat,
      `${routes.userMessages}?since=0&limit=200`,
      `${routes.userMessages}?before=1000&limit=200`,
      `${routes.userChat}/notes`,
      staffRoutes.notes(chatId),
      routes.adminChat(chatId),
      `${routes.adminChats}?q=${SECRET}`,
      staffRoutes.events,
      `/api/notes/${note.id}`,
    ]
    for (const path of paths) {
      const { status, text } = await get(path)
      expect(text).not.toContain(SECRET)
      expect(text).not.toContain(note.id)
      if (path.startsWith('/api/admin')) expect([path, status]).toEqual([path, 403])
    }
    expect((await post(staffRoutes.notes(chatId), message('A note of the user'))).status).toBe(403)
    expect((await get(staffRoutes.notes(chatId), staff)).text).not.toContain('A note of the user')
  })

  it('as messages: it takes no sequence, is not counted as unread, and no message can be it', async () => {
    const before = (await call<SupportChat>(server.url + routes.userChat, 'GET', { token: user })).body
    await writeNote()
    const after = (await call<SupportChat>(server.url + routes.userChat, 'GET', { token: user })).body
    expect(after).toEqual(before)
    expect(await server.sql('SELECT FROM support_messages WHERE content LIKE $1', [`%${SECRET}%`])).toEqual([])
  })

  it('by e-mail, about a note or with the reply after it', async () => {
    const address = `${NAME}@example.com`
    const unsent = () => server.sql("SELECT FROM email_notifications WHERE status IN ('waiting', 'sending')")
    await server.sql("DELETE FROM email_notifications WHERE status = 'waiting'")
    await eventually(async () => (await unsent()).length === 0 || null, 'the end of what was being sent')
    const known = sink.sentTo(address).length
    await writeNote()
    expect(await unsent()).toEqual([])
    await answer('This one goes out')
    const mails = await sink.waitFor(address, known + 1)
    expect(mails.at(-1)?.text).toContain('This one goes out')
    for (const mail of mails) expect(JSON.stringify([mail.subject, mail.text, mail.html])).not.toContain(SECRET)
  })
})

describe('Nobody finds a note', () => {
  it('by searching chats or people', async () => {
    const list = async (q: string) => (await get(`${routes.adminChats}?q=${q}`, staff)).text
    expect(JSON.parse(await list(SECRET))).toEqual({ chats: [], next_cursor: null })
    const found = JSON.parse(await list('order')) as ChatListPage
    expect(found.chats.map(({ id }) => id)).toEqual([chatId])
    expect((found.chats[0]?.match as SearchMatch).text).not.toContain(SECRET)
    expect((await get(`${routes.adminUsers}?q=${SECRET}`, staff)).text).toContain('"users":[]')
    for (const path of [`${routes.adminChats}?limit=200`, routes.adminChat(chatId), staffRoutes.chatUser(chatId)]) {
      expect((await get(path, staff)).text).not.toContain(SECRET)
    }
  })

  it('with a key of another scope', async () => {
    const makeKey = async (...scopes: string[]) =>
      (await post<CreatedApiKey>(staffRoutes.apiKeys, { name: 'Robot', scopes }, staff)).body.key
    const others = await makeKey(
      'users:read',
      'users:write',
      'users:erase',
      'webhooks:write',
      'chats:write',
      'messages:write',
    )
    expect(await get(staffRoutes.notes(chatId), others)).toMatchObject({ status: 403 })
    expect(await get(staffRoutes.events, others)).toMatchObject({ status: 403 })
    const reader = await makeKey('chats:read')
    expect(await get(staffRoutes.events, reader)).toMatchObject({ status: 403 })
    expect((await get(`${routes.adminMessages(chatId)}?since=0`, reader)).text).not.toContain(SECRET)
  })

  it('by a webhook for other events, while one for notes gets it', async () => {
    const [others, notes] = [await WebhookReceiver.start(), await WebhookReceiver.start()]
    const add = (url: string, event_types: string[]) =>
      post<WebhookWithSecret>(staffRoutes.webhooks, { url, event_types }, staff)
    await add(others.url, ['message.created', 'messages.read', 'chat.created', 'chat.updated', 'user.updated'])
    await add(notes.url, ['note.created'])
    const written = await writeNote()
    await answer('After the note')
    await eventually(() => notes.received.length > 0 || null, 'the webhook of the note')
    await eventually(() => others.received.some(({ body }) => body.includes('After the note')) || null, 'the message')
    expect(notes.sent).toEqual([{ type: 'note.created', timestamp: expect.any(String), data: { note: written } }])
    expect(others.received.filter(({ body }) => body.includes(SECRET) || body.includes(written.id))).toEqual([])
    for (const receiver of [others, notes]) await receiver.stop()
  })

  it('in what the feed keeps of it: the event refers to the note, and holds nothing of it', async () => {
    const { body } = await post<CreatedApiKey>(staffRoutes.apiKeys, { name: 'Feed', scopes: ['events:read'] }, staff)
    await FeedReader.fromNow(server, body.key)
    const [row] = await server.sql("SELECT details FROM events WHERE type = 'note.created' ORDER BY position LIMIT 1")
    expect(row).toEqual({ details: { note_id: expect.any(String) } })
    expect((await page(server, user)).status).toBe(403)
  })
})
