import { routes, type ApiError, type Session } from '@support-chat/shared'
import { DataSource } from 'typeorm'
import { EndStaffSessions1763801100000 } from '../src/database/migrations/1763801100000-end-staff-sessions.js'
import { RATE_LIMITS } from '../src/rate-limits/rate-limit.js'
import { call } from './call.js'
import { stopDate, stopLimits } from './stand-still.js'
import { ADMIN, startTestApp, type TestApp } from './test-app.js'

const DAY_S = 24 * 3600

let server: TestApp

beforeAll(async () => {
  server = await startTestApp()
})
beforeEach(() => void stopLimits(server))
afterAll(() => server.close())
afterEach(() => jest.useRealTimers())

type Pair = Session & ApiError

const post = (path: string, body: object) => call<Pair>(server.url + path, 'POST', { body })
const login = async (): Promise<Session> => (await post(routes.login, ADMIN)).body
const refresh = ({ refresh_token }: Session) => post(routes.refresh, { refresh_token })
const me = async ({ access_token }: Session) =>
  (await call(server.url + routes.me, 'GET', { token: access_token })).status

/** Refreshes, and sees that both tokens of the answer are good. */
async function refreshed(session: Session): Promise<Session> {
  const { status, body } = await refresh(session)
  expect([status, await me(body)]).toEqual([200, 200])
  return body
}

describe('A refresh token', () => {
  it('gives a new pair', async () => {
    const first = await login()
    const second = await refreshed(first)
    expect(second.refresh_token).not.toBe(first.refresh_token)
    expect((await refreshed(second)).refresh_token).not.toBe(second.refresh_token)
  })

  it('that comes three times at once is answered with three pairs that work, whichever of them is used', async () => {
    const session = await login()
    const answers = await Promise.all([1, 2, 3].map(() => refreshed(session)))
    for (const pair of answers) await refreshed(pair)
    await Promise.all(answers.map(refreshed))
  })

  it('is answered again until its successor is used, however late: the answer may have been lost', async () => {
    const session = await login()
    const pass = stopDate()
    await refresh(session)
    pass(DAY_S)
    await refreshed(await refreshed(session))
  })

  it('is answered for 30 s beyond, with what is newest then, and that works for good', async () => {
    const session = await login()
    const pass = stopDate()
    const second = await refreshed(session)
    const third = await refreshed(second)
    pass(30)
    const late = await refreshed(session)
    pass(800)
    await refreshed(await refreshed(late))
    expect(await me(third)).toBe(200)
  })

  it('ends the sign-in when it comes later than that, for the owner of its successors too', async () => {
    const session = await login()
    const elsewhere = await login()
    const pass = stopDate()
    const second = await refreshed(session)
    const third = await refreshed(second)
    pass(31)
    expect(await refresh(session)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
    expect((await refresh(third)).status).toBe(401)
    expect(await me(third)).toBe(401)
    await refreshed(elsewhere)
  })

  it('that was stolen shows itself when thief and owner go on from it', async () => {
    const stolen = await login()
    const pass = stopDate()
    const owner = await refreshed(stolen)
    const thief = await refreshed(stolen)
    pass(840)
    await refreshed(await refreshed(thief))
    pass(60)
    expect((await refresh(owner)).status).toBe(401)
    expect(await me(thief)).toBe(401)
  })

  it('of a version that kept no successor ends the sign-in when it comes again', async () => {
    const session = await login()
    const second = await refreshed(session)
    await server.sql('UPDATE staff_sessions SET successor_salt = NULL')
    expect((await refresh(session)).status).toBe(401)
    expect((await refresh(second)).status).toBe(401)
  })

  it('is answered so many times, and then told when to go on', async () => {
    const session = await login()
    for (let times = 0; times < RATE_LIMITS.renew.burst; times++) expect((await refresh(session)).status).toBe(200)
    const refused = await refresh(session)
    expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited' } })
    expect((refused.body.details as { retry_after_ms: number }).retry_after_ms).toBeGreaterThan(0)
    await refreshed(await login())
  })

  it('that nobody was given is limited by address, and holds up no good one', async () => {
    const session = await login()
    const statuses: number[] = []
    for (let times = 0; times <= RATE_LIMITS.signIn.burst; times++) {
      statuses.push((await post(routes.refresh, { refresh_token: `guess ${times}` })).status)
    }
    expect([statuses[0], statuses.at(-1)]).toEqual([401, 429])
    await refreshed(session)
  })
})

describe('A session', () => {
  it('ends after 14 days without use', async () => {
    const [used, unused] = [await login(), await login()]
    const pass = stopDate()
    pass(14 * DAY_S - 60)
    await refreshed(used)
    pass(120)
    expect((await refresh(unused)).status).toBe(401)
  })

  it('ends after 90 days however often it is used', async () => {
    let session = await login()
    const pass = stopDate()
    for (let day = 0; day < 80; day += 10) {
      pass(10 * DAY_S)
      session = await refreshed(session)
    }
    pass(10 * DAY_S - 60)
    session = await refreshed(session)
    pass(120)
    expect((await refresh(session)).status).toBe(401)
  })

  it('that is over lets nobody in by an access token either', async () => {
    const session = await login()
    await server.sql('UPDATE staff_sessions SET expires_at = now()')
    expect(await me(session)).toBe(401)
  })

  it('that began under an earlier version ends by when it began', async () => {
    const database = server.app.get(DataSource)
    const migration = new EndStaffSessions1763801100000()
    await login()
    const runner = database.createQueryRunner()
    await migration.down(runner)
    await server.sql(
      `UPDATE staff_sessions SET family_id = '018f0000-0000-7000-8000-000000000000', expires_at = now() + interval '30 days'`,
    )
    await migration.up(runner)
    await runner.release()
    const [row] = await server.sql<{ began_at: Date; expires_at: Date }>(
      'SELECT began_at, expires_at FROM staff_sessions LIMIT 1',
    )
    expect(row?.began_at.getTime()).toBe(0x018f00000000)
    expect(row?.expires_at.getTime()).toBe(0x018f00000000 + 90 * DAY_S * 1000)
  })
})
