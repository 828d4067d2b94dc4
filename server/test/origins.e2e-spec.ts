import { Logger } from '@nestjs/common'
import { routes } from '@support-chat/shared'
import { io } from 'socket.io-client'
import { call } from './call.js'
import { useTestApp, type TestApp } from './test-app.js'

const SHELLS = ['capacitor://localhost', 'ionic://localhost', 'chrome-extension://abcdefghijklmnop', 'app://.']

let server: TestApp
useTestApp((...started) => ([server] = started), { allowedOrigins: ['https://shop.example', ...SHELLS] })

const live = (headers: Record<string, string> = {}) => fetch(`${server.url}/api/health/live`, { headers })

function handshake(origin: string, transport: 'websocket' | 'polling'): Promise<'connected' | 'refused'> {
  const socket = io(server.url, {
    auth: { token: server.userToken('ada') },
    transports: [transport],
    forceNew: true,
    reconnection: false,
    extraHeaders: { origin },
  })
  return new Promise<'connected' | 'refused'>((resolve) => {
    socket.once('connect', () => resolve('connected'))
    socket.once('connect_error', () => resolve('refused'))
  }).finally(() => socket.disconnect())
}

describe('An app shell that is allowed', () => {
  it.each(SHELLS)('may use REST and both transports: %s', async (origin) => {
    const answer = await call(server.url + routes.userChat, 'GET', {
      token: server.userToken('ada'),
      headers: { origin },
    })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin)
    expect(await handshake(origin, 'polling')).toBe('connected')
    expect(await handshake(origin, 'websocket')).toBe('connected')
  })

  it.each(['capacitor://evil', 'ionic://localhost:1', 'chrome-extension://abcdefghijklmno', 'null', 'file://'])(
    'lets no other one in: %s',
    async (origin) => {
      const answer = await call(server.url + routes.userChat, 'GET', {
        token: server.userToken('ada'),
        headers: { origin },
      })
      expect(answer.status).toBe(403)
      expect(await handshake(origin, 'polling')).toBe('refused')
      expect(await handshake(origin, 'websocket')).toBe('refused')
    },
  )
})

/** What a browser may do with answers: read them, and send cookies with what it asks. */
const permissions = ({ headers }: Response) =>
  ['access-control-allow-origin', 'access-control-allow-credentials'].map((name) => headers.get(name))

describe('Cookies of a load balancer', () => {
  const polling = '/socket.io/?EIO=4&transport=polling'
  const asks = ['request-method', 'request-headers'].map((what) => `access-control-${what}`)

  it.each([routes.userChat, polling])(
    'go along from an allowed page, which is named and never a star: %s',
    async (path) => {
      const origin = 'https://shop.example'
      const headers = { origin, authorization: `Bearer ${server.userToken('ada')}` }
      expect(permissions(await fetch(server.url + path, { headers }))).toEqual([origin, 'true'])
      const preflight = { origin, [asks[0]!]: 'GET', [asks[1]!]: 'authorization' }
      expect(permissions(await fetch(server.url + path, { method: 'OPTIONS', headers: preflight }))).toEqual([
        origin,
        'true',
      ])
    },
  )

  it.each([routes.userChat, polling])('do not from any other: %s', async (path) => {
    for (const origin of ['https://evil.example', 'null']) {
      const headers = { origin, authorization: `Bearer ${server.userToken('ada')}` }
      for (const method of ['GET', 'OPTIONS']) {
        const [allowed] = permissions(await fetch(server.url + path, { method, headers }))
        expect(allowed).toBeNull()
      }
    }
  })
})

describe('A page that is refused', () => {
  it('can read that the server lives, and that it is the origin', async () => {
    for (const [origin, allowed] of [
      ['https://evil.example', false],
      ['null', false],
      ['https://shop.example', true],
      ['capacitor://localhost', true],
    ] as const) {
      const answer = await live({ origin })
      expect(answer.status).toBe(200)
      expect(answer.headers.get('access-control-allow-origin')).toBe('*')
      expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
      expect(await answer.json()).toEqual({ status: 'ok', origin_allowed: allowed })
    }
    const ready = await fetch(`${server.url}/api/health/ready`, { headers: { origin: 'https://evil.example' } })
    expect(ready.headers.get('access-control-allow-origin')).toBe('*')
    expect(ready.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
  })

  it('can read nothing else', async () => {
    const answer = await fetch(`${server.url}/api/auth/me`, { headers: { origin: 'https://evil.example' } })
    expect(answer.status).toBe(403)
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin')
  })

  it('is named in the log once, whichever way it came', async () => {
    const warned = jest.spyOn(Logger.prototype, 'warn')
    try {
      const origin = 'https://named.example'
      await fetch(server.url + routes.userChat, { headers: { origin } })
      await handshake(origin, 'websocket')
      await handshake(origin, 'polling')
      const lines = warned.mock.calls.map(([line]) => String(line)).filter((line) => line.includes(origin))
      expect(lines).toEqual([expect.stringMatching(/^Refused the origin https:\/\/named\.example: .*ALLOWED_ORIGINS/)])
    } finally {
      warned.mockRestore()
    }
  })
})
