import {
  openUserChat,
  shareConnection,
  type ChatSession,
  type Connection,
  type ConnectionOptions,
} from '../../client.js'
import { FakeBrowser } from '../../testing/fake-browser.js'
import { MiniServer } from '../../testing/mini-server.js'
import { until } from '../../testing/until.js'

const timings = {
  backoff: 10,
  backoffMax: 50,
  stableAfter: 0,
  requestTimeout: 60_000,
  gap: 5,
  read: 10,
  leaderCheck: 60_000,
  orphanDelay: 60_000,
}
let server: MiniServer
let browser: FakeBrowser
const closing: (() => void)[] = []

beforeEach(async () => {
  server = await new MiniServer().listen()
  browser = new FakeBrowser().start()
})
afterEach(async () => {
  for (const close of closing.splice(0)) close()
  browser.stop()
  await server.close()
})

interface Tab {
  connection: Connection
  chat: ChatSession
  /** Contents of staff messages, each as often as it was heard. */
  received: string[]
  texts: () => string[]
  close: () => void
}

async function open(options: Partial<ConnectionOptions> = {}, userKey = 'user'): Promise<Tab> {
  const given = {
    serverUrl: server.url,
    getToken: () => 'user',
    ...options,
    timings: { ...timings, ...options.timings },
  }
  const connection = shareConnection(given, userKey)
  const chat = openUserChat(connection, { userKey, store: browser.storage(), timings: given.timings })
  const received: string[] = []
  connection.on('new_message', ({ message }) => message.sender_type === 'admin' && received.push(message.content))
  connection.start()
  const close = () => (chat.close(), connection.stop())
  closing.push(close)
  const texts = () => chat.state.items.map(({ kind, message }) => message.content + (kind === 'stored' ? '' : '…'))
  await until(() => chat.state.loaded && connection.state.transport === 'websocket')
  return { connection, chat, received, texts, close }
}

const shows = (tab: Tab, ...wanted: string[]) =>
  until(
    () => tab.texts().join() === wanted.join(),
    () => `${wanted.join()}; it shows ${tab.texts().join()}`,
  )
const contents = () => server.messages.map(({ content }) => content)
const sent = (event: string) => server.requests.filter((request) => request === event).length

describe('the tabs of one user', () => {
  it('have one socket, through which all of them send and hear, each message once', async () => {
    const tabs = [await open(), await open(), await open()]
    tabs[2]!.chat.send('from the third')
    await until(() => server.messages.length === 1)
    tabs[0]!.chat.send('from the first')
    await until(() => server.messages.length === 2)
    server.post('admin', 'to all')
    for (const tab of tabs) {
      await shows(tab, ...contents())
      // A page that is fetched over REST may be faster than the socket.
      await until(() => tab.received.length > 0)
      expect(tab.received).toEqual(['to all'])
    }
    await until(() => server.deliveries.length > 0)
    expect(server.deliveries).toEqual([3])
    expect(contents()).toEqual(['from the third', 'from the first', 'to all'])
    expect(server.sockets).toHaveLength(1)
  })

  it('know what the first one knows, however late they come', async () => {
    await open()
    server.emit('presence', { side: 'admin', online: true })
    const late = await open()
    await until(() => late.chat.state.otherOnline === true)
    expect(server.sockets).toHaveLength(1)
  })

  it('leave the others in the room, and each of them speaks for itself when it is asked for its page', async () => {
    const [first, second] = [await open(), await open()]
    await second.connection.request('visit', { page_url: 'https://shop.example/second' })
    expect(server.visits).toEqual([{ page_url: 'https://shop.example/second' }])
    second.close()
    server.post('admin', 'still there')
    await shows(first, 'still there')
    expect(sent('leave_chat')).toBe(0)
  })

  it('carry on when the one with the socket goes while it sends for another: stored once, shown once', async () => {
    const [first, second, third] = [await open(), await open(), await open()]
    server.faults.dropAcks = 1
    server.faults.dropBroadcasts = 1
    second.chat.send('arrived')
    await until(() => server.sends.length === 1)
    first.close()
    await Promise.all([shows(second, 'arrived'), shows(third, 'arrived')])
    const before = sent('send_message')
    server.faults.silent = true
    third.chat.send('did not')
    await until(() => sent('send_message') > before)
    server.faults.silent = false
    second.close()
    await shows(third, 'arrived', 'did not')
    expect(contents()).toEqual(['arrived', 'did not'])
    expect(new Set(server.sends).size).toBe(2)
    expect(server.sockets).toHaveLength(1)
  })

  it('fetch what was missed between two leaders', async () => {
    const [first, second] = [await open(), await open()]
    server.faults.dropBroadcasts = 1
    server.post('admin', 'unheard')
    first.close()
    await shows(second, 'unheard')
  })

  it('replace one that hangs, which catches up when it goes on and opens no socket', async () => {
    const first = await open()
    const goOn = browser.hang(0)
    const second = await open({ timings: { leaderCheck: 20 } })
    const [old, taken] = server.sockets
    expect(taken).toBeDefined()
    second.chat.send('anybody there?')
    await shows(second, 'anybody there?')
    goOn()
    await until(() => !old!.connected)
    await shows(first, 'anybody there?')
    first.chat.send('I was away')
    await shows(second, 'anybody there?', 'I was away')
    expect(server.sockets).toEqual([taken])
    expect(contents()).toEqual(['anybody there?', 'I was away'])
  })

  it('hand the socket on from one whose token is refused to one with a good token', async () => {
    server.refusedTokens.add('user.expired')
    const bad = shareConnection({ serverUrl: server.url, getToken: () => 'user.expired', timings }, 'user')
    closing.push(() => bad.stop())
    bad.start()
    await until(() => bad.state.error?.code === 'unauthenticated')
    await open()
    await until(() => bad.state.status === 'connected' && bad.state.error === null)
    expect(server.sockets).toHaveLength(1)
  })

  it('know nothing of the tabs of another user', async () => {
    const [one, other] = [await open(), await open({ getToken: () => 'user.2' }, 'other')]
    expect(server.sockets).toHaveLength(2)
    one.close()
    await until(() => server.sockets.length === 1)
    expect(other.connection.state.status).toBe('connected')
  })

  it('have a connection each where the browser has no locks', async () => {
    Reflect.deleteProperty(globalThis, 'navigator')
    await open()
    await open()
    expect(server.sockets).toHaveLength(2)
  })
})

describe('a message that a tab has kept and died over', () => {
  it('is sent by another tab after a while, stored once and shown once', async () => {
    const survivor = await open({ timings: { orphanDelay: 20 } })
    const dying = await open()
    browser.hang(1)
    dying.chat.send('my last words')
    dying.close()
    await shows(survivor, 'my last words')
    expect(server.sends).toHaveLength(1)
  })

  it('is sent by the tab that takes over, when the dying one had the socket', async () => {
    const dying = await open()
    const survivor = await open()
    server.faults.silent = true
    dying.chat.send('my last words')
    dying.close()
    server.faults.silent = false
    await shows(survivor, 'my last words')
    expect(contents()).toEqual(['my last words'])
  })
})
