import {
  createConnection,
  memoryOutboxStore,
  outboxPrefix,
  openStaffChat,
  openUserChat,
  type ChatSession,
  type Connection,
  type OutboxStore,
} from '../../client.js'
import type { SenderType } from '../../contract/user-api.js'
import { holdTimers } from '../../testing/hold-timers.js'
import { apiError, MiniServer } from '../../testing/mini-server.js'
import { until } from '../../testing/until.js'

const timings = {
  backoff: 10,
  backoffMax: 50,
  firstConnect: 60_000,
  connect: 60_000,
  requestTimeout: 60_001,
  upgradeInterval: 60_000,
  stableAfter: 0,
  poll: 20,
  gap: 5,
  read: 10,
  typing: 60,
  typingExpiry: 40,
}
let server: MiniServer
const closing: (() => void)[] = []

beforeEach(async () => {
  server = await new MiniServer().listen()
})
afterEach(async () => {
  for (const close of closing.splice(0)) close()
  jest.restoreAllMocks()
  await server.close()
})

interface Client {
  connection: Connection
  chat: ChatSession
  /** Contents in the order shown, `…` behind what is being sent, `!` behind what failed. */
  texts: () => string[]
  shows: (...texts: string[]) => Promise<void>
}

interface Seat {
  store?: OutboxStore
  userKey?: string
  /** Milliseconds for an answer that a test loses. */
  requestTimeout?: number
}

function client(
  side: SenderType,
  { store = memoryOutboxStore(), userKey = side, requestTimeout = timings.requestTimeout }: Seat = {},
): Client {
  const own = { ...timings, requestTimeout }
  const connection = createConnection({ serverUrl: server.url, getToken: () => side, timings: own })
  const options = { userKey, store, timings: own }
  const chat = side === 'user' ? openUserChat(connection, options) : openStaffChat(connection, server.chatId, options)
  connection.start()
  closing.push(
    () => chat.close(),
    () => connection.stop(),
  )
  const texts = () =>
    chat.state.items.map((item) => {
      if (item.kind === 'stored') return item.message.content
      return item.message.content + (item.message.state === 'failed' ? '!' : '…')
    })
  const shows = (...wanted: string[]) =>
    until(
      () => texts().join('|') === wanted.join('|'),
      () => `${wanted.join('|')}; it shows ${texts().join('|')}`,
    )
  return { connection, chat, texts, shows }
}

const ready = ({ chat, connection }: Client) =>
  until(() => chat.state.loaded && connection.state.transport === 'websocket' && server.requests.includes('join_chat'))

const contents = () => server.messages.map(({ content }) => content)

