import { setTimeout as delay } from 'node:timers/promises'
import { routes, type ApiError, type RateLimitDetails, type SupportChat } from '@support-chat/shared'
import { Authenticator } from '../src/auth/authenticator.js'
import { HANDSHAKE_CONCURRENCY, MAX_SOCKETS, RATE_LIMITS, ACCOUNT_CONCURRENCY } from '../src/rate-limits/rate-limit.js'
import { ConnectionLimits, JOIN_WITHIN_MS, MAX_SILENT } from '../src/realtime/connection-limits.js'
import { REFUSALS } from '../src/realtime/event-limits.js'
import { call } from './call.js'
import { eventually } from './eventually.js'
import { connectPacket, Wire } from './floods/wire.js'
import { closeLimits, stopLimits } from './stand-still.js'
import { socketServer, startTestApp, type TestApp, type TestSocket } from './test-app.js'

let test: TestApp
let pass: (milliseconds: number) => void

beforeAll(async () => {
  test = await startTestApp()
})
beforeEach(() => {
  pass = stopLimits(test)
})
afterAll(() => test.close())

type Loose = TestSocket & {
  emitWithAck(event: string, ...payload: unknown[]): Promise<unknown>
  io: { engine: object }
}

let closed: jest.SpyInstance | undefined
afterEach(() => closed?.mockRestore())

const refused = {
  ok: false,
  error: { code: 'rate_limited', message: expect.any(String) as string, details: { retry_after_ms: 1_234 } },
}
const sockets = () => socketServer(test).sockets
const connections = () => (socketServer(test).server.engine as unknown as { clients: object }).clients
const strangers = () => test.app.get(ConnectionLimits, { strict: false }).strangers

describe('An event over its limit', () => {
  it('is answered and goes no further, whatever it is called', async () => {
    const before = new Set(sockets().keys())
    const socket = (await test.connect(test.userToken('every-event'))) as Loose
    const [, accepted] = [...sockets()].find(([id]) => !before.has(id))!
    const events = accepted.eventNames().filter((name): name is string => typeof name === 'string')
    // What Nest listens to for itself.
    const own = events.filter((name) => !['disconnect', 'error'].includes(name))
    expect(own.sort()).toEqual([
      'join_chat',
      'leave_chat',
      'mark_delivered',
      'mark_read',
      'refresh_token',
      'send_message',
      'typing',
      'visit',
      'watch',
    ])
    closed = closeLimits(test)
    for (const event of [...own, 'no_such_event', 'toString', '__proto__']) {
      expect([event, await socket.emitWithAck(event, {})]).toEqual([event, refused])
    }
  })

  it('is answered also where it carries bytes, thousands of values or no payload', async () => {
    const socket = (await test.connect(test.userToken('every-payload'))) as Loose
    closed = closeLimits(test)
    const many = Array.from({ length: 15_000 }, () => [])
    expect(await socket.emitWithAck('mark_read', { chat_id: Buffer.from('bytes'), sequence: 1 })).toEqual(refused)
    expect(await socket.emitWithAck('mark_read', ...many)).toEqual(refused)
    expect(await socket.emitWithAck('mark_read')).toEqual(refused)
  })

  it('within its limit is told what is wrong with such a payload', async () => {
    const socket = (await test.connect(test.userToken('odd-payload'))) as Loose
    const invalid = { ok: false, error: { code: 'invalid_request' } }
    const many = Array.from({ length: 15_000 }, () => [])
    for (const payload of [{ chat_id: Buffer.from('bytes'), sequence: 1 }, many, null, 'text']) {
      expect(await socket.emitWithAck('mark_read', payload)).toMatchObject(invalid)
    }
    expect(await socket.emitWithAck('no_such_event', {})).toMatchObject(invalid)
    const wire = await Wire.connect(test.url, test.userToken('deep-payload'))
    wire.send(`420["mark_read",${'['.repeat(30_000)}${']'.repeat(30_000)}]`)
    const answer = await eventually(() => wire.received.find((frame) => frame.startsWith('430')), 'an answer')
    expect(answer).toContain('"code":"invalid_request"')
    wire.close()
  })

  it('tells the account when to go on, over all its sockets', async () => {
    const token = test.userToken('two-sockets')
    const [one, other] = [await test.connect(token), await test.connect(token)]
    const refresh = (socket: TestSocket) => socket.emitWithAck('refresh_token', { token })
    for (let times = 0; times < RATE_LIMITS.refresh.burst; times++)
      expect(await refresh(one)).toMatchObject({ ok: true })
    const answer = await refresh(other)
    expect(answer).toMatchObject({ ok: false, error: { code: 'rate_limited' } })
    pass(((answer as { error: ApiError }).error.details as RateLimitDetails).retry_after_ms)
    expect(await refresh(other)).toMatchObject({ ok: true })
  })

  it('ends the connection of who goes on regardless, with or without asking for answers, and the client comes back', async () => {
    const token = test.userToken('goes-on')
    const socket = await test.connect(token)
    const bystander = await test.connect(test.userToken('bystander'))
    const gone = new Promise<string>((resolve) => socket.once('disconnect', resolve))
    const back = gone.then(() => new Promise<void>((resolve) => socket.once('connect', resolve)))
    for (let times = 0; times < REFUSALS.burst + RATE_LIMITS.event.burst + 500; times++) {
      socket.emit('no_such_event' as never, ...([{}] as never))
    }
    expect(await gone).toBe('transport close')
    await back
    expect(bystander.connected).toBe(true)
  })
})

