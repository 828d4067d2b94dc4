import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { routes, staffRoutes, type ApiError, type Session, type StaffSessionList } from '@support-chat/shared'
import { simpleParser } from 'mailparser'
import { call } from './call.js'
import { newColleague } from './colleague.js'
import { eventually } from './eventually.js'
import { stopLimits } from './stand-still.js'
import { ADMIN, type TestApp, useTestApp } from './test-app.js'

let server: TestApp
let staff: string

useTestApp((...started) => ([server, staff] = started))
beforeEach(() => void stopLimits(server))

const PASSWORD = 'a long enough password'
const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0'

const post = <T = Session & ApiError>(path: string, body: object) => call<T>(server.url + path, 'POST', { body })
const login = (email: string, password: string) => post(routes.login, { email, password })
const me = async (token: string) => (await call(server.url + routes.me, 'GET', { token })).status
const ask = async (email: string) => {
  const { status, body } = await post<object>(staffRoutes.passwordReset, { email })
  return { status, body }
}
const confirm = (token: string, password: string) => post(staffRoutes.confirmPasswordReset, { token, password })

/** The links that have been e-mailed to an address. */
async function linksTo(email: string): Promise<string[]> {
  const folder = join(server.config.dataDir, 'mail')
  const files = await readdir(folder).catch(() => [] as string[])
  const mails = await Promise.all(
    files.filter((file) => file.endsWith('.eml')).map(async (file) => simpleParser(await readFile(join(folder, file)))),
  )
  return mails
    .filter(({ to, subject }) => JSON.stringify(to).includes(email) && subject?.startsWith('A new password'))
    .flatMap(({ text }) => /\/admin\/reset-password#([\w-]{43})\n/.exec(text ?? '')?.[1] ?? [])
}
const linkTo = (email: string, count = 1) =>
  eventually(async () => {
    const links = await linksTo(email)
    return links.length === count ? links : null
  }, `the e-mail to ${email}`)

describe('A forgotten password', () => {
  it('is replaced by the link in an e-mail, once; every other session ends', async () => {
    const { email, token } = await newColleague(server, staff, 'Forgetful')
    expect(await ask(` ${email.toUpperCase()} `)).toEqual({ status: 202, body: {} })
    const [link] = await linkTo(email)
    expect(await me(token)).toBe(200)

    expect((await confirm(link!, 'too short')).status).toBe(400)
    const { status, body } = await confirm(link!, 'an entirely new one')
    expect([status, body.user.email, await me(body.access_token)]).toEqual([200, email, 200])
    expect(await me(token)).toBe(401)
    expect((await login(email, PASSWORD)).status).toBe(401)
    expect((await login(email, 'an entirely new one')).status).toBe(200)
    const again = await confirm(link!, 'yet another new one')
    expect([again.status, again.body.code]).toEqual([404, 'not_found'])
    expect(JSON.stringify(await server.sql('SELECT * FROM staff_password_resets'))).not.toContain(link)
  })

  it('says the same to whoever asks, and sends nothing to who has no password', async () => {
    const gone = await newColleague(server, staff, 'Gone')
    await call(server.url + staffRoutes.deactivate(gone.id), 'POST', { token: staff, body: {} })
    const invited = 'invited@staff.example'
    await call(server.url + staffRoutes.invite, 'POST', { token: staff, body: { email: invited } })
    const { email } = await newColleague(server, staff, 'Last')
    for (const each of ['nobody@staff.example', gone.email, invited, email])
      expect(await ask(each)).toEqual({ status: 202, body: {} })
    await linkTo(email)
    for (const each of ['nobody@staff.example', gone.email, invited]) expect(await linksTo(each)).toEqual([])
  })

  it('has one link that works, for half an hour, and none once the password has changed', async () => {
    const { email, token } = await newColleague(server, staff, 'Twice')
    await ask(email)
    const [first] = await linkTo(email)
    await ask(email)
    const second = (await linkTo(email, 2)).find((link) => link !== first)!
    expect((await confirm(first!, PASSWORD)).status).toBe(404)
    const [row] = await server.sql<{ minutes: number }>(
      `SELECT (extract(epoch FROM expires_at - reset.created_at) / 60)::integer AS minutes FROM staff_password_resets reset
       JOIN users ON users.id = user_id WHERE email = $1`,
      [email],
    )
    expect(row?.minutes).toBe(30)
    const body = { current_password: PASSWORD, new_password: 'a password by choice' }
    expect((await call(server.url + staffRoutes.changePassword, 'POST', { token, body })).status).toBe(200)
    expect((await confirm(second, PASSWORD)).status).toBe(404)
    await ask(email)
    const third = (await linkTo(email, 3)).find((link) => link !== first && link !== second)!
    await server.sql(`UPDATE staff_password_resets SET expires_at = now()`)
    expect((await confirm(third, PASSWORD)).status).toBe(404)
  })

  it('is set by one of two who have the link', async () => {
    const { email } = await newColleague(server, staff, 'Raced')
    await ask(email)
    const [link] = await linkTo(email)
    const both = await Promise.all([confirm(link!, 'the first one of two'), confirm(link!, 'the other one of two')])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 404])
  })
})

