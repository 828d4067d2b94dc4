import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Logger } from '@nestjs/common'
import {
  breakGlassRoute,
  routes,
  ssoCallbackRoute,
  ssoLogoutRoute,
  ssoSessionRoute,
  ssoStartRoute,
  staffRoutes,
  type ApiError,
  type AuditPage,
  type Session,
  type StaffList,
  type StaffRole,
} from '@support-chat/shared'
import { Clock, WallClock } from '../src/common/clock.js'
import { AppError } from '../src/common/errors/app-error.js'
import { Config, type OidcConfig } from '../src/config/config.js'
import { RateLimiter } from '../src/rate-limits/rate-limiter.js'
import { call } from './call.js'
import { newColleague } from './colleague.js'
import { eventually } from './eventually.js'
import { freePort } from './free-port.js'
import { CookieJar, IdentityProvider, OIDC_CLIENT, type Person } from './identity-provider.js'
import { bundleOf } from './programs.js'
import { ADMIN, startTestApp, type TestApp } from './test-app.js'

/** What people see; requests go to where the server of the tests listens. */
const PUBLIC = 'http://localhost:3000'

let server: TestApp
let provider: IdentityProvider
let staff: string
let usual: OidcConfig
const said: string[] = []

beforeAll(async () => {
  for (const level of ['log', 'warn', 'error'] as const)
    jest.spyOn(Logger.prototype, level).mockImplementation((...line) => void said.push(JSON.stringify(line)))
  provider = new IdentityProvider(await freePort(), join(__dirname, 'run-identity-provider.mjs'))
  usual = {
    issuer: provider.issuer,
    clientId: OIDC_CLIENT.id,
    clientSecret: OIDC_CLIENT.secret,
    allowedDomains: null,
    defaultRole: null,
    roleClaim: null,
    button: null,
  }
  // The provider is not there yet.
  server = await startTestApp({ oidc: usual })
  staff = await server.staffToken()
})
afterEach(() => set({}))
afterAll(async () => {
  await server.close()
  await provider.stop()
  jest.restoreAllMocks()
})

/** Settings of the operator, for one test. */
function set(oidc: Partial<OidcConfig>, passwordLogin = true): void {
  Object.assign(server.app.get(Config, { strict: false }), { oidc: { ...usual, ...oidc }, passwordLogin })
}

/** Time that the server sees pass. */
function wait(milliseconds: number): void {
  const clock = server.app.get(Clock, { strict: false })
  const now = clock.now.bind(clock)
  clock.now = () => now() + milliseconds
}

const here = (url: string) => url.replace(PUBLIC, server.url)
const open = (jar: CookieJar, url: string) => jar.request(url, { at: here(url) })

/** Goes to the provider and signs in there. @returns the address that it leads back to */
async function walkToCallback(jar: CookieJar, person: Person, to = ''): Promise<string> {
  await provider.tell({ become: person })
  let at = (await open(jar, `${PUBLIC}${ssoStartRoute}${to}`)).location!
  while (!at.startsWith(PUBLIC)) {
    const page = await jar.request(at)
    at = page.location ?? (await jar.request(at, { method: 'POST' })).location!
  }
  return at
}

/** The whole journey. @returns where it ended, of the console's addresses */
async function walk(person: Person, jar = new CookieJar(), to?: string): Promise<URL> {
  const callback = await walkToCallback(jar, person, to)
  if (!callback.startsWith(`${PUBLIC}${ssoCallbackRoute}`)) return new URL(callback)
  return new URL((await open(jar, callback)).location!)
}

const exchange = async (jar: CookieJar, origin?: string) => {
  const { response } = await jar.request(`${PUBLIC}${ssoSessionRoute}`, {
    method: 'POST',
    at: `${server.url}${ssoSessionRoute}`,
    ...(origin && { origin }),
  })
  return { status: response.status, body: (await response.json()) as Session & ApiError }
}

async function signIn(person: Person): Promise<Session> {
  const jar = new CookieJar()
  const end = await walk(person, jar)
  expect(end.href).toBe(`${PUBLIC}/admin/sign-in?sso=done`)
  const { status, body } = await exchange(jar)
  expect(status).toBe(200)
  return body
}

const refused = async (person: Person) => (await walk(person)).searchParams.get('sso')

let people = 0
const newPerson = (more: Partial<Person> = {}): Person => {
  const sub = `person-${++people}`
  return { sub, email: `${sub}@staff.example`, email_verified: true, name: `Person ${people}`, ...more }
}

