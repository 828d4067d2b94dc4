import type { SenderType, SupportMessage } from '@support-chat/shared'
import {
  createConnection,
  memoryOutboxStore,
  openStaffChat,
  openUserChat,
  type ChatSession,
  type Connection,
  type ConnectionOptions,
  type OutboxStore,
  type StaffChatSession,
} from '@support-chat/shared/client'
import { eventually } from './eventually.js'
import { TcpProxy } from './tcp-proxy.js'
import { startTestApp, type TestApp } from './test-app.js'

const timings = { backoff: 50, backoffMax: 500, requestTimeout: 2_000, stableAfter: 0, upgradeInterval: 200, poll: 100 }
/** A token of this many seconds is asked for anew a minute earlier. */
const LIFE_SECONDS = 1_800
let server: TestApp
let line: TcpProxy
let staffToken: string
let names = 0
const closing: (() => void)[] = []

beforeAll(async () => {
  server = await startTestApp()
  line = await TcpProxy.to(server.url)
  staffToken = await server.staffToken()
})
afterEach(() => {
  for (const close of closing.splice(0)) close()
  Object.assign(line, { away: false, mute: false, refuseUpgrades: false })
})
afterAll(async () => {
  await line.close()
  await server.close()
})

interface Client<Chat extends ChatSession = ChatSession> {
  connection: Connection
  chat: Chat
}

function join<Chat extends ChatSession>(
  open: (connection: Connection) => Chat,
  options: Omit<ConnectionOptions, 'timings'>,
): Client<Chat> {
  const connection = createConnection({ ...options, timings })
  const chat = open(connection)
  connection.start()
  closing.push(
    () => chat.close(),
    () => connection.stop(),
  )
  return { connection, chat }
}

/** A user behind the line. */
function user(
  name: string,
  store: OutboxStore = memoryOutboxStore(),
  getToken?: ConnectionOptions['getToken'],
): Client {
  const token = server.userToken(name)
  return join((connection) => openUserChat(connection, { userKey: name, store, timings }), {
    serverUrl: line.url,
    getToken: getToken ?? (() => token),
  })
}

/** A staff member, with a good line of their own unless another is named. */
function staff(chatId: string, serverUrl = server.url): Client<StaffChatSession> {
  return join(
    (connection) => openStaffChat(connection, chatId, { userKey: 'staff', store: memoryOutboxStore(), timings }),
    {
      serverUrl,
      getToken: () => staffToken,
    },
  )
}

const newName = () => `caller${++names}`
const reaches = (what: string, holds: () => boolean) => eventually(() => (holds() ? true : null), what)
const live = ({ connection, chat }: Client) =>
  reaches('a live chat', () => chat.state.loaded && connection.state.transport === 'websocket')
const chatIdOf = async (client: Client) => eventually(() => client.chat.state.chatId, 'the chat')
const texts = ({ chat }: Client) => chat.state.items.map(({ message }) => message.content)
const storedOnly = ({ chat }: Client) => chat.state.items.every(({ kind }) => kind === 'stored')
const shows = (client: Client, ...wanted: string[]) =>
  reaches(`${wanted.join()} on the screen`, () => storedOnly(client) && texts(client).join() === wanted.join())
const stored = (chatId: string) =>
  server.sql<SupportMessage>('SELECT content FROM support_messages WHERE chat_id = $1 ORDER BY sequence', [chatId])
const contents = async (chatId: string) => (await stored(chatId)).map(({ content }) => content)
const readBy = (side: SenderType, { chat }: Client) =>
  chat.state.items.every(({ message }) => !('read_at' in message) || message.sender_type === side || message.read_at)