describe('Links for a new password', () => {
  it('are not sent to one address as often as somebody likes, nor guessed', async () => {
    const statuses: number[] = []
    for (let at = 0; at < 7; at++) statuses.push((await ask('asked-often@staff.example')).status)
    expect(statuses).toEqual([202, 202, 202, 202, 202, 429, 429])
    let guess = await confirm('x'.repeat(43), PASSWORD)
    for (let at = 0; at < 25 && guess.status === 404; at++) guess = await confirm('x'.repeat(43), PASSWORD)
    expect(guess.body.code).toBe('rate_limited')
  })
})

describe('The sessions of a member of staff', () => {
  const list = async (token: string) =>
    (await call<StaffSessionList>(server.url + staffRoutes.sessions, 'GET', { token })).body.sessions
  const signInWith = async (userAgent: string, email = ADMIN.email, password = ADMIN.password) => {
    const answer = await fetch(server.url + routes.login, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': userAgent },
      body: JSON.stringify({ email, password }),
    })
    return (await answer.json()) as Session
  }

  it('are listed with device, address and last use, and are ended one by one', async () => {
    const { email, token } = await newColleague(server, staff, 'Travels')
    const there = await signInWith(FIREFOX, email, PASSWORD)
    const listed = await list(token)
    expect(listed.map(({ device, current, address }) => ({ device, current, address }))).toEqual([
      { device: 'Firefox on Windows', current: false, address: '127.0.0.1' },
      { device: null, current: true, address: '127.0.0.1' },
    ])
    for (const { created_at, last_used_at } of listed) expect(last_used_at >= created_at).toBe(true)
    const renewed = (await post(routes.refresh, { refresh_token: there.refresh_token })).body
    expect((await list(token)).map(({ id }) => id)).toEqual(listed.map(({ id }) => id))

    const socket = await server.connect(renewed.access_token)
    const end = (id: string, by = token) =>
      call<ApiError>(server.url + staffRoutes.session(id), 'DELETE', { token: by })
    expect((await end(listed[0]!.id, staff)).status).toBe(404)
    expect((await end(listed[0]!.id)).status).toBe(200)
    expect([await me(renewed.access_token), await me(token)]).toEqual([401, 200])
    await eventually(() => (socket.connected ? null : true), 'the socket to be closed')
    expect((await post(routes.refresh, { refresh_token: renewed.refresh_token })).status).toBe(401)
    for (const id of [listed[0]!.id, 'nonsense']) expect((await end(id)).body.code).toBe('not_found')
    expect((await list(token)).map(({ current }) => current)).toEqual([true])
  })
})
