import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { routes, type RateLimitDetails } from '@support-chat/shared'
import { HEADERS_TIMEOUT_MS, REQUEST_TIMEOUT_MS, STILL_TIMEOUT_MS } from '../src/hosting/http-timeouts.js'
import { RATE_LIMITS } from '../src/rate-limits/rate-limit.js'
import { RateLimiter } from '../src/rate-limits/rate-limiter.js'
import { call } from './call.js'
import { closeLimits, stopLimits } from './stand-still.js'
import { useTestApp, type TestApp } from './test-app.js'

let test: TestApp
let staff: string

useTestApp((...started) => ([test, staff] = started))

/** What nobody needs a token for, each with what bounds it. */
const OPEN: Record<string, string> = {
  'POST /api/auth/login': 'its own limit',
  'POST /api/auth/accept_invitation': 'its own limit',
  'POST /api/auth/refresh': 'a refresh token',
  'GET /api/avatars/:id': 'its own limit',
  'GET /api/attachments/:id/:name': 'its own limit, behind a signed address',
  'GET /api/health/live': 'answers from memory',
  'GET /api/health/ready': 'for who runs it',
  'POST /api/auth/password_reset': 'their own limits, of addresses asked from and asked for',
  'POST /api/auth/password_reset/confirm': 'its own limit, of wrong links',
  'POST /api/auth/break_glass': 'its own limit, of wrong links',
  'GET /api/auth/oidc/start': 'its own limit',
  'GET /api/auth/oidc/callback': 'its own limit',
  'POST /api/auth/oidc/session': 'its own limit, of cookies that are none',
  'POST /api/auth/oidc/backchannel_logout': 'its own limit',
  'GET /api/email/unsubscribe/:token': 'its own limit, behind a signed link',
  'POST /api/email/unsubscribe/:token': 'its own limit, behind a signed link',
  'POST /api/email/subscribe/:token': 'its own limit, behind a signed link',
}

interface Layer {
  route?: { path: string; methods: Record<string, boolean> }
}

/** Every route there is, as Express knows them. */
function allRoutes(): string[] {
  const { router } = test.app.getHttpAdapter().getInstance() as { router: { stack: Layer[] } }
  return router.stack.flatMap(({ route }) =>
    route
      ? Object.keys(route.methods)
          .filter((method) => method !== '_all')
          .map((method) => `${method.toUpperCase()} ${route.path}`)
      : [],
  )
}

describe('A route of the API', () => {
  it('counts its caller, whichever it is, before it does anything', async () => {
    const limited = allRoutes().filter((route) => route.includes(' /api/') && !(route in OPEN) && !/docs/.test(route))
    expect(limited.length).toBeGreaterThan(20)
    const user = test.userToken('walks')
    await call(test.url + routes.userChat, 'GET', { token: user })
    const closed = closeLimits(test)
    for (const route of limited) {
      const [method = '', path = ''] = route.split(' ')
      for (const token of [user, staff]) {
        const { status, body, headers } = await call(test.url + path.replace(/:\w+/g, () => randomUUID()), method, {
          token,
        })
        expect([route, status, body]).toEqual([
          route,
          429,
          { code: 'rate_limited', message: expect.any(String), details: { retry_after_ms: 1_234 } },
        ])
        expect(headers.get('retry-after')).toBe('2')
      }
    }
    closed.mockRestore()
    expect(Object.keys(OPEN).filter((route) => !allRoutes().includes(route))).toEqual([])
  })

  it('is there again for who has waited, and all the time for others; a token that was refused is not looked up anew', async () => {
    const pass = stopLimits(test)
    const token = test.userToken('reads-a-lot')
    const read = (as = token) => call(test.url + routes.userChat, 'GET', { token: as })
    await Promise.all(Array.from({ length: RATE_LIMITS.view.burst }, () => read()))
    const refused = await read()
    expect(refused.status).toBe(429)
    const { retry_after_ms } = refused.body.details as RateLimitDetails
    const asked = jest.spyOn(test.app.get(RateLimiter, { strict: false }), 'takeFor')
    expect((await read()).status).toBe(429)
    expect(asked).not.toHaveBeenCalled()
    asked.mockRestore()
    expect((await read(test.userToken('next-to-it'))).status).toBe(200)
    pass(retry_after_ms)
    expect((await read()).status).toBe(200)
    expect((await read()).status).toBe(429)
  })
})

describe('A request that does not get on', () => {
  const answer = async (head: string) => {
    const { hostname, port } = new URL(test.url)
    const line = connect(Number(port), hostname)
    let said = ''
    line.on('data', (chunk: Buffer) => (said += chunk.toString()))
    line.write(head)
    await once(line, 'close')
    return said.split('\r\n')[0]
  }
  const body = 'content-type: application/json\r\ncontent-length: 1000\r\n\r\n{"'

  it('is hung up on, in its headers, in its body, and in a poll that is posted', async () => {
    const server = test.app.getHttpServer() as import('node:http').Server
    expect(server).toMatchObject({
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      timeout: STILL_TIMEOUT_MS,
    })
    // Node looks each two seconds; what it looks for is brought forward.
    Object.assign(server, { headersTimeout: 100, requestTimeout: 200 })
    const polling = await fetch(`${test.url}/socket.io/?EIO=4&transport=polling`)
    const { sid } = JSON.parse((await polling.text()).slice(1)) as { sid: string }
    const timedOut = 'HTTP/1.1 408 Request Timeout'
    expect(
      await Promise.all([
        answer(''),
        answer('GET /api/health/live HTTP/1.1\r\nhost: a'),
        answer(`POST ${routes.login} HTTP/1.1\r\nhost: a\r\n${body}`),
        answer(`POST /socket.io/?EIO=4&transport=polling&sid=${sid} HTTP/1.1\r\nhost: a\r\n${body}`),
      ]),
    ).toEqual([timedOut, timedOut, timedOut, timedOut])
    Object.assign(server, { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS })
  })

  it('in a poll that is too large is refused', async () => {
    const polling = await fetch(`${test.url}/socket.io/?EIO=4&transport=polling`)
    const { sid } = JSON.parse((await polling.text()).slice(1)) as { sid: string }
    const post = (length: number) =>
      fetch(`${test.url}/socket.io/?EIO=4&transport=polling&sid=${sid}`, { method: 'POST', body: '3'.repeat(length) })
    expect((await post(65_537)).status).toBe(413)
  })
})
