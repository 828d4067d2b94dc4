import { createConnection, memoryOutboxStore, openStaffChat, openUserChat, shareConnection } from '../client.js'
import { FakeBrowser } from '../testing/fake-browser.js'
import { MiniServer } from '../testing/mini-server.js'
import { until } from '../testing/until.js'

const timings = { backoff: 10, backoffMax: 50, stableAfter: 0 }
let server: MiniServer
let browser: FakeBrowser
/** Listeners of page and window that were added and neither removed nor aborted. */
let listening: number

beforeEach(async () => {
  server = await new MiniServer().listen()
  browser = new FakeBrowser().start()
  listening = 0
  for (const target of [document, window]) count(target)
  const { addEventListener, removeEventListener } = window
  Object.assign(globalThis, {
    addEventListener: addEventListener.bind(window),
    removeEventListener: removeEventListener.bind(window),
  })
  Object.assign(document, { visibilityState: 'visible' })
  Object.assign(globalThis, { location: new URL('https://shop.example/') })
})
afterEach(async () => {
  browser.stop()
  for (const name of ['addEventListener', 'removeEventListener', 'location']) Reflect.deleteProperty(globalThis, name)
  await server.close()
})

function count(target: EventTarget): void {
  const known = new Set<string>()
  const keys = new Map<unknown, number>()
  const keyOf = (type: string, listener: unknown) => {
    if (!keys.has(listener)) keys.set(listener, keys.size)
    return `${type} ${keys.get(listener)}`
  }
  const end = (key: string) => known.delete(key) && listening--
  target.addEventListener = (type: string, listener: unknown, options?: { signal?: AbortSignal }) => {
    const key = keyOf(type, listener)
    if (known.has(key) || options?.signal?.aborted) return
    known.add(key)
    listening++
    options?.signal?.addEventListener('abort', () => end(key))
  }
  target.removeEventListener = (type: string, listener: unknown) => void end(keyOf(type, listener))
}

it('a connection listens to the page while it lives, and no longer', async () => {
  for (const make of [
    createConnection,
    (options: Parameters<typeof createConnection>[0]) => shareConnection(options, 'user'),
  ]) {
    const connection = make({ serverUrl: server.url, getToken: () => 'user', timings })
    connection.start()
    await until(() => connection.state.transport === 'websocket')
    expect(listening).toBeGreaterThan(0)
    connection.stop()
    expect(listening).toBe(0)
  }
})

it('a connection that loses its line again and again listens no more than before', async () => {
  const connection = createConnection({ serverUrl: server.url, getToken: () => 'user', timings })
  connection.start()
  await until(() => connection.state.transport === 'websocket')
  const before = listening
  for (let times = 0; times < 10; times++) {
    const [socket] = server.sockets
    socket?.disconnect(true)
    await until(() => server.sockets.some((other) => other !== socket) && connection.state.transport === 'websocket')
  }
  expect(listening).toBe(before)
  connection.stop()
})

it('a chat that is closed leaves nothing behind on connection, page or storage, however many there were', async () => {
  const line = createConnection({ serverUrl: server.url, getToken: () => 'admin', timings })
  line.start()
  await until(() => line.state.transport === 'websocket')
  let open = 0
  const counted =
    <A extends unknown[]>(listen: (...given: A) => () => void) =>
    (...given: A) => {
      const stop = listen(...given)
      let stopped = false
      open++
      return () => {
        if (!stopped) open--
        stopped = true
        stop()
      }
    }
  const connection = Object.create(line, {
    state: { get: () => line.state },
    serverUrl: { value: line.serverUrl },
    on: { value: counted(line.on.bind(line) as (...given: unknown[]) => () => void) },
    onSync: { value: counted(line.onSync.bind(line)) },
    subscribe: { value: counted(line.subscribe.bind(line)) },
    request: { value: line.request.bind(line) },
    rest: { value: line.rest.bind(line) },
    freshenToken: { value: line.freshenToken.bind(line) },
  }) as typeof line
  const store = memoryOutboxStore()
  const kept = { ...store, watch: counted(store.watch) }
  const before = listening
  for (let times = 0; times < 18; times++) {
    const chat =
      times % 2
        ? openStaffChat(connection, server.chatId, { userKey: 'staff', store: kept, timings })
        : openUserChat(connection, { userKey: 'user', store: kept, tellsVisits: true, timings })
    await until(() => chat.state.loaded)
    expect(open).toBeGreaterThan(0)
    chat.close()
    expect(open).toBe(0)
  }
  expect(listening).toBe(before)
  line.stop()
})
