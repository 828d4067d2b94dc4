import { createHmac, generateKeyPairSync } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { routes, type ApiError, type Identity } from '@support-chat/shared'
import jwt from 'jsonwebtoken'
import { io } from 'socket.io-client'
import { call } from './call.js'
import { startTestApp, type TestApp, USER_JWT_SECRET } from './test-app.js'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })

let server: TestApp
let withKeys: TestApp
let provider: Server

beforeAll(async () => {
  const jwk = { ...rsa.publicKey.export({ format: 'jwk' }), kid: 'rsa', alg: 'RS256' }
  provider = createServer((_, response) => response.end(JSON.stringify({ keys: [jwk] })))
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve))
})
beforeAll(async () => {
  server = await startTestApp()
})
beforeAll(async () => {
  const jwksUrl = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`
  withKeys = await startTestApp({ userJwt: { key: { jwksUrl }, issuer: null, audience: null } })
})
afterAll(async () => {
  await server.close()
  await withKeys.close()
  provider.close()
})

const now = () => Math.floor(Date.now() / 1000)
const encode = (text: string | Buffer) => Buffer.from(text).toString('base64url')
/** Signed as it should be, whatever it says. */
function signed(payload: string | Buffer, header = '{"alg":"HS256","typ":"JWT"}'): string {
  const content = `${encode(header)}.${encode(payload)}`
  return `${content}.${createHmac('sha256', USER_JWT_SECRET).update(content).digest('base64url')}`
}
const me = (token: string, app = server) => call<Identity & ApiError>(app.url + routes.me, 'GET', { token })
/** The code of `connect_error`, or null. */
async function connecting(token: string, app = server): Promise<string | null> {
  const socket = io(app.url, { auth: { token }, forceNew: true, transports: ['websocket'], reconnection: false })
  const refusal = await new Promise<string | null>((resolve) => {
    socket.once('connect', () => resolve(null))
    socket.once('connect_error', (error: Error & { data?: ApiError }) => resolve(error.data?.code ?? error.message))
  })
  socket.disconnect()
  return refusal
}

/** JSON, as text, since some of it cannot be told from other values any more once it is read. */
const ODD = [
  'null',
  'true',
  'false',
  '0',
  '-1',
  '1.5',
  '1e308',
  '1e999',
  '""',
  '" "',
  '"x"',
  '"\\ud83d"',
  '"\\u0000"',
  '"1"',
  '[]',
  '[null]',
  '["x"]',
  '{}',
  '{"toString":null}',
  `"${'x'.repeat(5_000)}"`,
]
const CLAIMS = ['sub', 'exp', 'iat', 'nbf', 'email', 'name', 'iss', 'aud', 'jti', 'attributes', '__proto__']

describe('A token that says something odd', () => {
  it.each(CLAIMS)('as its %s is let in or refused with a sentence, never a failure', async (claim) => {
    for (const [index, odd] of ODD.entries()) {
      const claims = { sub: `"odd ${claim} ${index}"`, exp: `${now() + 60}`, email: '"odd@example.com"', [claim]: odd }
      const payload = Object.entries({ ...claims, [claim]: odd }).map(([name, value]) => `"${name}":${value}`)
      const { status, body } = await me(signed(`{${payload.join(',')}}`))
      if (status === 200) continue
      expect([claim, odd, status, body.code]).toEqual([claim, odd, 401, 'unauthenticated'])
      expect(body.message).toMatch(new RegExp(`claim ${claim} |expired|not valid yet|^The token is not valid$`))
    }
  })

  it.each(['null', '[]', '"x"', '1', 'true', '', '{', '[{"sub":"x"}]', 'x'])(
    'as the whole of it is refused, over REST and sockets: %s',
    async (payload) => {
      for (const header of ['{"alg":"HS256","typ":"JWT"}', '{"alg":"HS256"}']) {
        expect(await me(signed(payload, header))).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
      }
      expect(await connecting(signed(payload))).toBe('unauthenticated')
    },
  )

  const headers = ['null', '[]', '1', '{}', '{"alg":null}', '{"alg":["HS256"]}', '{"alg":"none"}', '{"alg":"NONE"}']
  const kids = ['null', '1', '{}', '[]', '""', '"../../etc"', `"${'x'.repeat(5_000)}"`]
  it.each([
    ...headers,
    ...kids.map((kid) => `{"alg":"RS256","typ":"JWT","kid":${kid}}`),
    ...kids.map((kid) => `{"alg":"HS512","typ":"JWT","kid":${kid}}`),
    '{"alg":"RS256","jwk":{"kty":"oct","k":"eA"}}',
    '{"alg":"RS256","kid":"rsa","crit":["exp"]}',
  ])('as its header is refused, with a secret and with keys: %s', async (header) => {
    const payload = JSON.stringify({ sub: 'eve', email: 'eve@example.com', exp: now() + 60 })
    for (const app of [server, withKeys]) {
      expect(await me(signed(payload, header), app)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
    }
    expect(await connecting(signed(payload, header), withKeys)).toBe('unauthenticated')
  })

  it('is no request at all where it is as large as a book', async () => {
    const large = signed(
      JSON.stringify({ sub: 'eve', email: 'eve@example.com', exp: now() + 60, x: 'x'.repeat(40_000) }),
    )
    expect(await connecting(large)).toBe('unauthenticated')
    expect((await fetch(server.url + routes.me, { headers: { authorization: `Bearer ${large}` } })).status).toBe(431)
    expect((await me(server.userToken('after'))).status).toBe(200)
  })

  it('twice in one request is one of them, or neither', async () => {
    const [one, two] = ['one', 'two'].map((name) => `Authorization: Bearer ${server.userToken(name)}\r\n`)
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
      let text = ''
      socket
        .on('data', (data) => (text += data.toString()))
        .on('end', () => resolve(text))
        .on('error', reject)
      socket.write(`GET ${routes.me} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${one}${two}\r\n`)
    })
    expect(answer).toMatch(/^HTTP\/1\.1 (200|4\d\d) /)
  })
})

describe('A subject', () => {
  it('is never taken for another one that cannot be read either', async () => {
    const rest = `,"email":"half@example.com","exp":${now() + 60}}`
    const halves = ['"a\\ud800"', '"a\\ud801"', '"a\\udc00"'].map((sub) => signed(`{"sub":${sub}${rest}`))
    const bytes = [0xff, 0xfe].map((byte) => {
      return signed(Buffer.concat([Buffer.from('{"sub":"a'), Buffer.from([byte]), Buffer.from(`"${rest}`)]))
    })
    for (const token of [...halves, ...bytes]) {
      expect(await me(token)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
    }
    expect((await me(halves[0] ?? '')).body.message).toContain('claim sub')
    expect((await me(signed(`{"sub":"a😀"${rest}`))).status).toBe(200)
  })
})

