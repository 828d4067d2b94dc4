import {
  createConnection,
  RequestError,
  type Connection,
  type ConnectionOptions,
  type ConnectionState,
} from '../../client.js'
import { holdTimers } from '../../testing/hold-timers.js'
import { apiError, MiniServer } from '../../testing/mini-server.js'
import { until } from '../../testing/until.js'

const timings = {
  backoff: 10,
  backoffMax: 60,
  firstConnect: 60_000,
  connect: 60_000,
  requestTimeout: 60_001,
  upgradeInterval: 40,
  stableAfter: 0,
}
let server: MiniServer
const started: Connection[] = []

beforeEach(async () => {
  server = await new MiniServer().listen()
})
const stopAll = () => {
  for (const connection of started.splice(0)) connection.stop()
}
afterEach(async () => {
  stopAll()
  jest.restoreAllMocks()
  await server.close()
})

function connect(options: Partial<ConnectionOptions> = {}) {
  const connection = createConnection({
    serverUrl: server.url,
    getToken: () => 'user',
    ...options,
    timings: { ...timings, ...options.timings },
  })
  const states: ConnectionState[] = []
  const told = { syncs: 0 }
  connection.subscribe((state) => states.push(state))
  connection.onSync(() => told.syncs++)
  started.push(connection)
  connection.start()
  const reaches = (wanted: Partial<ConnectionState>) =>
    until(
      () => Object.entries(wanted).every(([name, value]) => connection.state[name as keyof ConnectionState] === value),
      () => `${JSON.stringify(wanted)}; it is ${JSON.stringify(connection.state)}`,
    )
  return { connection, states, told, reaches }
}

/** A token as the engine reads it; nobody verifies it here. */
const jwt = (secondsLeft: number, mark = '') =>
  `x.${btoa(JSON.stringify({ sub: 'user', mark, exp: Date.now() / 1_000 + secondsLeft }))}.y`

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'fulfilled',
    (error: unknown) => (error instanceof RequestError ? error.error.code : error),
  )