async function invite(email: string, staff_role: StaffRole = 'agent'): Promise<void> {
  const body = { email, staff_role }
  expect((await call(server.url + staffRoutes.invite, 'POST', { token: staff, body })).status).toBeLessThan(300)
}

const invited = async (more: Partial<Person> = {}, role?: StaffRole): Promise<Person> => {
  const person = newPerson(more)
  await invite(person.email!, role)
  return person
}

const member = async (email: string) =>
  (await call<StaffList>(server.url + staffRoutes.staff, 'GET', { token: staff })).body.staff.find(
    (each) => each.email === email,
  )
const me = async (token: string) => (await call<Session['user']>(server.url + routes.me, 'GET', { token })).status
const audit = async (action: string) =>
  (await call<AuditPage>(`${server.url}${staffRoutes.audit}?action=${action}`, 'GET', { token: staff })).body.entries

/** As an identity provider tells of it. */
const logOut = async (logout_token: string) => {
  const body = new URLSearchParams({ logout_token })
  return (await fetch(server.url + ssoLogoutRoute, { method: 'POST', body })).status
}

describe('The identity provider', () => {
  it('may be away when the server starts, and is asked again once it may be there', async () => {
    expect((await fetch(`${server.url}/api/health/ready`)).status).toBe(200)
    const start = () => open(new CookieJar(), `${PUBLIC}${ssoStartRoute}`)
    expect((await start()).location).toBe(`${PUBLIC}/admin/sign-in?sso=provider_unavailable`)
    expect(said.join()).toMatch(/Failed to reach the identity provider of OIDC_ISSUER.*ECONNREFUSED/)
    await provider.start(PUBLIC, server.url)
    // Not at once, however many ask.
    expect((await start()).location).toBe(`${PUBLIC}/admin/sign-in?sso=provider_unavailable`)
    wait(5_000)
    const { location, response } = await start()
    const { origin, searchParams } = new URL(location!)
    expect(origin).toBe(provider.issuer)
    expect(Object.fromEntries(searchParams)).toMatchObject({
      response_type: 'code',
      client_id: OIDC_CLIENT.id,
      redirect_uri: `${PUBLIC}${ssoCallbackRoute}`,
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    })
    expect(response.headers.get('set-cookie')).toMatch(/; Path=\/api\/auth\/oidc; .*HttpOnly; SameSite=Lax$/)
  })

  it('is told to be away, should it be so later: before people go there, and while they are', async () => {
    const [jar, person] = [new CookieJar(), await invited()]
    const callback = await walkToCallback(jar, person)
    await provider.stop()
    expect((await open(jar, callback)).location).toBe(`${PUBLIC}/admin/sign-in?sso=provider_unavailable`)
    wait(31_000)
    const { location } = await open(new CookieJar(), `${PUBLIC}${ssoStartRoute}`)
    expect(location).toBe(`${PUBLIC}/admin/sign-in?sso=provider_unavailable`)
    await provider.start(PUBLIC, server.url)
    wait(5_000)
    expect((await signIn(person)).user.email).toBe(person.email)
  })
})