describe('What a later token says', () => {
  it('of no e-mail, in whatever way, leaves the one known', async () => {
    const first = await me(server.userToken('later'))
    for (const email of [null, '', ' ', undefined]) {
      expect(await me(server.userToken('later', { email }))).toMatchObject({ status: 200, body: first.body })
    }
    expect((await me(server.userToken('later', { email: ' later@new.example ' }))).body.email).toBe('later@new.example')
    for (const email of [null, '', ' ', undefined]) {
      expect((await me(server.userToken('never-seen', { email }))).body.message).toContain('email')
    }
  })

  it.each(['', ' ', null])('of a name that is %j takes the name away', async (name) => {
    await me(server.userToken('named'))
    expect(await me(server.userToken('named', { name }))).toMatchObject({ status: 200, body: { name: null } })
  })

  it.each([
    ['half an emoji', 'Ada \ud83d', 'Ada'],
    ['space round it', ' Ada ', 'Ada'],
  ])('of a name with %s is written once, not at each request', async (_, name, stored) => {
    const request = () => me(server.userToken('cut', { name }))
    expect((await request()).body.name).toBe(stored)
    const row = () => server.sql("SELECT updated_at, name FROM users WHERE external_id = 'cut'")
    const before = await row()
    await request()
    expect(await row()).toEqual(before)
  })
})

describe('A clock that is a little ahead', () => {
  const ahead = [
    ['nbf', 5],
    ['nbf', 55],
    ['iat', 5],
    ['iat', 55],
  ] as const
  const tokens = (claims: object): [string, TestApp][] => [
    [server.userToken('ahead', { ...claims }), server],
    [
      jwt.sign({ sub: 'ahead', email: 'ahead@example.com', exp: now() + 600, ...claims }, rsa.privateKey, {
        algorithm: 'RS256',
        keyid: 'rsa',
      }),
      withKeys,
    ],
  ]

  it.each(ahead)('is forgiven: %s in %d s, over REST, sockets and refresh_token', async (claim, seconds) => {
    for (const [token, app] of tokens({ [claim]: now() + seconds })) {
      expect((await me(token, app)).status).toBe(200)
      const socket = await app.connect(token)
      expect(await socket.emitWithAck('refresh_token', { token })).toMatchObject({ ok: true })
    }
  })

  it.each(['nbf', 'iat'])('is not when it is far ahead: %s', async (claim) => {
    for (const [token, app] of tokens({ [claim]: now() + 120 })) {
      expect(await me(token, app)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
      expect(await connecting(token, app)).toBe('unauthenticated')
    }
  })

  it('is not for exp, which is exact', async () => {
    for (const [token, app] of tokens({ exp: now() - 1 })) {
      expect((await me(token, app)).body).toEqual({ code: 'unauthenticated', message: 'The token has expired' })
    }
  })
})