describe('a connection', () => {
  it('starts with WebSocket, and does nothing before it is started', async () => {
    const idle = createConnection({ serverUrl: server.url, getToken: () => 'user' })
    const { states, reaches, told } = connect()
    await reaches({ status: 'connected', transport: 'websocket', error: null })
    expect(states).toHaveLength(1)
    expect(told.syncs).toBe(1)
    expect(server.seenTokens).toEqual(['user', 'user'])
    expect(idle.state).toEqual({ status: 'connecting', transport: null, error: null })
  })

  it('falls to long polling behind a proxy that refuses upgrades, and climbs back without a break', async () => {
    server.faults.refuseUpgrades = true
    const { connection, states, reaches, told } = connect()
    await reaches({ status: 'connected', transport: 'polling' })
    await expect(connection.request('join_chat', { chat_id: server.chatId })).resolves.toMatchObject({
      last_sequence: 0,
    })
    server.faults.refuseUpgrades = false
    await reaches({ transport: 'websocket' })
    expect(states.map(({ status }) => status)).not.toContain('offline')
    expect(states.slice(1).every(({ status }) => status === 'connected')).toBe(true)
    expect(told.syncs).toBe(2)
    await until(() => server.sockets.length === 1, 'the old socket is closed')
  })

  it('starts with long polling after a WebSocket that was swallowed without an answer', async () => {
    server.faults.swallowUpgrades = true
    const { connection } = connect({ timings: { firstConnect: 100, backoff: 60_000, backoffMax: 60_000 } })
    await until(() => server.sockets.length === 1 && connection.state.transport !== 'rest')
    expect(connection.state.status).toBe('connected')
  })

  it('falls to REST where no socket gets through, and climbs back', async () => {
    server.faults.refuseSockets = true
    const { connection, states, reaches, told } = connect()
    await reaches({ status: 'connected', transport: 'rest' })
    expect(told.syncs).toBe(1)
    expect(await codeOf(connection.request('leave_chat', { chat_id: server.chatId }))).toBe('unavailable')
    server.faults.refuseSockets = false
    await reaches({ transport: 'websocket' })
    // Each way is synced once: REST, the WebSocket, and long polling where that was tried in between.
    expect(told.syncs).toBe(states.filter(({ status }) => status === 'connected').length)
  })

  it('says offline when nothing gets through, and connected when something does', async () => {
    const { reaches } = connect()
    await reaches({ status: 'connected' })
    await server.close()
    await reaches({ status: 'offline', transport: null })
    await server.listen()
    await reaches({ status: 'connected', transport: 'websocket' })
  })

  it('says forbidden where the server does not let the page in, and connects once it does', async () => {
    server.faults.refuseSockets = server.faults.refuseOrigin = true
    const { connection, states, reaches } = connect()
    await until(() => connection.state.error !== null)
    await until(() => server.requests.filter((asked) => asked.includes('/health/live')).length > 2)
    expect(connection.state).toMatchObject({ status: 'offline', error: { code: 'forbidden' } })
    // Said once, however often it is tried.
    expect(states).toHaveLength(1)
    server.faults.refuseSockets = server.faults.refuseOrigin = false
    await reaches({ status: 'connected', transport: 'websocket', error: null })
  })

  it('says offline as soon as REST fails too', async () => {
    server.faults.refuseSockets = true
    const { connection, reaches } = connect({ timings: { backoff: 60_000, backoffMax: 60_000 } })
    await reaches({ transport: 'rest' })
    server.faults.refuseRest = true
    expect(await codeOf(connection.rest('GET', '/api/auth/me'))).toBe('unavailable')
    expect(connection.state.status).toBe('offline')
  })

  it('comes back after the server hung up', async () => {
    const { states, reaches, told } = connect()
    await reaches({ status: 'connected' })
    const [first] = server.sockets
    first!.disconnect(true)
    await until(() => told.syncs === 2)
    await reaches({ status: 'connected' })
    expect(states.map(({ status }) => status)).toEqual(['connected', 'connecting', 'connected'])
  })

  it('waits longer and longer when it is thrown out as soon as it is in', async () => {
    const { reaches } = connect({ timings: { stableAfter: 10_000, backoff: 40, backoffMax: 60_000 } })
    jest.spyOn(Math, 'random').mockReturnValue(0.5)
    const timers = jest.spyOn(globalThis, 'setTimeout')
    for (let round = 1; round <= 4; round++) {
      await reaches({ status: 'connected' })
      server.sockets.forEach((socket) => socket.disconnect(true))
      await reaches({ status: 'connecting' })
    }
    const waits = timers.mock.calls.map(([, wait]) => wait)
    expect(waits).toEqual(expect.arrayContaining([40, 80, 160, 320]))
  })

  it('tries again at once when the line breaks before it is let in', async () => {
    server.faults.breakOnEntry = 3
    const { told, reaches } = connect({ timings: { firstConnect: 60_000, connect: 60_000 } })
    await reaches({ transport: 'websocket' })
    expect(server.faults.breakOnEntry).toBe(0)
    expect(told.syncs).toBeGreaterThan(0)
  })

  it('hears events from the first one on, and none after it was stopped', async () => {
    const { connection, reaches } = connect()
    const received: string[] = []
    connection.on('head', ({ chat_id }) => received.push(chat_id))
    await reaches({ status: 'connected' })
    server.emit('head', { chat_id: 'a', last_sequence: 0 })
    await until(() => received.length === 1)
    connection.stop()
    await until(() => server.sockets.length === 0)
    expect(received).toEqual(['a'])
  })

  it('keeps telling the others when one listener throws', async () => {
    const thrown: unknown[] = []
    jest.spyOn(globalThis, 'queueMicrotask').mockImplementation((task) => {
      try {
        task()
      } catch (error) {
        thrown.push(error)
      }
    })
    const { connection, reaches } = connect()
    const received: unknown[] = []
    connection.on('head', () => {
      throw new Error('broken view')
    })
    connection.on('head', (payload) => received.push(payload))
    await reaches({ status: 'connected' })
    server.emit('head', { chat_id: 'a', last_sequence: 0 })
    await until(() => received.length === 1)
    expect(thrown).toEqual([new Error('broken view')])
  })

  it('gives up what it is fetching when it is stopped, and not what it is telling', async () => {
    const { connection, reaches } = connect()
    await reaches({ status: 'connected' })
    const answers: (() => void)[] = []
    jest.spyOn(globalThis, 'fetch').mockImplementation((_, init) => {
      return new Promise((resolve, reject) => {
        init?.signal?.addEventListener('abort', () => reject(new Error('Aborted')))
        answers.push(() => resolve(Response.json({ unread_count: 0 })))
      })
    })
    const fetched = connection.rest('GET', '/api/auth/me')
    const told = connection.rest('PATCH', '/api/support_chat/mark_read', { sequence: 1 })
    await until(() => answers.length === 2)
    connection.stop()
    answers.forEach((answer) => answer())
    await expect(fetched).rejects.toMatchObject({ error: { code: 'unavailable' } })
    expect(await told).toEqual({ unread_count: 0 })
  })

  it('fetches nothing more once it is stopped: the server would refuse who has signed out', async () => {
    const { connection, reaches } = connect()
    await reaches({ status: 'connected' })
    const fetch = jest.spyOn(globalThis, 'fetch')
    connection.stop()
    await expect(connection.rest('GET', '/api/auth/me')).rejects.toMatchObject({ error: { code: 'unavailable' } })
    expect(fetch).not.toHaveBeenCalled()
  })

  it('opens no socket after it was stopped', async () => {
    let answerToken: (token: string) => void = () => undefined
    const { connection } = connect({ getToken: () => new Promise((resolve) => (answerToken = resolve)) })
    await until(() => answerToken.length === 1)
    connection.stop()
    answerToken('user')
    await connection.rest('PATCH', '/api/support_chat/mark_read', { sequence: 1 })
    expect(server.seenTokens).toEqual(['user'])
    expect(connection.state.status).toBe('connecting')
  })
})

