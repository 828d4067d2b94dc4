import { randomUUID } from 'node:crypto'
import { routes, type ApiError, type RateLimitDetails, type SupportChat } from '@support-chat/shared'
import { RATE_LIMITS } from '../src/rate-limits/rate-limit.js'
import { stopLimits } from './stand-still.js'
import { startTestApp, type TestApp } from './test-app.js'

let test: TestApp
/** Moves the clock of the limits, which stands still. */
let pass: (milliseconds: number) => void

beforeAll(async () => {
  test = await startTestApp()
  pass = stopLimits(test)
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

describe('A client that floods', () => {
  it('is told over its socket when to go on, and is believed when it does', async () => {
    const token = test.userToken('flood')
    const chat_id = await chatOf(token)
    const socket = await test.connect(token)
    const send = () => socket.emitWithAck('send_message', { chat_id, content: 'again', client_id: randomUUID() })

    const answers = await Promise.all(Array.from({ length: RATE_LIMITS.send.burst }, send))
    expect(answers.filter((answer) => !answer.ok)).toEqual([])

    const refused = await send()
    expect(refused).toMatchObject({ ok: false, error: { code: 'rate_limited' } })
    const { retry_after_ms } = (refused as { error: ApiError }).error.details as RateLimitDetails
    expect(retry_after_ms).toBeGreaterThan(0)
    pass(retry_after_ms)
    expect(await send()).toMatchObject({ ok: true })
    expect(await send()).toMatchObject({ ok: false, error: { code: 'rate_limited' } })
  })

  it('meets the same limit over REST, with Retry-After, and leaves others alone', async () => {
    const token = test.userToken('rest-flood')
    await chatOf(token)
    const send = () => post(routes.userMessages, token, message())
    const answers = await Promise.all(Array.from({ length: RATE_LIMITS.send.burst }, send))
    expect(answers.filter(({ status }) => status !== 201)).toEqual([])

    const refused = await send()
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
})
