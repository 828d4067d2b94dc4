import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { routes } from '@support-chat/shared'
import jwt from 'jsonwebtoken'
import { call } from '../call.js'
import { FloodStage } from './flood-stage.js'
import { pace } from './pace.js'

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
/** An identity provider that takes its time. */
const ANSWER_MS = 200

let provider: Server
let stage: FloodStage

const sign = (name: string, keyid = 'known') =>
  jwt.sign({ sub: name, email: `${name}@example.com` }, privateKey, { algorithm: 'ES256', keyid, expiresIn: '1h' })

beforeAll(async () => {
  const key = { ...publicKey.export({ format: 'jwk' }), kid: 'known', alg: 'ES256', use: 'sig' }
  provider = createServer(
    (_, response) => void delay(ANSWER_MS).then(() => response.end(JSON.stringify({ keys: [key] }))),
  )
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve))
  const jwksUrl = `http://127.0.0.1:${(provider.address() as AddressInfo).port}/jwks.json`
  stage = await FloodStage.set({ userJwt: { key: { jwksUrl }, issuer: null, audience: null } }, sign)
})

afterAll(async () => {
  await stage.close()
  provider.close()
})

it('A good user is served as before, and gets in, while 20 tokens a second name keys that nobody has', async () => {
  const entered: number[] = []
  const harm = await stage.harmOf(async (url, signal) => {
    await pace(20, signal, () => call(url + routes.me, 'GET', { token: sign('flooder', randomUUID()) }))
    entered.push((await call(url + routes.me, 'GET', { token: sign(`new-${randomUUID()}`) })).status)
  })
  expect(harm).toMatchObject({ bearable: true })
  expect(new Set(entered)).toEqual(new Set([200]))
})