describe('a request', () => {
  it('carries the refusal of the server', async () => {
    server.faults.refuseSends = { times: 1, error: apiError('conflict') }
    const { connection, reaches } = connect()
    await reaches({ status: 'connected' })
    const message = { chat_id: server.chatId, content: 'a', client_id: '1' }
    expect(await codeOf(connection.request('send_message', message))).toBe('conflict')
    expect(await codeOf(connection.request('send_message', message))).toBe('fulfilled')
  })

  it('is unavailable when the answer is lost, and the line goes on if it is alive', async () => {
    server.faults.dropAcks = 1
    const answers = holdTimers((wait) => wait === timings.requestTimeout)
    const { connection, reaches, told } = connect()
    const received: unknown[] = []
    connection.on('new_message', (event) => received.push(event))
    await reaches({ status: 'connected' })
    const message = { chat_id: server.chatId, content: 'a', client_id: '1' }
    const request = connection.request('send_message', message)
    await until(() => received.length === 1)
    answers.pass()
    expect(await codeOf(request)).toBe('unavailable')
    expect(told.syncs).toBe(1)
    await expect(connection.request('send_message', message)).resolves.toMatchObject({ sequence: 1 })
  })

  it('drops a line that looks open and is dead', async () => {
    const answers = holdTimers((wait) => wait === timings.requestTimeout)
    const { connection, reaches, told } = connect()
    await reaches({ status: 'connected' })
    server.faults.silent = true
    const request = connection.request('leave_chat', { chat_id: server.chatId })
    await until(() => server.requests.includes('leave_chat'))
    answers.pass()
    expect(await codeOf(request)).toBe('unavailable')
    server.faults.silent = false
    await until(() => told.syncs === 2)
  })

  it('fails at once when the line is cut meanwhile', async () => {
    const { connection, reaches } = connect()
    await reaches({ status: 'connected' })
    server.faults.silent = true
    const request = connection.request('leave_chat', { chat_id: server.chatId })
    await until(() => server.requests.includes('leave_chat'))
    server.sockets[0]!.disconnect(true)
    expect(await codeOf(request)).toBe('unavailable')
  })

  it("is unavailable where a proxy answers in the server's place", async () => {
    server.faults.refuseRest = true
    expect(await codeOf(connect().connection.rest('GET', '/api/support_chat'))).toBe('unavailable')
  })

  it('carries the refusal of a REST route', async () => {
    expect(await codeOf(connect().connection.rest('GET', '/api/nowhere'))).toBe('not_found')
  })
})