describe('a conversation', () => {
  it('goes both ways, and each side sees what the other has read', async () => {
    const user = client('user')
    const staff = client('admin')
    user.chat.send('  hello  ')
    await staff.shows('hello')
    staff.chat.send('hi')
    await user.shows('hello', 'hi')
    await until(() => user.chat.state.unreadCount === 1)
    user.chat.markRead()
    expect(user.chat.state.unreadCount).toBe(0)
    await until(() => server.unread('user') === 0)
    await until(() => staff.chat.state.items.some(({ message }) => 'read_at' in message && message.read_at !== null))
  })

  it('marks all read as soon as it knows what there is, when that was asked for before', async () => {
    server.post('admin', 'hello')
    const user = client('user')
    user.chat.markRead()
    await user.shows('hello')
    expect(user.chat.state.unreadCount).toBe(0)
    await until(() => server.unread('user') === 0)
  })

  it('shows at once what is sent, and sends nothing that is blank', async () => {
    const user = client('user')
    expect(user.chat.send(' \n ')).toBeNull()
    user.chat.send('hello')
    expect(user.texts()).toEqual(['hello…'])
    await user.shows('hello')
    expect(server.sends).toHaveLength(1)
  })

  it('sends a message no more that turns out to be stored before what is shown', async () => {
    server.post('user', 'written long ago', 'mine')
    for (let at = 1; at <= 60; at++) server.post('admin', `${at}`)
    const store = memoryOutboxStore()
    const pending = { client_id: 'mine', content: 'written long ago', created_at: new Date().toISOString() }
    store.set(`${outboxPrefix(server.url, 'user', 'own')}mine`, JSON.stringify({ ...pending, state: 'sending' }))
    const user = client('user', { store })
    expect(user.texts()).toEqual(['written long ago…'])
    await until(() => server.sends.length === 1)
    await user.shows(...contents().slice(-50))
    expect(server.messages).toHaveLength(61)
    expect(store.load('')).toEqual([])
  })

  it('opens on the newest page and goes back to the beginning', async () => {
    for (let at = 1; at <= 120; at++) server.post('admin', `${at}`)
    const user = client('user')
    await ready(user)
    expect(user.chat.state).toMatchObject({ hasMore: true, unreadCount: 120 })
    await Promise.all([user.chat.loadOlder(), user.chat.loadOlder()])
    expect(user.texts()).toHaveLength(100)
    expect(user.chat.state).toMatchObject({ hasMore: true, unreadCount: 120, loadingOlder: false })
    await user.chat.loadOlder()
    expect(user.texts()).toEqual(contents())
    expect(user.chat.state).toMatchObject({ hasMore: false, unreadCount: 120 })
    user.chat.markRead()
    await until(() => server.unread('user') === 0)
  })

  it('offers older messages again when fetching them failed', async () => {
    for (let at = 1; at <= 60; at++) server.post('admin', `${at}`)
    const user = client('user')
    await ready(user)
    server.faults.refuseRest = true
    await user.chat.loadOlder()
    expect(user.chat.state).toMatchObject({ hasMore: true, loadingOlder: false })
    server.faults.refuseRest = false
    await user.chat.loadOlder()
    expect(user.texts()).toEqual(contents())
  })

  it('brings greeting, topics and team to a user, and where the pictures are', async () => {
    const user = client('user')
    expect(user.chat.state.welcome).toBeNull()
    await ready(user)
    const members = [
      { name: 'Cleo', avatar_url: `${server.url}/api/avatars/1` },
      { name: null, avatar_url: null },
    ]
    expect(user.chat.state.welcome).toMatchObject({ greeting: 'Hello', topics: ['Orders'], team: { members } })
  })

  it('tells when the other side types, and forgets it', async () => {
    const user = client('user')
    const staff = client('admin')
    await Promise.all([ready(user), ready(staff)])
    for (let key = 0; key < 5; key++) user.chat.setTyping(true)
    await until(() => staff.chat.state.otherTyping)
    expect(staff.chat.state.typingName).toBe('user')
    await until(() => !staff.chat.state.otherTyping)
    expect(staff.chat.state.typingName).toBeNull()
    expect(server.requests.filter((event) => event === 'typing')).toHaveLength(1)
    await until(() => (user.chat.setTyping(true), staff.chat.state.otherTyping))
    user.chat.send('done')
    await until(() => !staff.chat.state.otherTyping)
    await staff.shows('done')
  })

  it('tells the server what has reached a user: once for a batch, only forward, never for what was there before', async () => {
    server.post('admin', 'before')
    const user = client('user')
    const staff = client('admin')
    await Promise.all([ready(user), ready(staff)])
    const batch = holdTimers((wait) => wait === timings.read)
    for (const text of ['1', '2', '3']) server.post('admin', text)
    await user.shows('before', '1', '2', '3')
    batch.pass()
    await until(() => server.deliveries.length > 0)
    server.post('user', 'own')
    server.post('admin', '4')
    await user.shows('before', '1', '2', '3', 'own', '4')
    batch.pass()
    await until(() => server.deliveries.length > 1)
    expect(server.deliveries).toEqual([4, 6])
  })

  it('goes on when the server cannot take what has reached a user', async () => {
    const user = client('user')
    await ready(user)
    server.faults.refuseDeliveries = 1
    server.post('admin', '1')
    await until(() => server.requests.includes('mark_delivered'))
    server.post('admin', '2')
    await until(() => server.deliveries.length === 1)
    expect(server.deliveries).toEqual([2])
    expect(user.chat.state.error).toBeNull()
    expect(user.texts()).toEqual(['1', '2'])
  })

  it('knows whether the other side is there, and that it does not know without a line', async () => {
    const user = client('user')
    await ready(user)
    expect(user.chat.state.otherOnline).toBeNull()
    server.emit('presence', { side: 'admin', online: true })
    await until(() => user.chat.state.otherOnline === true)
    server.emit('presence', { side: 'admin', online: false })
    await until(() => user.chat.state.otherOnline === false)
    await server.close()
    await until(() => user.chat.state.otherOnline === null)
    await server.listen()
  })

  it('tells staff whose chat it is, and follows archive and restore', async () => {
    const connection = createConnection({ serverUrl: server.url, getToken: () => 'admin', timings })
    const chat = openStaffChat(connection, server.chatId, { userKey: 'joe', store: memoryOutboxStore(), timings })
    closing.push(
      () => chat.close(),
      () => connection.stop(),
    )
    connection.start()
    const details = { user_id: 'u', user_email: 'ann@example.com', user_name: 'Ann' }
    await until(() => connection.state.status === 'connected' && chat.details !== null)
    expect(chat.details).toEqual({ ...details, archived: false })
    server.emit('chat_updated', { chat: { id: server.chatId, ...details, archived: true } })
    server.emit('chat_updated', { chat: { id: 'another', ...details, archived: false } })
    await until(() => chat.details?.archived === true)
  })

  it('says why it cannot be shown', async () => {
    const connection = createConnection({ serverUrl: server.url, getToken: () => 'admin', timings })
    const chat = openStaffChat(connection, 'no-such-chat', { userKey: 'joe', store: memoryOutboxStore(), timings })
    closing.push(
      () => chat.close(),
      () => connection.stop(),
    )
    await until(() => chat.state.error?.code === 'not_found')
    expect(chat.state.loaded).toBe(false)
  })

  it('ignores what happens in other chats', async () => {
    const staff = client('admin')
    await ready(staff)
    const foreign = { ...server.post('user', 'ours'), chat_id: 'another', sequence: 2, content: 'theirs' }
    await staff.shows('ours')
    server.emit('new_message', { type: 'new_message', message: foreign })
    server.emit('head', { chat_id: 'another', last_sequence: 99 })
    server.emit('messages_read', { chat_id: 'another', reader_type: 'admin', up_to_sequence: 1, read_at: 'x' })
    server.emit('typing', { chat_id: 'another', sender_type: 'user', is_typing: true })
    server.emit('typing', { chat_id: server.chatId, sender_type: 'user', is_typing: true })
    await until(() => staff.chat.state.otherTyping)
    expect(staff.texts()).toEqual(['ours'])
    expect(staff.chat.state.unreadCount).toBe(1)
  })
})

