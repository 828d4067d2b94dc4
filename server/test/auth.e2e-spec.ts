import { routes, type ApiError, type Identity, type Session } from '@support-chat/shared'
import jwt from 'jsonwebtoken'
import { ADMIN, startTestApp, type TestApp, USER_JWT_SECRET } from './test-app.js'

let server: TestApp

beforeAll(async () => {
  server = await startTestApp()
})
afterAll(() => server.close())

const call = async <T>(path: string, init: { token?: string; body?: unknown } = {}) => {
  const response = await fetch(server.url + path, {
    method: init.body === undefined ? 'GET' : 'POST',
    headers: {
      'content-type': 'application/json',
      ...(init.token === undefined ? {} : { authorization: `Bearer ${init.token}` }),
    },
    ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
  })
  return { status: response.status, body: (await response.json()) as T }
}
const me = (token?: string) => call<Identity & ApiError>(routes.me, token === undefined ? {} : { token })
const login = (body: object = ADMIN) => call<Session & ApiError>(routes.login, { body })
const refresh = (token: string) => call<Session & ApiError>(routes.refresh, { body: { refresh_token: token } })

describe('A user token', () => {
  it('makes the user on first sight, and follows the newest token from then on', async () => {
    const first = await me(server.userToken('ada'))
    expect(first).toEqual({
      status: 200,
      body: { id: expect.any(String), email: 'ada@example.com', name: 'ada', role: 'user' },
    })
    const moved = await me(server.userToken('ada', { email: 'ada@new.example', name: 'Ada L.' }))
    expect(moved.body).toEqual({ ...first.body, email: 'ada@new.example', name: 'Ada L.' })
    const older = await me(server.userToken('ada', { iat: Math.floor(Date.now() / 1000) - 60 }))
    expect(older.body).toEqual(moved.body)
    const silent = await me(server.userToken('ada', { email: undefined, name: undefined }))
    expect(silent.body).toEqual(moved.body)
    const nameless = await me(server.userToken('ada', { email: undefined, name: null }))
    expect(nameless.body).toEqual({ ...moved.body, name: null })
    const spaced = await me(server.userToken('ada', { email: undefined, name: ' Ada ' }))
    expect(spaced.body).toEqual({ ...moved.body, name: 'Ada' })
    const blank = await me(server.userToken('ada', { email: undefined, name: ' ' }))
    expect(blank.body).toEqual(nameless.body)
  })

  it('writes nothing when nothing has changed', async () => {
    await me(server.userToken('bob'))
    const before = await server.sql('SELECT xmin, updated_at FROM users WHERE external_id = $1', ['bob'])
    await me(server.userToken('bob'))
    expect(await server.sql('SELECT xmin, updated_at FROM users WHERE external_id = $1', ['bob'])).toEqual(before)
  })

  it('makes one user when it is first seen ten times at once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => me(server.userToken('crowd'))))
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
    expect(answers.every(({ status }) => status === 200)).toBe(true)
  })

  const now = () => Math.floor(Date.now() / 1000)
  const bad: [string, () => string][] = [
    ['is missing', () => ''],
    ['is no token', () => 'nonsense'],
    ['is signed with another secret', () => jwt.sign({ sub: 'eve', email: 'e@e.e', exp: now() + 60 }, 'x'.repeat(32))],
    ['is not signed', () => jwt.sign({ sub: 'eve', email: 'e@e.e', exp: now() + 60 }, '', { algorithm: 'none' })],
    [
      'uses another algorithm',
      () => jwt.sign({ sub: 'eve', email: 'e@e.e', exp: now() + 60 }, USER_JWT_SECRET, { algorithm: 'HS512' }),
    ],
    ['has expired', () => server.userToken('eve', { exp: now() - 1 })],
    ['never expires', () => server.userToken('eve', { exp: undefined })],
    ['is not valid for more than a minute', () => server.userToken('eve', { nbf: now() + 90 })],
    ['was issued in the future', () => server.userToken('eve', { iat: now() + 90 })],
    [
      'was issued before time began',
      () => jwt.sign(JSON.stringify({ sub: 'eve', email: 'e@e.e', exp: now() + 60, iat: -1e300 }), USER_JWT_SECRET),
    ],
    ['has no sub', () => server.userToken('eve', { sub: undefined })],
    ['has an empty sub', () => server.userToken('eve', { sub: '' })],
    [
      'has a number for sub',
      () => jwt.sign(JSON.stringify({ sub: 7, email: 'e@e.e', exp: now() + 60 }), USER_JWT_SECRET),
    ],
    ['has a NUL in sub', () => server.userToken('eve', { sub: 'e\0ve' })],
    ['has a line break in email', () => server.userToken('eve', { email: 'e@e.e\r\nBcc: all@e.e' })],
    ['has no email on first sight', () => server.userToken('eve', { email: undefined })],
  ]
  it.each(bad)('is refused where it %s', async (_, token) => {
    const answer = await me(token())
    expect(answer).toEqual({ status: 401, body: { code: 'unauthenticated', message: expect.any(String) } })
    expect(await server.sql('SELECT 1 FROM users WHERE email LIKE $1', ['e%'])).toEqual([])
  })

  it('is refused once the account is deactivated', async () => {
    await me(server.userToken('gone'))
    await server.sql('UPDATE users SET deactivated_at = now() WHERE external_id = $1', ['gone'])
    expect((await me(server.userToken('gone', { name: 'Back' }))).status).toBe(401)
  })
})