describe('the token', () => {
  it('is asked for once at the start, by socket and REST together', async () => {
    const getToken = jest.fn(() => 'user')
    const { connection, reaches } = connect({ getToken })
    await Promise.all([connection.rest('GET', '/api/auth/me'), reaches({ status: 'connected' })])
    expect(getToken.mock.calls).toEqual([[false]])
  })

  it('is replaced after a refusal, without a person noticing', async () => {
    server.refusedTokens.add('old')
    const getToken = jest.fn((refused: boolean) => (refused ? 'new' : 'old'))
    const { states, reaches } = connect({ getToken })
    await reaches({ status: 'connected' })
    expect(getToken.mock.calls).toEqual([[false], [true]])
    expect(states.map(({ status }) => status)).toEqual(['connected'])
  })

  it('refused for good makes it say why and slow down, and a good one brings it back', async () => {
    server.refusedTokens.add('user')
    const { connection, reaches } = connect({ timings: { backoff: 1, backoffMax: 300 } })
    await reaches({ status: 'offline' })
    expect(server.seenTokens).toEqual(['user', 'user'])
    expect(connection.state.error?.code).toBe('unauthenticated')
    server.refusedTokens.clear()
    await reaches({ status: 'connected', error: null })
  })

  it('is asked for again when the page could not supply one', async () => {
    let working = false
    const getToken = () => (working ? 'user' : Promise.reject(new Error('backend away')))
    const { reaches } = connect({ getToken })
    await reaches({ status: 'offline', error: null })
    working = true
    await reaches({ status: 'connected' })
  })

  it('is renewed on the live socket before it is over', async () => {
    const tokens = [jwt(3_600, 'first'), jwt(3_600, 'second')]
    const getToken = jest.fn(() => tokens.shift() ?? 'none left')
    const [, second] = tokens
    const renewals = holdTimers((wait) => wait > 3_000_000 && wait < 3_600_000)
    const { reaches, told } = connect({ getToken })
    await reaches({ status: 'connected' })
    renewals.pass()
    await until(() => server.requests.includes('refresh_token') && server.seenTokens.at(-1) === second)
    expect(getToken.mock.calls).toEqual([[false], [false]])
    expect(told.syncs).toBe(1)
  })

  it('refused on the live socket is replaced, and what was asked is asked again', async () => {
    const getToken = jest.fn((refused: boolean) => (refused ? 'new' : 'old'))
    const { connection, reaches } = connect({ getToken })
    await reaches({ status: 'connected' })
    server.faults.refuseSends = { times: 1, error: apiError('unauthenticated') }
    const message = { chat_id: server.chatId, content: 'a', client_id: '1' }
    await expect(connection.request('send_message', message)).resolves.toMatchObject({ content: 'a' })
    expect(server.requests).toEqual(['send_message', 'refresh_token', 'send_message'])
  })

  it('refused by several REST calls at once is replaced once', async () => {
    const getToken = jest.fn((refused: boolean) => (refused ? 'new' : 'old'))
    server.faults.refuseSockets = true
    server.refusedTokens.add('old')
    const connection = createConnection({ serverUrl: server.url, getToken, timings })
    await Promise.all([1, 2, 3].map(() => connection.rest('GET', '/api/auth/me')))
    expect(getToken.mock.calls).toEqual([[false], [true]])
  })
})

describe('in a browser', () => {
  const page = Object.assign(new EventTarget(), { visibilityState: 'hidden' })
  const view = new EventTarget()
  beforeEach(() => Object.assign(globalThis, { window: view, document: page }))
  afterEach(() => {
    stopAll()
    Reflect.deleteProperty(globalThis, 'window')
    Reflect.deleteProperty(globalThis, 'document')
  })
  const never = { backoff: 1e9, backoffMax: 1e9 }

  it.each([
    ['the network comes back', () => view.dispatchEvent(new Event('online'))],
    ['the tab is looked at', () => page.dispatchEvent(new Event('visibilitychange'))],
    ['the page is restored', () => view.dispatchEvent(new Event('pageshow'))],
  ])('it connects at once when %s', async (_what, happen) => {
    page.visibilityState = 'visible'
    await server.close()
    const { reaches } = connect({ timings: never })
    await reaches({ status: 'offline' })
    await server.listen()
    happen()
    await reaches({ status: 'connected' })
  })

  it('asks to look for what was missed when the tab is looked at again', async () => {
    const { reaches, told } = connect()
    await reaches({ status: 'connected' })
    page.visibilityState = 'hidden'
    page.dispatchEvent(new Event('visibilitychange'))
    expect(told.syncs).toBe(1)
    page.visibilityState = 'visible'
    page.dispatchEvent(new Event('visibilitychange'))
    expect(told.syncs).toBe(2)
  })
})