describe('Single sign-on', () => {
  it('signs in who was invited, by e-mail once and by who they are to the provider from then on', async () => {
    const person = await invited({}, 'viewer')
    const jar = new CookieJar()
    const end = await walk(person, jar, '?to=/chats%3Ftab%3Darchived')
    expect(end.href).toBe(`${PUBLIC}/admin/sign-in?sso=done&to=%2Fchats%3Ftab%3Darchived`)
    expect(await member(person.email!)).toMatchObject({ invited: false, name: person.name, staff_role: 'viewer' })
    expect((await exchange(jar, 'https://shop.example')).status).toBe(403)
    const { body: session } = await exchange(jar, PUBLIC)
    expect([session.user.email, session.user.staff_role, await me(session.access_token)]).toEqual([
      person.email,
      'viewer',
      200,
    ])
    expect((await exchange(jar, PUBLIC)).status).toBe(401)
    expect((await audit('staff.signed_in'))[0]).toMatchObject({
      actor: { id: session.user.id },
      details: { how: 'oidc' },
    })
    expect((await audit('staff.oidc_linked'))[0]).toMatchObject({ target: { id: session.user.id } })
    expect((await audit('staff.joined'))[0]).toMatchObject({ details: { how: 'oidc' } })

    const renamed = { ...person, email: 'another@elsewhere.example', email_verified: false }
    expect((await signIn(renamed)).user).toMatchObject({ id: session.user.id, email: person.email })
    const renewed = await call<Session>(server.url + routes.refresh, 'POST', {
      body: { refresh_token: session.refresh_token },
    })
    expect(renewed.status).toBe(200)
    // A link that nobody needs any more opens nothing, and nobody leads elsewhere.
    expect((await walk(person, new CookieJar(), '?to=//evil.example')).search).toBe('?sso=done')
  })

  it('lets in nobody else, and says why', async () => {
    expect(await refused(newPerson())).toBe('not_invited')
    expect(await refused(await invited({ email_verified: false }))).toBe('email_not_verified')
    const { email: _, ...nameless } = await invited()
    expect(await refused(nameless)).toBe('email_not_verified')
    expect(await refused({ ...(await invited()), denies: true })).toBe('cancelled')
    const gone = await invited()
    const { user } = await signIn(gone)
    await call(server.url + staffRoutes.deactivate(user.id), 'POST', { token: staff, body: {} })
    expect(await refused(gone)).toBe('deactivated')
    const failures = await audit('staff.sign_in_failed')
    expect(failures.slice(0, 5).map(({ details }) => details)).toEqual(
      ['deactivated', 'cancelled', 'email_not_verified', 'email_not_verified', 'not_invited'].map((reason) => ({
        how: 'oidc',
        reason,
      })),
    )
    expect(failures[0]).toMatchObject({ actor: null, target: { type: 'staff', id: user.id } })
  })

  it('never gives anybody the account of a colleague', async () => {
    const colleague = await newColleague(server, staff, 'Passworded')
    expect(await refused(newPerson({ email: colleague.email }))).toBe('email_taken')
    const linked = await invited()
    await signIn(linked)
    expect(await refused(newPerson({ email: linked.email!.toUpperCase() }))).toBe('email_taken')
    set({ defaultRole: 'agent' })
    expect(await refused(newPerson({ email: colleague.email }))).toBe('email_taken')
    expect(await me(colleague.token)).toBe(200)
  })

  it('takes addresses of the domains that are allowed, of invited people too', async () => {
    set({ allowedDomains: ['staff.example'], defaultRole: 'viewer' })
    expect(await refused(await invited({ email: 'outside@other.example' }))).toBe('domain_not_allowed')
    expect(await refused(newPerson({ email: 'x@evil-staff.example' }))).toBe('domain_not_allowed')
    expect(await refused(newPerson({ email_verified: false }))).toBe('email_not_verified')
    const inside = newPerson({ email: 'Inside@STAFF.example' })
    expect((await signIn(inside)).user).toMatchObject({ email: inside.email, name: inside.name, staff_role: 'viewer' })
  })

  it('gives roles as the claim says, at each sign-in, and never takes the last owner’s', async () => {
    set({ defaultRole: 'viewer', roleClaim: 'groups' })
    const person = newPerson({ groups: ['everybody', 'agent', 'admin'] })
    const { user, access_token } = await signIn(person)
    expect(user.staff_role).toBe('admin')
    await signIn({ ...person, groups: ['agent'] })
    expect((await call(server.url + staffRoutes.audit, 'GET', { token: access_token })).status).toBe(403)
    expect((await audit('staff.role_changed'))[0]).toMatchObject({
      actor: null,
      target: { id: user.id },
      details: { from: 'admin', to: 'agent', how: 'oidc' },
    })
    expect((await signIn({ ...person, groups: ['strangers'] })).user.staff_role).toBe('viewer')
    set({ roleClaim: 'groups' })
    expect((await signIn({ ...person, groups: [] })).user.staff_role).toBe('viewer')

    const owner = await signIn({ ...person, groups: ['owner'] })
    const first = (await member(ADMIN.email))!
    const demote = { token: owner.access_token, body: { staff_role: 'admin' } }
    expect((await call(server.url + staffRoutes.staffMember(first.id), 'PATCH', demote)).status).toBe(200)
    expect((await signIn({ ...person, groups: ['viewer'] })).user.staff_role).toBe('owner')
    const again = { token: owner.access_token, body: { staff_role: 'owner' } }
    expect((await call(server.url + staffRoutes.staffMember(first.id), 'PATCH', again)).status).toBe(200)
    expect((await signIn({ ...person, groups: ['viewer'] })).user.staff_role).toBe('viewer')
  })

  it('bears clocks that differ by less than a minute', async () => {
    const person = await invited()
    const hour = 3_600_000 // for which its tokens are good
    for (const [skewMs, end] of [
      [45_000, 'done'],
      [-hour - 45_000, 'done'],
      [-hour - 90_000, 'provider_refused'],
    ] as const) {
      await provider.tell({ skewMs })
      expect([skewMs, await refused(person)]).toEqual([skewMs, end])
    }
    await provider.tell({ skewMs: 0 })
    expect(said.join()).toContain('OAUTH_JWT_TIMESTAMP_CHECK_FAILED')
  })

  it('refuses what comes again, comes late, or comes to another browser', async () => {
    const person = await invited()
    const jar = new CookieJar()
    const callback = await walkToCallback(jar, person)
    const cookies = new Map(jar.of(PUBLIC))
    const signInPage = `${PUBLIC}/admin/sign-in`
    expect((await open(new CookieJar(), callback)).location).toBe(`${signInPage}?sso=expired`)
    expect((await open(jar, callback)).location).toBe(`${signInPage}?sso=done`)
    // The state again, with the cookie put back; the code again, with another state.
    for (const [name, value] of cookies) jar.of(PUBLIC).set(name, value)
    expect((await open(jar, callback)).location).toBe(`${signInPage}?sso=expired`)
    const next = new URL(await walkToCallback(new CookieJar(), person))
    const other = new CookieJar()
    const started = new URL((await open(other, `${PUBLIC}${ssoStartRoute}`)).location!)
    // A code that was given for another nonce and verifier.
    next.searchParams.set('state', started.searchParams.get('state')!)
    expect((await open(other, next.href)).location).toBe(`${signInPage}?sso=provider_refused`)

    const clock = server.app.get(WallClock, { strict: false })
    const late = new CookieJar()
    const lateCallback = await walkToCallback(late, person)
    const now = clock.now.bind(clock)
    clock.now = () => new Date(now().getTime() + 10 * 60_000)
    expect((await open(late, lateCallback)).location).toBe(`${signInPage}?sso=expired`)
    clock.now = now
    await server.sql(`UPDATE oidc_sessions SET cookie_expires_at = now()`)
    const tooLate = await exchange(jar)
    expect([tooLate.status, tooLate.body.code]).toEqual([401, 'unauthenticated'])
  })

  it('writes no code and no token anywhere', async () => {
    const jar = new CookieJar()
    const callback = new URL(await walkToCallback(jar, await invited()))
    await open(jar, callback.href)
    const { body } = await exchange(jar)
    const secrets = [callback.searchParams.get('code')!, callback.searchParams.get('state')!, body.refresh_token]
    const rows = await server.sql(
      'SELECT row_to_json(s) AS row FROM oidc_sessions s UNION ALL SELECT row_to_json(u) FROM oidc_used u UNION ALL SELECT row_to_json(a) FROM audit_entries a',
    )
    for (const secret of secrets) expect(JSON.stringify(rows) + said.join()).not.toContain(secret)
  })

  it('sends back who comes too often', async () => {
    const take = jest
      .spyOn(server.app.get(RateLimiter, { strict: false }), 'take')
      .mockRejectedValue(new AppError('rate_limited', 'Slow down'))
    try {
      for (const route of [ssoStartRoute, `${ssoCallbackRoute}?code=x&state=y`])
        expect((await open(new CookieJar(), PUBLIC + route)).location).toBe(`${PUBLIC}/admin/sign-in?sso=rate_limited`)
      expect(await logOut('x')).toBe(429)
    } finally {
      take.mockRestore()
    }
  })
})

