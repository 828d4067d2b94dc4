import { randomUUID } from 'node:crypto'
import { routes, type ApiError, type Identity, type RateLimitDetails, type SupportChat } from '@support-chat/shared'
import { RATE_LIMITS } from '../src/rate-limits/rate-limit.js'
import { RateLimiter } from '../src/rate-limits/rate-limiter.js'
import { ADMIN, startTestApp, type TestApp } from './test-app.js'

let test: TestApp

beforeAll(async () => {
  test = await startTestApp()
})

afterAll(() => test.close())

const post = (path: string, token: string, body: unknown): Promise<Response> =>
  fetch(test.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

async function chatOf(token: string): Promise<string> {
  const response = await fetch(test.url + routes.userChat, { headers: { authorization: `Bearer ${token}` } })
  return ((await response.json()) as SupportChat).id
}

const message = () => ({ content: 'again', client_id: randomUUID() })

/** Takes all that an account may send, as fast as it comes back, so that a slow machine meets the limit too. Returns the way to stop. */
async function exhaust(token: string): Promise<() => void> {
  const response = await fetch(test.url + routes.me, { headers: { authorization: `Bearer ${token}` } })
  const account = (await response.json()) as Identity
  const limiter = test.app.get(RateLimiter)
  let running = true
  const take = () => limiter.takeFor('send', account).catch(() => new Promise((resolve) => setImmediate(resolve)))
  for (let taken = 0; taken < RATE_LIMITS.send.burst; taken++) await take()
  void (async () => {
    while (running) await take()
  })()
  return () => (running = false)
}

describe('A client that floods', () => {
  it('is told over its socket when to go on, and is believed when it does', async () => {
    const token = test.userToken('flood')
    const chat_id = await chatOf(token)
    const socket = await test.connect(token)
    const send = () => socket.emitWithAck('send_message', { chat_id, content: 'again', client_id: randomUUID() })

    const answers = await Promise.all(Array.from({ length: RATE_LIMITS.send.burst }, send))
    expect(answers.filter((answer) => !answer.ok)).toEqual([])

    const stop = await exhaust(token)
    let refused = await send()
    while (refused.ok) refused = await send()
    stop()
    expect(refused).toMatchObject({ ok: false, error: { code: 'rate_limited' } })
    const { retry_after_ms } = refused.error.details as RateLimitDetails
    expect(retry_after_ms).toBeGreaterThan(0)
    await new Promise((resolve) => setTimeout(resolve, retry_after_ms))
    expect(await send()).toMatchObject({ ok: true })
  })

  it('meets the same limit over REST, with Retry-After, and leaves others alone', async () => {
    const token = test.userToken('rest-flood')
    await chatOf(token)
    const stop = await exhaust(token)
    let refused = await post(routes.userMessages, token, message())
    while (refused.status === 201) refused = await post(routes.userMessages, token, message())
    stop()
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    const error = (await refused.json()) as ApiError
    expect(error).toMatchObject({ code: 'rate_limited', details: { retry_after_ms: expect.any(Number) as number } })

    const other = test.userToken('bystander')
    await chatOf(other)
    expect((await post(routes.userMessages, other, message())).status).toBe(201)
  })
})

describe('Guessing a password', () => {
  const login = (email: string, password: string): Promise<Response> => post(routes.login, '', { email, password })

  it('is slowed after some failures', async () => {
    const guesses = await Promise.all(
      Array.from({ length: RATE_LIMITS.login.burst + 5 }, (_, index) => login('nobody@example.com', `guess ${index}`)),
    )
    const statuses = guesses.map(({ status }) => status)
    expect(statuses.filter((status) => status === 401)).toHaveLength(RATE_LIMITS.login.burst)
    expect(statuses.filter((status) => status === 429)).toHaveLength(5)
    const refused = guesses.find(({ status }) => status === 429)
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(1)
  })

  it('does not count those who sign in', async () => {
    for (let times = 0; times < RATE_LIMITS.login.burst * 2; times++) {
      expect((await login(ADMIN.email, ADMIN.password)).status).toBe(200)
    }
  })
})