describe('what goes wrong on the way', () => {
  it('an acknowledgement that is lost: stored once, shown once', async () => {
    const user = client('user', { requestTimeout: 100 })
    await ready(user)
    server.faults.dropAcks = 2
    server.faults.dropBroadcasts = 1
    user.chat.send('hello')
    await user.shows('hello')
    expect(contents()).toEqual(['hello'])
    expect(server.sends.length).toBeGreaterThan(1)
    expect(new Set(server.sends).size).toBe(1)
  })

  it('broadcasts that come twice, late, or not at all: each message once, in order', async () => {
    const user = client('user')
    const staff = client('admin')
    await Promise.all([ready(user), ready(staff)])
    server.faults.doubleBroadcasts = true
    server.faults.delayBroadcasts = 30
    user.chat.send('1')
    await user.shows('1')
    server.faults.dropBroadcasts = 1
    server.post('admin', '2')
    server.faults.delayBroadcasts = 0
    server.post('user', '3')
    await staff.shows('1', '2', '3')
    await user.shows('1', '2', '3')
  })

  it('a last broadcast that is lost: the next heartbeat brings it', async () => {
    const user = client('user')
    await ready(user)
    server.faults.dropBroadcasts = 1
    server.post('admin', 'lost')
    server.emit('head', { chat_id: server.chatId, last_sequence: 1 })
    await user.shows('lost')
  })

  it('a text that is removed is gone from whoever is there, was away, or has heard of it before the message', async () => {
    for (const text of ['1', '2', '3']) server.post('admin', text)
    const user = client('user')
    await ready(user)
    await user.shows('1', '2', '3')
    server.redact(2)
    await user.shows('1', '', '3')
    expect(user.chat.state.items[1]?.message).toMatchObject({ content: '', redacted_at: expect.any(String) as string })
    await new Promise((resolve) => setTimeout(resolve, 2))
    const { redacted_at } = server.redact(1, false)
    const head = { chat_id: server.chatId, last_sequence: 3, last_redacted_at: redacted_at }
    server.emit('head', head)
    await user.shows('', '', '3')
    const joins = () => server.requests.filter((event) => event === 'join_chat').length
    const before = joins()
    server.emit('head', head)
    server.emit('message_redacted', { chat_id: server.chatId, message_id: 'm4', sequence: 4, redacted_at })
    server.post('admin', 'as it was when it was sent')
    await user.shows('', '', '3', '')
    expect(joins()).toBe(before)
  })

  it('a head that cannot be reached is not chased without end', async () => {
    const user = client('user')
    await ready(user)
    const joins = () => server.requests.filter((event) => event === 'join_chat').length
    const before = joins()
    server.emit('head', { chat_id: server.chatId, last_sequence: 7 })
    await until(() => joins() > before)
    server.post('admin', 'next')
    await user.shows('next')
    expect(joins()).toBeLessThan(before + 5)
  })

  it('a message while the first page is on its way is not lost', async () => {
    server.post('admin', '1')
    const user = client('user')
    await until(() => server.requests.some((request) => request === 'GET /api/support_chat'))
    server.post('admin', '2')
    await user.shows('1', '2')
  })

  it('away for a thousand messages: catches up page by page', async () => {
    const user = client('user')
    await ready(user)
    await server.close()
    for (let at = 1; at <= 1_000; at++) server.post('admin', `${at}`)
    await server.listen()
    await until(() => user.texts().length === 1_000)
    expect(user.texts()).toEqual(contents())
    expect(server.requests.filter((event) => event === 'join_chat').length).toBeLessThan(10)
    expect(user.chat.state.unreadCount).toBe(1_000)
  })

  it('what is written while the server is away goes out by itself, in order', async () => {
    const user = client('user')
    await ready(user)
    await server.close()
    for (const text of ['1', '2', '3']) user.chat.send(text)
    expect(user.texts()).toEqual(['1…', '2…', '3…'])
    await server.listen()
    await user.shows('1', '2', '3')
    expect(contents()).toEqual(['1', '2', '3'])
  })

  it('a reload with unsent messages: they are there again, and go out once', async () => {
    const store = memoryOutboxStore()
    const before = client('user', { store })
    await ready(before)
    server.faults.dropAcks = 1
    server.faults.dropBroadcasts = 1
    before.chat.send('stored, not known')
    await until(() => contents().length === 1)
    before.chat.send('not stored')
    before.chat.close()
    before.connection.stop()
    expect(store.load('')).toHaveLength(2)

    const after = client('user', { store })
    expect(after.texts()).toEqual(['stored, not known…', 'not stored…'])
    await after.shows('stored, not known', 'not stored')
    expect(contents()).toEqual(['stored, not known', 'not stored'])
    expect(store.load('')).toEqual([])
  })

  it('another user on the same browser sees none of it', async () => {
    const store = memoryOutboxStore()
    server.faults.refuseSockets = server.faults.refuseRest = true
    client('user', { store, userKey: 'ann' }).chat.send('secret')
    expect(client('user', { store, userKey: 'bob' }).texts()).toEqual([])
  })

  it('a refusal for good keeps the text with its reason, until it is sent again or discarded', async () => {
    const user = client('user')
    await ready(user)
    server.faults.refuseSends = { times: 2, error: apiError('conflict') }
    const first = user.chat.send('first')
    const second = user.chat.send('second')
    user.chat.send('third')
    await user.shows('third', 'first!', 'second!')
    const item = user.chat.state.items[1]
    expect(item?.kind === 'pending' && item.message.error?.code).toBe('conflict')
    expect(user.chat.discard(second ?? '')).toBe('second')
    expect(user.chat.discard('unknown')).toBeNull()
    user.chat.retry(first ?? '')
    await user.shows('third', 'first')
  })

  it('too many messages: waits as told, and shows them as being sent', async () => {
    const user = client('user')
    await ready(user)
    server.faults.refuseSends = { times: 2, error: apiError('rate_limited', { retry_after_ms: 30 }) }
    user.chat.send('hello')
    await user.shows('hello')
    expect(server.sends).toHaveLength(3)
  })

  it('read while the line was away: told when it is back', async () => {
    server.post('admin', 'hello')
    const user = client('user')
    await ready(user)
    expect(user.chat.state.unreadCount).toBe(1)
    await server.close()
    user.chat.markRead()
    expect(user.chat.state.unreadCount).toBe(0)
    await server.listen()
    await until(() => server.unread('user') === 0)
  })

  it('read on another device while this one was away: the count is right, and so are the receipts', async () => {
    server.post('admin', 'to you')
    server.post('user', 'from you')
    const user = client('user')
    await ready(user)
    expect(user.chat.state.unreadCount).toBe(1)
    await server.close()
    server.markRead('user', 1)
    server.markRead('admin', 2)
    await server.listen()
    await until(() => user.chat.state.unreadCount === 0)
    await until(() => user.chat.state.items.every((item) => item.kind === 'stored' && item.message.read_at !== null))
  })

  it('read on another device just now: the count follows', async () => {
    for (let at = 1; at <= 60; at++) server.post('admin', `${at}`)
    const user = client('user')
    await ready(user)
    expect(user.chat.state.unreadCount).toBe(60)
    server.markRead('user', 58)
    await until(() => user.chat.state.unreadCount === 2)
  })

  it('what was just read is told even if the conversation is closed at once', async () => {
    server.post('admin', 'hello')
    const user = client('user')
    await ready(user)
    user.chat.markRead()
    user.chat.close()
    await until(() => server.unread('user') === 0)
  })
})

