import { randomUUID } from 'node:crypto'
import { routes, type ApiError, type SupportChat } from '@support-chat/shared'
import { RATE_LIMITS } from '../src/rate-limits/rate-limit.js'
import { ADMIN, startTestApp, type TestApp } from './test-app.js'

// A loaded machine may take its time; nothing here is measured.
jest.setTimeout(60_000)

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

describe('A client that floods', () => {
  it('is told over its socket when to go on, and is believed when it does', async () => {
    const token = test.userToken('flood')
    const chat_id = await chatOf(token)
    const socket = await test.connect(token)
    const send = () => socket.emitWithAck('send_message', { chat_id, content: 'again', client_id: randomUUID() })

    const answers = await Promise.all(Array.from({ length: RATE_LIMITS.send.burst * 4 }, send))
    const refused = answers.flatMap((answer) => (answer.ok ? [] : [answer.error]))
    expect(refused.length).toBeGreaterThan(0)
    expect(answers.length - refused.length).toBeGreaterThanOrEqual(RATE_LIMITS.send.burst)
    for (const error of refused) expect(error.code).toBe('rate_limited')
    const { retry_after_ms } = refused.at(-1)?.details as { retry_after_ms: number }
    await new Promise((resolve) => setTimeout(resolve, retry_after_ms))
    expect(await send()).toMatchObject({ ok: true })
  })

  it('meets the same limit over REST, with Retry-After, and leaves others alone', async () => {
    const token = test.userToken('rest-flood')
    const socket = await test.connect(token)
    const chat_id = await chatOf(token)
    const message = () => ({ content: 'again', client_id: randomUUID() })
    const overSocket = Array.from({ length: RATE_LIMITS.send.burst * 4 }, () =>
      socket.emitWithAck('send_message', { chat_id, ...message() }),
    )
    const [overRest] = await Promise.all([
      Promise.all(Array.from({ length: 40 }, () => post(routes.userMessages, token, message()))),
      ...overSocket,
    ])
    const refused = overRest.find(({ status }) => status === 429)
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    const error = (await refused?.json()) as ApiError
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