describe('A connection', () => {
  it('may ask to be let in once, before any token is read', async () => {
    const authenticate = jest.spyOn(test.app.get(Authenticator, { strict: false }), 'authenticate')
    const before = sockets().size
    const wire = await Wire.open(test.url)
    for (let times = 0; times < 300; times++) wire.send(connectPacket(test.userToken(`one-of-${times}`)))
    await wire.closed()
    expect(authenticate.mock.calls.length).toBeLessThanOrEqual(1)
    await eventually(() => (sockets().size === before ? true : null), 'its socket to be gone')
    authenticate.mockRestore()
  })

  it('is refused in other namespaces, and then has had its one try', async () => {
    const wire = await Wire.open(test.url)
    wire.send(connectPacket(test.userToken('elsewhere'), '/admin'))
    await eventually(() => wire.received.find((frame) => frame.startsWith('44/admin,')), 'the refusal')
    wire.send(connectPacket(test.userToken('elsewhere')))
    await wire.closed()
  })

  it('that sends what is no event is cut off', async () => {
    const wire = await Wire.connect(test.url, test.userToken('acknowledges'))
    for (let times = 0; times < 200; times++) wire.send(`43${times}[]`)
    await wire.closed()
  })

  it('is closed soon where it does not ask', async () => {
    const timers = jest.spyOn(globalThis, 'setTimeout')
    const wire = await Wire.open(test.url)
    const [close] = timers.mock.calls.find(([, wait]) => wait === JOIN_WITHIN_MS) ?? []
    timers.mockRestore()
    close?.()
    await wire.closed()
    await eventually(() => (strangers() === 0 ? true : null), 'nobody unknown to be connected')
  })

  it('is closed once its token was refused', async () => {
    const wire = await Wire.open(test.url)
    wire.send(connectPacket('no token at all'))
    await wire.closed()
    expect(wire.received.at(-1)).toContain('"code":"unauthenticated"')
  })

  it('makes room for others where thousands were begun and left alone', async () => {
    const handshake = async () => {
      const response = await fetch(`${test.url}/socket.io/?EIO=4&transport=polling`)
      return (JSON.parse((await response.text()).slice(1)) as { sid: string }).sid
    }
    const poll = (sid: string) =>
      fetch(`${test.url}/socket.io/?EIO=4&transport=polling&sid=${sid}`, { method: 'POST', body: '3' })
    const first = await handshake()
    for (let round = 0; round < MAX_SILENT / 50; round++) await Promise.all(Array.from({ length: 50 }, handshake))
    expect(strangers()).toBe(MAX_SILENT)
    expect((await poll(first)).status).toBe(400)
    expect((await poll(await handshake())).status).toBe(200)
    expect((await test.connect(test.userToken('after-the-thousands'))).connected).toBe(true)
  })
})