describe('over REST alone', () => {
  it('messages come, go, are read, and the line climbs back without a loss', async () => {
    server.faults.refuseSockets = true
    const user = client('user')
    const staff = client('admin')
    await until(() => user.connection.state.transport === 'rest' && staff.connection.state.transport === 'rest')
    user.chat.send('hello')
    await staff.shows('hello')
    staff.chat.send('hi')
    await user.shows('hello', 'hi')
    user.chat.markRead()
    await until(() => server.unread('user') === 0)
    await until(() => staff.chat.state.items.some(({ message }) => 'read_at' in message && message.read_at !== null))
    server.faults.refuseSockets = false
    await until(() => user.connection.state.transport !== 'rest')
    server.post('admin', 'live again')
    await user.shows('hello', 'hi', 'live again')
  })
})

describe('a poor network', () => {
  it('loses lines, acknowledgements and broadcasts for a while: both sides end with what is stored', async () => {
    const user = client('user', { requestTimeout: 100 })
    const staff = client('admin', { requestTimeout: 100 })
    await Promise.all([ready(user), ready(staff)])
    const written: string[] = []
    for (let round = 0; round < 40; round++) {
      const { chat } = round % 3 ? user : staff
      chat.send(`${round}`)
      written.push(`${round}`)
      server.faults.doubleBroadcasts = round % 2 === 0
      server.faults.delayBroadcasts = round % 4
      if (round % 5 === 0) server.faults.dropAcks = 1
      if (round % 7 === 0) server.faults.dropBroadcasts = 1
      if (round % 11 === 0) server.sockets[round % 2]?.disconnect(true)
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
    await until(() => server.messages.length === written.length)
    server.emit('head', { chat_id: server.chatId, last_sequence: server.messages.length })
    await Promise.all([user.shows(...contents()), staff.shows(...contents())])
    expect([...contents()].sort()).toEqual([...written].sort())
    for (const side of ['user', 'admin']) {
      const own = server.messages
        .filter(({ sender_type }) => sender_type === side)
        .map(({ content }) => Number(content))
      expect(own).toEqual([...own].sort((a, b) => a - b))
    }
  })
})