describe('A logout at the identity provider', () => {
  it('ends the session that it is about, with its socket, within five seconds', async () => {
    const person = await invited()
    const [one, other] = [await signIn(person), await signIn(person)]
    const sockets = [await server.connect(one.access_token), await server.connect(other.access_token)]
    const [row] = await server.sql<{ sid: string }>(
      `SELECT provider_sid AS sid FROM oidc_sessions WHERE user_id = $1 ORDER BY session_id LIMIT 1`,
      [one.user.id],
    )
    const began = performance.now()
    await provider.tell({ logOut: { sub: person.sub, sid: row!.sid } })
    await eventually(() => (sockets[0]!.connected ? null : true), 'the socket to be closed')
    expect(performance.now() - began).toBeLessThan(5_000)
    expect([await me(one.access_token), await me(other.access_token), sockets[1]!.connected]).toEqual([401, 200, true])
    const refresh = { body: { refresh_token: one.refresh_token } }
    expect((await call(server.url + routes.refresh, 'POST', refresh)).status).toBe(401)
    expect((await audit('staff.signed_out'))[0]).toMatchObject({
      actor: null,
      target: { id: one.user.id },
      details: { how: 'oidc' },
    })

    expect(await logOut(provider.logoutToken({ sub: person.sub }))).toBe(200)
    await eventually(() => (sockets[1]!.connected ? null : true), 'the other socket to be closed')
    expect(await me(other.access_token)).toBe(401)
  })

  it('ends a sign-in that is under way', async () => {
    const [jar, person] = [new CookieJar(), await invited()]
    await walk(person, jar)
    expect(await logOut(provider.logoutToken({ sub: person.sub }))).toBe(200)
    expect((await exchange(jar)).status).toBe(401)
  })

  it('is believed once, from the provider alone, and not for long', async () => {
    const person = await invited()
    const { access_token } = await signIn(person)
    const seconds = Math.floor(Date.now() / 1000)
    const { sub } = person
    for (const [why, token] of Object.entries({
      nothing: '',
      'no token': 'x.y.z',
      'of long ago': provider.logoutToken({ sub, iat: seconds - 400 }),
      'of later': provider.logoutToken({ sub, iat: seconds + 120 }),
      'of no time': provider.logoutToken({ sub, iat: undefined }),
      'for another client': provider.logoutToken({ sub, aud: 'another' }),
      'of another issuer': provider.logoutToken({ sub, iss: 'https://evil.example' }),
      'of no event': provider.logoutToken({ sub, events: undefined }),
      'an ID token': provider.logoutToken({ sub, nonce: 'n' }),
      'of nobody': provider.logoutToken({}),
      'signed with the client’s secret': provider.logoutToken({ sub }, 'HS256'),
    })) {
      expect([why, await logOut(token)]).toEqual([why, 400])
    }
    expect(await me(access_token)).toBe(200)
    const token = provider.logoutToken({ sub: 'a stranger' })
    expect([await logOut(token), await logOut(token)]).toEqual([200, 400])
    expect(await me(access_token)).toBe(200)
  })
})

