import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto'
import { routes, type ApiError, type Identity } from '@support-chat/shared'
import jwt from 'jsonwebtoken'
import { call } from './call.js'
import { startTestApp, type TestApp } from './test-app.js'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })

let keys: Server
/** How often the document was fetched. */
let fetches = 0
let server: TestApp

beforeAll(async () => {
  const publish = (key: KeyObject, kid: string, alg: string): JsonWebKey => ({
    ...key.export({ format: 'jwk' }),
    kid,
    alg,
    use: 'sig',
  })
  const document = { keys: [publish(rsa.publicKey, 'rsa', 'RS256'), publish(ec.publicKey, 'ec', 'ES256')] }
  keys = createServer((_, response) => {
    fetches++
    response.end(JSON.stringify(document))
  })
  await new Promise<void>((resolve) => keys.listen(0, '127.0.0.1', resolve))
  server = await startTestApp({
    userJwt: {
      key: { jwksUrl: `http://127.0.0.1:${(keys.address() as AddressInfo).port}/jwks.json` },
      issuer: 'https://login.example',
      audience: 'support',
    },
  })
})

afterAll(async () => {
  await server.close()
  keys.close()
})

const now = () => Math.floor(Date.now() / 1000)
const claims = { sub: 'ada', email: 'ada@example.com', iss: 'https://login.example', aud: 'support' }
const sign = (key: KeyObject | string, options: jwt.SignOptions, changes: object = {}) =>
  jwt.sign({ exp: now() + 60, ...claims, ...changes }, key, options)
const me = (token: string, { url } = server) => call<Identity & ApiError>(url + routes.me, 'GET', { token })

describe('Users whose keys come from a JWKS document', () => {
  it('are let in with RS256 and with ES256, over REST and sockets', async () => {
    const rs256 = sign(rsa.privateKey, { algorithm: 'RS256', keyid: 'rsa' })
    const es256 = sign(ec.privateKey, { algorithm: 'ES256', keyid: 'ec' })
    const first = await me(rs256)
    expect(first).toMatchObject({ status: 200, body: { email: 'ada@example.com', role: 'user' } })
    expect((await me(es256)).body).toEqual(first.body)
    expect((await server.connect(es256)).connected).toBe(true)
  })

  const bad: [string, () => string][] = [
    ['another key under a known id', () => sign(stranger.privateKey, { algorithm: 'RS256', keyid: 'rsa' })],
    ['an unknown key id', () => sign(stranger.privateKey, { algorithm: 'RS256', keyid: 'other' })],
    ['another algorithm of the same key', () => sign(rsa.privateKey, { algorithm: 'RS512', keyid: 'rsa' })],
    [
      'the public key used as a secret',
      () =>
        sign(rsa.publicKey.export({ format: 'pem', type: 'spki' }).toString(), { algorithm: 'HS256', keyid: 'rsa' }),
    ],
    ["the other key's id", () => sign(rsa.privateKey, { algorithm: 'RS256', keyid: 'ec' })],
    ['no signature', () => sign('', { algorithm: 'none', keyid: 'rsa' })],
    [
      'another issuer',
      () => sign(rsa.privateKey, { algorithm: 'RS256', keyid: 'rsa' }, { iss: 'https://evil.example' }),
    ],
    ['another audience', () => sign(rsa.privateKey, { algorithm: 'RS256', keyid: 'rsa' }, { aud: 'shop' })],
    ['no audience', () => sign(rsa.privateKey, { algorithm: 'RS256', keyid: 'rsa' }, { aud: [] })],
  ]

  it.each(bad)('are refused with %s', async (_, token) => {
    expect(await me(token())).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
  })

  it('are let in whatever keys others name, and the provider is asked once more for all of those', async () => {
    const { config } = server
    const flooded = await startTestApp({ userJwt: config.userJwt, databaseUrl: config.databaseUrl })
    const before = fetches
    const made = Array.from({ length: 40 }, (_, index) => {
      return sign(stranger.privateKey, { algorithm: 'RS256', keyid: `made up ${index}` })
    })
    const answers = await Promise.all(made.map((token) => me(token, flooded)))
    const good = await me(sign(rsa.privateKey, { algorithm: 'RS256', keyid: 'rsa' }), flooded)
    await flooded.close()
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]))
    expect([good.status, fetches - before]).toEqual([200, 2])
  })

  it('live beside staff, who sign in as ever', async () => {
    expect((await me(await server.staffToken())).body).toMatchObject({ role: 'admin' })
  })

  it('are told to try later, not that their token is bad, while the keys cannot be reached', async () => {
    const unreachable = await startTestApp({
      userJwt: { key: { jwksUrl: 'http://127.0.0.1:9/jwks.json' }, issuer: null, audience: null },
    })
    const token = sign(rsa.privateKey, { algorithm: 'RS256', keyid: 'rsa' })
    expect(await call(unreachable.url + routes.me, 'GET', { token })).toMatchObject({
      status: 503,
      body: { code: 'unavailable' },
    })
    await unreachable.close()
  })
})