describe('A staff sign-in', () => {
  it('answers with tokens that say who it is', async () => {
    const { status, body } = await login({ ...ADMIN, email: 'Admin@Example.com ' })
    expect(status).toBe(200)
    expect(body).toMatchObject({ expires_in: 900, user: { email: ADMIN.email, role: 'admin' } })
    expect((await me(body.access_token)).body).toEqual(body.user)
  })

  it('refuses an unknown address, a wrong password and a deactivated account alike', async () => {
    await server.sql(
      `INSERT INTO users (id, email, role, password_hash, deactivated_at)
       SELECT gen_random_uuid(), 'left@example.com', role, password_hash, now() FROM users WHERE role = 'admin'`,
    )
    const wrong = await login({ ...ADMIN, password: 'wrong' })
    expect(wrong.status).toBe(401)
    expect(await login({ ...ADMIN, email: 'nobody@example.com' })).toEqual(wrong)
    expect(await login({ ...ADMIN, email: 'left@example.com' })).toEqual(wrong)
  })

  it.each([[{}], [{ email: 1, password: 2 }], [{ email: ADMIN.email }], [[]]])('calls %j invalid', async (body) => {
    expect(await login(body)).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  })

  it('ends at logout, and leaves the other sign-ins alone', async () => {
    const [here, elsewhere] = [(await login()).body, (await login()).body]
    expect(await call(routes.logout, { token: here.access_token, body: {} })).toEqual({ status: 200, body: {} })
    expect((await me(here.access_token)).status).toBe(401)
    expect((await refresh(here.refresh_token)).status).toBe(401)
    expect((await me(elsewhere.access_token)).status).toBe(200)
  })

  it('keeps no token in the database as it is', async () => {
    const { refresh_token } = (await login()).body
    expect(await server.sql('SELECT 1 FROM staff_sessions WHERE token_hash = $1', [refresh_token])).toEqual([])
  })

  it('ends where the account is deactivated or its sessions are voided', async () => {
    const { access_token } = (await login()).body
    await server.sql('UPDATE users SET session_version = session_version + 1 WHERE email = $1', [ADMIN.email])
    expect((await me(access_token)).status).toBe(401)
    expect((await me((await login()).body.access_token)).status).toBe(200)
  })
})

describe('The two kinds of token', () => {
  it('do not open the other side', async () => {
    expect(await call(routes.logout, { token: server.userToken('ada'), body: {} })).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    })
  })

  it('cannot stand in for each other even where one secret signs both', async () => {
    const same = await startTestApp({ staffJwtSecret: USER_JWT_SECRET })
    const { access_token } = (await (
      await fetch(same.url + routes.login, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(ADMIN),
      })
    ).json()) as Session
    const forged = jwt.sign({ ...(jwt.decode(access_token) as object) }, USER_JWT_SECRET)
    const answer = await fetch(same.url + routes.me, { headers: { authorization: `Bearer ${forged}` } })
    await same.close()
    expect(answer.status).toBe(401)
  })
})