describe('A crowd that comes at once', () => {
  it('is looked up a few at a time, and those who have gone meanwhile are not', async () => {
    const authenticator = test.app.get(Authenticator, { strict: false })
    const authenticate = authenticator.authenticate.bind(authenticator)
    let [running, most] = [0, 0]
    let open: () => void = () => undefined
    const opened = new Promise<void>((resolve) => (open = resolve))
    const spy = jest.spyOn(authenticator, 'authenticate').mockImplementation(async (token) => {
      most = Math.max(most, ++running)
      await opened
      return authenticate(token).finally(() => running--)
    })
    const crowd = await Promise.all(
      Array.from({ length: HANDSHAKE_CONCURRENCY.maxRunning * 3 }, () => Wire.open(test.url)),
    )
    crowd.forEach((wire, at) => wire.send(connectPacket(test.userToken(`of-the-crowd-${at}`))))
    await eventually(
      () => (running === HANDSHAKE_CONCURRENCY.maxRunning ? true : null),
      'the first ones to be looked up',
    )
    const [gone, ...left] = crowd.reverse()
    const { sid } = JSON.parse(gone!.received[0]!.slice(1)) as { sid: string }
    expect(connections()).toHaveProperty(sid)
    gone!.close()
    await eventually(() => (sid in connections() ? null : true), 'the last one to be gone')
    open()
    await eventually(
      () => left.every(({ received }) => received.some((frame) => frame.startsWith('40'))) || null,
      'all',
    )
    expect(most).toBe(HANDSHAKE_CONCURRENCY.maxRunning)
    expect(spy).toHaveBeenCalledTimes(left.length)
    spy.mockRestore()
    for (const wire of left) wire.close()
  })
})

describe('Sockets of an account', () => {
  const connecting = (token: string) =>
    test.connect(token).then(
      () => null,
      (error: Error & { data: ApiError }) => error.data,
    )

  it('are limited in how many are opened, and in how many are open; those of others are not', async () => {
    const token = test.userToken('many-tabs')
    for (let times = 0; times < RATE_LIMITS.connect.burst; times++) expect(await connecting(token)).toBeNull()
    const error = await connecting(token)
    expect(error).toMatchObject({ code: 'rate_limited' })
    pass((error?.details as RateLimitDetails).retry_after_ms)
    expect(MAX_SOCKETS.user).toBe(RATE_LIMITS.connect.burst)
    expect(await connecting(token)).toEqual({
      code: 'rate_limited',
      message: expect.any(String) as string,
      details: { retry_after_ms: 30_000 },
    })
    expect(await connecting(test.userToken('from-the-same-office'))).toBeNull()
  })

  it('come back all at once from one address, also while bad tokens come from there', async () => {
    const bad = Array.from({ length: RATE_LIMITS.handshake.burst * 2 }, () => connecting('no token'))
    const good = Array.from({ length: 300 }, (_, at) => connecting(test.userToken(`of-the-office-${at}`)))
    expect((await Promise.all(good)).filter((error) => error !== null)).toEqual([])
    const codes = (await Promise.all(bad)).map((error) => error?.code)
    expect(new Set(codes)).toEqual(new Set(['unauthenticated']))
  })
})

describe('Large pages that are asked for all at once', () => {
  it('are made a few at a time', async () => {
    const token = test.userToken('pages')
    const chat = await call<SupportChat>(test.url + routes.userChat, 'GET', { token })
    const { MessageRepository } = await import('../src/messages/message.repository.js')
    const repository = test.app.get(MessageRepository, { strict: false })
    const page = repository.page.bind(repository)
    let [running, most] = [0, 0]
    const spy = jest.spyOn(repository, 'page').mockImplementation(async (...asked) => {
      most = Math.max(most, ++running)
      await delay(1)
      return page(...asked).finally(() => running--)
    })
    const socket = await test.connect(token)
    const joins = Array.from({ length: 50 }, () => socket.emitWithAck('join_chat', { chat_id: chat.body.id, since: 0 }))
    const gets = Array.from({ length: 50 }, () => call(`${test.url}${routes.userMessages}?limit=200`, 'GET', { token }))
    expect((await Promise.all(joins)).filter(({ ok }) => !ok)).toEqual([])
    expect((await Promise.all(gets)).filter(({ status }) => status !== 200)).toEqual([])
    expect(most).toBe(ACCOUNT_CONCURRENCY.user.maxRunning)
    spy.mockRestore()
  })
})
