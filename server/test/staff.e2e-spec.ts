import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  routes,
  staffRoutes,
  type ApiError,
  type Invitation,
  type Session,
  type StaffList,
  type StaffMember,
  type StaffRole,
} from '@support-chat/shared'
import { simpleParser } from 'mailparser'
import { RATE_LIMITS } from '../src/rate-limits/rate-limit.js'
import { call } from './call.js'
import { eventually } from './eventually.js'
import { stopLimits } from './stand-still.js'
import { ADMIN, startTestApp, useTestApp, type TestApp, type TestSocket } from './test-app.js'

let server: TestApp
let staff: string

useTestApp((...started) => ([server, staff] = started))

const PASSWORD = 'a long enough password'

const post = <T = ApiError>(path: string, body?: unknown, token?: string) =>
  call<T>(server.url + path, 'POST', { body: body ?? {}, ...(token === undefined ? {} : { token }) })
const invite = (email: string, name?: string, staff_role?: StaffRole) =>
  post<Invitation>(staffRoutes.invite, { email, ...(name && { name }), ...(staff_role && { staff_role }) }, staff)
const accept = (url: string, password = PASSWORD) =>
  post<Session & ApiError>(staffRoutes.acceptInvitation, { token: new URL(url).hash.slice(1), password })
const login = (email: string, password: string) => post<Session & ApiError>(routes.login, { email, password })
const me = async (token: string) => (await call(server.url + routes.me, 'GET', { token })).status
const refreshed = async ({ refresh_token }: Session) => (await post(routes.refresh, { refresh_token })).status
const members = async () => (await call<StaffList>(server.url + staffRoutes.staff, 'GET', { token: staff })).body.staff
const disconnected = (socket: TestSocket) =>
  eventually(() => (socket.connected ? null : true), 'the socket to be closed')

/** A member of staff with a session. */
async function newMember(name: string, role?: StaffRole): Promise<{ id: string; email: string; session: Session }> {
  const email = `${name}@staff.example`
  const { body } = await invite(email, name, role)
  return { id: body.member.id, email, session: (await accept(body.invitation_url)).body }
}