describe('the client engine on the real server', () => {
  it('carries a conversation: messages, typing, presence, unread count and receipts', async () => {
    const ann = user(newName())
    await live(ann)
    const joe = staff(await chatIdOf(ann))
    await live(joe)
    await reaches('presence on both sides', () => !!ann.chat.state.otherOnline && !!joe.chat.state.otherOnline)
    ann.chat.setTyping(true)
    await reaches('typing', () => joe.chat.state.otherTyping)
    ann.chat.send('Where is my parcel?')
    await shows(joe, 'Where is my parcel?')
    expect(joe.chat.state).toMatchObject({ otherTyping: false, unreadCount: 1 })
    joe.chat.markRead()
    joe.chat.send('On its way')
    await shows(ann, 'Where is my parcel?', 'On its way')
    await reaches('the receipt', () => ann.chat.state.unreadCount === 1 && !!readBy('admin', ann))
    ann.chat.markRead()
    await reaches('the receipt of staff', () => !!readBy('user', joe))
  })

  it('sends an answer that was written offline by itself, though another has written meanwhile', async () => {
    const ann = user(newName())
    await live(ann)
    const chatId = await chatIdOf(ann)
    const [joe, cleo] = [staff(chatId, line.url), staff(chatId)]
    await Promise.all([live(joe), live(cleo)])
    ann.chat.send('one')
    await shows(joe, 'one')
    joe.chat.answer('to one')
    await shows(cleo, 'one', 'to one')
    line.away = true
    line.cut()
    await reaches('offline', () => joe.connection.state.status === 'offline')
    cleo.chat.send('two')
    await shows(cleo, 'one', 'to one', 'two')
    joe.chat.answer('written offline')
    line.away = false
    for (const client of [ann, joe, cleo]) await shows(client, 'one', 'to one', 'two', 'written offline')
  })

  it('sends what one writes in a row, also where the first was written before the chat had loaded', async () => {
    const ann = user(newName())
    await live(ann)
    ann.chat.send('one')
    await shows(ann, 'one')
    const chatId = await chatIdOf(ann)
    const joe = staff(chatId)
    await reaches('a connection', () => joe.connection.state.status === 'connected')
    const chat = openStaffChat(joe.connection, chatId, { userKey: 'row', store: memoryOutboxStore(), timings })
    closing.push(() => chat.close())
    let isWaiting = true
    chat.subscribe(({ loaded }) => {
      if (!loaded || !isWaiting) return
      isWaiting = false
      chat.answer('second')
      chat.answer('third')
    })
    chat.answer('first')
    await shows(ann, 'one', 'first', 'second', 'third')
  })

  it('lets staff know what has reached the user', async () => {
    const ann = user(newName())
    await live(ann)
    const chatId = await chatIdOf(ann)
    const joe = staff(chatId)
    const received: (string | null)[] = []
    joe.connection.on('deliveries', ({ deliveries }) => received.push(deliveries.at(-1)?.delivered_at ?? null))
    await live(joe)
    joe.chat.send('On its way')
    await shows(ann, 'On its way')
    await reaches('the delivery', () => Boolean(received.at(-1)))
    expect(readBy('user', ann)).toBe(false)
  })

  it('stores once and shows once a message whose acknowledgement was lost with the line', async () => {
    const ann = user(newName())
    await live(ann)
    const chatId = await chatIdOf(ann)
    line.mute = true
    ann.chat.send('mid-send')
    await eventually(async () => ((await contents(chatId)).length ? true : null), 'the message stored')
    expect(texts(ann)).toEqual(['mid-send'])
    expect(storedOnly(ann)).toBe(false)
    line.cut()
    line.mute = false
    await shows(ann, 'mid-send')
    expect(await contents(chatId)).toEqual(['mid-send'])
  })

  it('notices by itself that a line is dead which nobody has cut', async () => {
    const ann = user(newName())
    await live(ann)
    line.mute = true
    ann.chat.send('into the void')
    await reaches('the dead line dropped', () => ann.connection.state.status !== 'connected')
    line.mute = false
    await shows(ann, 'into the void')
    expect(await contents(await chatIdOf(ann))).toEqual(['into the void'])
  })

  it('keeps what is written while the server is away, over a reload, and sends it in order', async () => {
    const name = newName()
    const store = memoryOutboxStore()
    const before = user(name, store)
    await live(before)
    const chatId = await chatIdOf(before)
    const joe = staff(chatId)
    await live(joe)
    line.away = true
    line.cut()
    await reaches('offline', () => before.connection.state.status === 'offline')
    for (const text of ['one', 'two', 'three']) before.chat.send(text)
    before.chat.close()
    before.connection.stop()
    joe.chat.send('are you there?')
    await shows(joe, 'are you there?')

    line.away = false
    const after = user(name, store)
    expect(texts(after)).toEqual(['one', 'two', 'three'])
    await shows(after, 'are you there?', 'one', 'two', 'three')
    await shows(joe, 'are you there?', 'one', 'two', 'three')
    expect(store.load('')).toEqual([])
  })

  it('stores once what two tabs send at the same time', async () => {
    const name = newName()
    const store = memoryOutboxStore()
    const first = user(name, store)
    await live(first)
    line.away = true
    line.cut()
    await reaches('offline', () => first.connection.state.status === 'offline')
    for (const text of ['a', 'b', 'c']) first.chat.send(text)
    const second = user(name, store)
    line.away = false
    await Promise.all([shows(first, 'a', 'b', 'c'), shows(second, 'a', 'b', 'c')])
    expect(await contents(await chatIdOf(first))).toEqual(['a', 'b', 'c'])
  })

  it('ends with what is stored, once and in order, on a line that breaks again and again', async () => {
    const ann = user(newName())
    await live(ann)
    const chatId = await chatIdOf(ann)
    const joe = staff(chatId)
    await live(joe)
    for (let round = 0; round < 30; round++) {
      ;(round % 2 ? ann : joe).chat.send(`${round}`)
      if (round % 6 === 3) line.cut()
      line.mute = round % 10 === 4
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    line.mute = false
    await eventually(async () => ((await contents(chatId)).length === 30 ? true : null), 'all thirty stored')
    const all = await contents(chatId)
    await Promise.all([shows(ann, ...all), shows(joe, ...all)])
    for (const side of [0, 1]) {
      const own = all.map(Number).filter((round) => round % 2 === side)
      expect(own).toEqual([...own].sort((a, b) => a - b))
    }
  })

  it('talks by long polling behind a proxy without WebSocket, and climbs to it when it can', async () => {
    line.refuseUpgrades = true
    const ann = user(newName())
    await reaches('long polling', () => ann.connection.state.transport === 'polling')
    ann.chat.send('slowly')
    await shows(ann, 'slowly')
    line.refuseUpgrades = false
    await live(ann)
    ann.chat.send('quickly')
    await shows(ann, 'slowly', 'quickly')
  })

  it('outlives its tokens', async () => {
    const name = newName()
    const asked: boolean[] = []
    const tokens = [-60, LIFE_SECONDS, 2 * LIFE_SECONDS].map((seconds) =>
      server.userToken(name, { exp: Math.floor(Date.now() / 1_000) + seconds }),
    )
    const startTimer = globalThis.setTimeout
    const renewals: (() => void)[] = []
    const timers = jest.spyOn(globalThis, 'setTimeout').mockImplementation(((work: () => void, wait = 0) => {
      if (wait > (LIFE_SECONDS / 2) * 1_000 && wait < LIFE_SECONDS * 1_000) renewals.push(work)
      return startTimer(work, wait)
    }) as typeof setTimeout)
    const ann = user(name, memoryOutboxStore(), (refused) => {
      asked.push(refused)
      return tokens.shift() ?? ''
    })
    await live(ann)
    timers.mockRestore()
    expect(renewals).toHaveLength(1)
    renewals[0]!()
    await reaches('the third token', () => asked.length === 3)
    expect(asked).toEqual([false, true, false])
    ann.chat.send('still here')
    await shows(ann, 'still here')
    expect(ann.connection.state.error).toBeNull()
  })

  it("says why another's chat, or none, cannot be shown", async () => {
    const nobody = staff('01900000-0000-7000-8000-000000000000')
    await reaches('the reason', () => nobody.chat.state.error?.code === 'not_found')
  })

  it('opens a long conversation on its newest page and goes back to its beginning', async () => {
    const ann = user(newName())
    await live(ann)
    const chatId = await chatIdOf(ann)
    await server.sql(
      `INSERT INTO support_messages (id, chat_id, sequence, client_id, sender_id, sender_type, content, created_at)
       SELECT gen_random_uuid(), c.id, n, gen_random_uuid(), c.user_id, 'user', n::text, now()
       FROM support_chats c, generate_series(1, 420) n WHERE c.id = $1`,
      [chatId],
    )
    await server.sql('UPDATE support_chats SET last_sequence = 420 WHERE id = $1', [chatId])
    const joe = staff(chatId)
    await reaches('the newest page', () => texts(joe).length === 50)
    while (joe.chat.state.hasMore) await joe.chat.loadOlder()
    expect(texts(joe)).toEqual(Array.from({ length: 420 }, (_, at) => `${at + 1}`))
    ann.chat.send('next')
    await reaches('a catch-up over three pages', () => texts(ann).length === 421)
    expect(texts(ann).at(-1)).toBe('next')
  })
})
