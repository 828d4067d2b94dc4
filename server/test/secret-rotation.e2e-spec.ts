import { randomUUID } from 'node:crypto'
import { routes, type Identity, type Session, type SupportMessage } from '@support-chat/shared'
import jwt from 'jsonwebtoken'
import { UnsubscribeLinks } from '../src/notifications/unsubscribe-links.js'
import { call } from './call.js'
import { ADMIN, createDatabase, startTestApp, type TestApp } from './test-app.js'

const OLD = { user: 'an-old-secret-of-the-users-32-bytes!', staff: 'an-old-secret-of-the-staff-32-bytes!' }
const NEW = { user: 'a-new-secret-of-the-users-32-bytes!!', staff: 'a-new-secret-of-the-staff-32-bytes!!' }

const userToken = (secret: string) =>
  jwt.sign({ sub: 'ada', email: 'ada@example.com' }, secret, { algorithm: 'HS256', expiresIn: 600 })

/** One after the other, as a deploy does: with the old secrets, with both, and with the new ones alone. */
const STAGES = [OLD, { user: `${NEW.user},${OLD.user}`, staff: `${NEW.staff},${OLD.staff}` }, NEW]

let database: Awaited<ReturnType<typeof createDatabase>>
let server: TestApp

const start = ({ user, staff }: typeof OLD) =>
  startTestApp({
    databaseUrl: database.url,
    userJwt: { key: { secret: user }, issuer: null, audience: null },
    staffJwtSecret: staff,
  })
const statusOf = async (token: string) => (await call<Identity>(server.url + routes.me, 'GET', { token })).status
const refresh = (session: Session) =>
  call<Session>(server.url + routes.refresh, 'POST', { body: { refresh_token: session.refresh_token } })

beforeAll(async () => (database = await createDatabase()))
afterAll(() => database.drop())
afterEach(() => server.close())

describe('Replacing a secret', () => {
  let session: Session
  let device: string
  let link: string
  let userId: string

  it('begins with tokens, links and devices of the old one', async () => {
    server = await start(STAGES[0]!)
    const answer = await fetch(server.url + routes.login, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(ADMIN),
    })
    session = (await answer.json()) as Session
    device = answer.headers.getSetCookie()[0]!.split(';')[0]!
    userId = (await call<Identity>(server.url + routes.me, 'GET', { token: userToken(OLD.user) })).body.id
    link = server.app.get(UnsubscribeLinks, { strict: false }).tokenFor(userId)
    expect(await statusOf(userToken(NEW.user))).toBe(401)
  })

  it('signs nobody out while both are set, and signs with the new one', async () => {
    server = await start(STAGES[1]!)
    for (const token of [session.access_token, userToken(OLD.user), userToken(NEW.user)]) {
      expect(await statusOf(token)).toBe(200)
      expect((await server.connect(token)).connected).toBe(true)
    }
    const others = ['a-third-secret-that-nobody-has-set!', 'x'.repeat(32)].map(userToken)
    for (const token of [...others, `${userToken(OLD.user)}x`]) expect(await statusOf(token)).toBe(401)
    const tampered = userToken(OLD.user).replace(/\.[^.]+\./, `.${Buffer.from('{"sub":"bob"}').toString('base64url')}.`)
    expect(await statusOf(tampered)).toBe(401)

    // Who works meanwhile goes on: the access token is renewed in time, whichever secret signed the last one.
    const sent = await Promise.all(
      Array.from({ length: 20 }, async (_, at) => {
        const body = { content: `Message ${at}`, client_id: randomUUID() }
        const token = userToken(at % 2 ? OLD.user : NEW.user)
        return call<SupportMessage>(server.url + routes.userMessages, 'POST', { token, body })
      }),
    )
    expect(new Set(sent.map(({ status }) => status))).toEqual(new Set([201]))
    session = (await refresh(session)).body
    expect(await statusOf(session.access_token)).toBe(200)

    const known = await fetch(server.url + routes.login, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: device },
      body: JSON.stringify(ADMIN),
    })
    // A device that is known is not given another cookie.
    expect([known.status, known.headers.getSetCookie()]).toEqual([200, []])
  })

  it('ends with the new one alone: sessions go on, old links work, and nothing of the old one does', async () => {
    server = await start(STAGES[2]!)
    expect(await statusOf(session.access_token)).toBe(200)
    expect((await refresh(session)).status).toBe(200)
    expect(await statusOf(userToken(NEW.user))).toBe(200)
    expect(await statusOf(userToken(OLD.user))).toBe(401)
    const answer = await fetch(`${server.url}/api/email/unsubscribe/${link}`)
    expect(answer.status).toBe(200)
    expect(server.app.get(UnsubscribeLinks, { strict: false }).userOf(link)).toBe(userId)
  })
})