describe('An invitation', () => {
  it('lets the person who has the link choose a password, once, and come in', async () => {
    const { status, body } = await invite('Grace@staff.example', 'Grace')
    expect(status).toBe(201)
    expect(body.member).toEqual({
      id: expect.any(String) as string,
      email: 'Grace@staff.example',
      name: 'Grace',
      staff_role: 'agent',
      avatar_url: null,
      invited: true,
      deactivated_at: null,
      last_seen_at: null,
    })
    expect(body.invitation_url).toMatch(/^http:\/\/localhost:3000\/admin\/accept-invitation#[\w-]{43}$/)
    expect((await login('grace@staff.example', PASSWORD)).status).toBe(401)

    const accepted = await accept(body.invitation_url)
    expect(accepted.status).toBe(200)
    expect(accepted.body.user).toMatchObject({ email: 'Grace@staff.example', name: 'Grace', role: 'admin' })
    expect(await me(accepted.body.access_token)).toBe(200)
    expect((await login('grace@staff.example', PASSWORD)).status).toBe(200)
    expect((await members()).find(({ id }) => id === body.member.id)?.invited).toBe(false)
    const again = await accept(body.invitation_url, 'another long password')
    expect([again.status, again.body.code]).toEqual([404, 'not_found'])
  })

  it('goes out by e-mail too, and leaves no token in the database', async () => {
    const { body } = await invite('ada@staff.example')
    const folder = join(server.config.dataDir, 'mail')
    const mail = await eventually(async () => {
      const files = await readdir(folder).catch(() => [] as string[])
      const mails = await Promise.all(
        files
          .filter((file) => file.endsWith('.eml'))
          .map(async (file) => simpleParser(await readFile(join(folder, file)))),
      )
      return mails.find(({ to }) => JSON.stringify(to).includes('ada@staff.example'))
    }, 'the e-mail')
    expect(mail.subject).toBe('Your invitation to Support Chat Support')
    expect(mail.text).toContain(body.invitation_url)
    const stored = await server.sql('SELECT * FROM staff_invitations')
    expect(JSON.stringify(stored)).not.toContain(new URL(body.invitation_url).hash.slice(1))
  })

  it('is replaced by a new one for as long as nobody has accepted it', async () => {
    const first = await invite('linus@staff.example', 'Linus')
    const second = await invite('LINUS@staff.example')
    expect(second.body.member).toEqual(first.body.member)
    expect((await accept(first.body.invitation_url)).status).toBe(404)
    expect((await accept(second.body.invitation_url)).status).toBe(200)
  })

  it('ends after seven days', async () => {
    const { body } = await invite('late@staff.example')
    const [row] = await server.sql<{ days: number }>(
      'SELECT extract(day FROM expires_at - created_at)::int AS days FROM staff_invitations WHERE user_id = $1',
      [body.member.id],
    )
    expect(row?.days).toBe(7)
    await server.sql('UPDATE staff_invitations SET expires_at = now() WHERE user_id = $1', [body.member.id])
    expect((await accept(body.invitation_url)).status).toBe(404)
  })

  it('is a conflict for an address that belongs to a member', async () => {
    for (const email of [ADMIN.email, ADMIN.email.toUpperCase()]) {
      const { status, body } = await invite(email)
      expect([status, (body as unknown as ApiError).code]).toEqual([409, 'conflict'])
    }
  })

  it('takes an address, and a password of ten characters', async () => {
    for (const email of ['nobody', 'two words@staff.example', '', 'a@b\n'])
      expect((await invite(email)).status).toBe(400)
    const { body } = await invite('short@staff.example')
    const answer = await accept(body.invitation_url, '123456789')
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request'])
    expect((await accept(body.invitation_url, '1234567890')).status).toBe(200)
  })

  it('is guessed a few times only from one address', async () => {
    const guesses = await startTestApp()
    stopLimits(guesses)
    const guess = () =>
      call(guesses.url + staffRoutes.acceptInvitation, 'POST', { body: { token: 'guessed', password: PASSWORD } })
    const answers: number[] = []
    for (let count = 0; count < 22; count++) answers.push((await guess()).status)
    expect(answers).toContain(429)
    await guesses.close()
  })
})

describe('A new password', () => {
  it('ends every other session, its sockets too, and answers with a new one', async () => {
    const { email, session } = await newMember('changing')
    const elsewhere = (await login(email, PASSWORD)).body
    const socket = await server.connect(elsewhere.access_token)
    const body = { current_password: PASSWORD, new_password: 'an even longer password' }
    const { status, body: fresh } = await post<Session>(staffRoutes.changePassword, body, session.access_token)
    expect(status).toBe(200)
    await disconnected(socket)
    for (const old of [session, elsewhere]) {
      expect(await me(old.access_token)).toBe(401)
      expect(await refreshed(old)).toBe(401)
    }
    expect(await me(fresh.access_token)).toBe(200)
    expect(await refreshed(fresh)).toBe(200)
    expect((await login(email, PASSWORD)).status).toBe(401)
    expect((await login(email, body.new_password)).status).toBe(200)
  })

  it('needs the current one, which cannot be guessed at will', async () => {
    const { session } = await newMember('guessed')
    const attempt = (current_password: string, new_password = 'an even longer password') =>
      post(staffRoutes.changePassword, { current_password, new_password }, session.access_token)
    const wrong = await attempt('wrong')
    expect([wrong.status, wrong.body.code]).toEqual([403, 'forbidden'])
    expect((await attempt(PASSWORD, 'too short')).status).toBe(400)
    stopLimits(server)
    const answers: number[] = []
    for (let count = 0; count <= RATE_LIMITS.login.burst; count++) answers.push((await attempt('wrong')).status)
    expect(answers.at(-1)).toBe(429)
    expect(answers.at(-2)).toBe(403)
    expect(await me(session.access_token)).toBe(200)
  })
})

describe('Signing out everywhere', () => {
  it('ends all sessions of the account, and nobody else’s', async () => {
    const { email, session } = await newMember('everywhere')
    const elsewhere = (await login(email, PASSWORD)).body
    const sockets = await Promise.all([session, elsewhere].map((each) => server.connect(each.access_token)))
    expect((await post(staffRoutes.signOutEverywhere, {}, session.access_token)).status).toBe(200)
    await Promise.all(sockets.map(disconnected))
    for (const old of [session, elsewhere]) {
      expect(await me(old.access_token)).toBe(401)
      expect(await refreshed(old)).toBe(401)
    }
    expect(await me(staff)).toBe(200)
    expect((await login(email, PASSWORD)).status).toBe(200)
  })
})

describe('A deactivated member of staff', () => {
  it('is out at once: requests, refreshing, signing in and sockets, until activated', async () => {
    const { id, email, session } = await newMember('leaving')
    const socket = await server.connect(session.access_token)
    await eventually(async () => (await members()).find((one) => one.id === id)?.last_seen_at, 'the visit to be stored')
    const { status, body } = await post<StaffMember>(staffRoutes.deactivate(id), {}, staff)
    expect([status, body.deactivated_at]).toEqual([200, expect.any(String)])
    await disconnected(socket)
    expect(await me(session.access_token)).toBe(401)
    expect(await refreshed(session)).toBe(401)
    expect((await login(email, PASSWORD)).status).toBe(401)
    await expect(server.connect(session.access_token)).rejects.toMatchObject({ data: { code: 'unauthenticated' } })
    const again = await post<StaffMember>(staffRoutes.deactivate(id), {}, staff)
    // When the socket was last there is written down meanwhile.
    expect([again.status, again.body]).toEqual([200, { ...body, last_seen_at: expect.any(String) }])

    const active = await post<StaffMember>(staffRoutes.activate(id), {}, staff)
    expect(active.body.deactivated_at).toBeNull()
    expect(await me(session.access_token)).toBe(401)
    expect((await login(email, PASSWORD)).status).toBe(200)
  })

  it('takes the invitation along', async () => {
    const { body } = await invite('never@staff.example')
    await post(staffRoutes.deactivate(body.member.id), {}, staff)
    expect((await accept(body.invitation_url)).status).toBe(404)
    expect((await invite('never@staff.example')).status).toBe(409)
  })

  it('is never oneself, and never the last: of two who deactivate each other one stays', async () => {
    const [own] = await members()
    const refused = await post(staffRoutes.deactivate(own!.id), {}, staff)
    expect([refused.status, refused.body.code]).toEqual([409, 'conflict'])
    for (let round = 0; round < 5; round++) {
      const [one, two] = [await newMember(`one${round}`, 'admin'), await newMember(`two${round}`, 'admin')]
      const answers = await Promise.all([
        post(staffRoutes.deactivate(two.id), {}, one.session.access_token),
        post(staffRoutes.deactivate(one.id), {}, two.session.access_token),
      ])
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 401])
    }
  })

  it('is told apart from nobody, and users have no say', async () => {
    for (const id of ['nonsense', crypto.randomUUID()]) {
      expect((await post(staffRoutes.deactivate(id), {}, staff)).status).toBe(404)
      expect((await post(staffRoutes.activate(id), {}, staff)).status).toBe(404)
    }
    const user = server.userToken('somebody')
    for (const path of [staffRoutes.invite, staffRoutes.deactivate(crypto.randomUUID()), staffRoutes.changePassword]) {
      expect((await post(path, {}, user)).status).toBe(403)
    }
    expect((await call(server.url + staffRoutes.staff, 'GET', { token: user })).status).toBe(403)
  })
})

describe('The list of staff', () => {
  it('says when each was last seen', async () => {
    const { id } = await newMember('seen')
    const before = (await members()).find((member) => member.id === id)
    expect(before?.last_seen_at).toBeNull()
    const since = Date.now()
    const { body } = await login('seen@staff.example', PASSWORD)
    await me(body.access_token)
    const seen = await eventually(
      async () => (await members()).find((member) => member.id === id)?.last_seen_at,
      'the member to be seen',
    )
    expect(Date.parse(seen)).toBeGreaterThanOrEqual(since)
    expect(Date.parse(seen)).toBeLessThanOrEqual(Date.now())
  })
})