describe('Without passwords', () => {
  it('nobody signs in with one, and single sign-on takes whoever had one, once', async () => {
    const colleague = await newColleague(server, staff, 'Formerly')
    set({}, false)
    const password = 'a long enough password'
    const calls: [string, object, string?][] = [
      [routes.login, { email: colleague.email, password }],
      [staffRoutes.passwordReset, { email: colleague.email }],
      [staffRoutes.confirmPasswordReset, { token: 'x', password }],
      [staffRoutes.acceptInvitation, { token: 'x', password }],
      [staffRoutes.changePassword, { current_password: password, new_password: password }, colleague.token],
    ]
    for (const [path, body, token] of calls) {
      const { status, body: answer } = await call(server.url + path, 'POST', { body, ...(token && { token }) })
      expect([path, status, answer.code]).toEqual([path, 403, 'forbidden'])
    }
    const body = { email: 'new-here@staff.example' }
    const { body: invitation } = await call<{ invitation_url: string }>(server.url + staffRoutes.invite, 'POST', {
      token: staff,
      body,
    })
    expect(invitation.invitation_url).toBe(`${PUBLIC}/admin/`)
    const person = newPerson({ email: colleague.email })
    expect((await signIn(person)).user.id).toBe(colleague.id)
    expect(await refused(newPerson({ email: colleague.email }))).toBe('email_taken')
  })

  it('the operator lets somebody in by a link, once, and it is written down', async () => {
    set({}, false)
    const dataDir = await mkdtemp(join(tmpdir(), 'support-chat-break-glass-'))
    const run = async (...args: string[]) => {
      const env = { DATA_DIR: dataDir, DATABASE_URL: server.config.databaseUrl ?? '', PUBLIC_URL: PUBLIC }
      const node = spawn(process.execPath, [bundleOf('staff-break-glass'), ...args], {
        env: { PATH: process.env['PATH'], ...env },
      })
      let output = ''
      for (const stream of [node.stdout, node.stderr])
        stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
      await once(node, 'close')
      return output
    }
    try {
      expect(await run()).toContain('npm run staff:break-glass -- EMAIL')
      const output = await run(ADMIN.email)
      const [, token] = /^http:\/\/localhost:3000\/admin\/break-glass#([\w-]{43})$/m.exec(output) ?? []
      const use = () => call<Session>(server.url + breakGlassRoute, 'POST', { body: { token } })
      const { status, body } = await use()
      expect([status, body.user.email, await me(body.access_token)]).toEqual([200, ADMIN.email, 200])
      expect((await use()).status).toBe(404)
      expect((await audit('staff.break_glass_issued'))[0]).toMatchObject({ actor: null, target: { id: body.user.id } })
      expect((await audit('staff.signed_in'))[0]).toMatchObject({
        actor: { id: body.user.id },
        details: { how: 'break_glass' },
      })
    } finally {
      await rm(dataDir, { recursive: true, force: true })
    }
  })
})
