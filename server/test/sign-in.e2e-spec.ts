import { routes, staffRoutes, type ApiError, type Invitation, type Session } from '@support-chat/shared'
import { PasswordHasher } from '../src/staff/password-hasher.js'
import { RATE_LIMITS } from '../src/rate-limits/rate-limit.js'
import { type Answer, call } from './call.js'
import { stopLimits } from './stand-still.js'
import { ADMIN, startTestApp, type TestApp } from './test-app.js'

let server: TestApp
/** Moves the clock of the limits, which stands still, and starts with nothing counted. */
let pass: (milliseconds: number) => void
let hasher: PasswordHasher

beforeAll(async () => {
  server = await startTestApp({ trustProxy: ['127.0.0.1'] })
})
beforeEach(() => {
  pass = stopLimits(server)
  // Hundreds of guesses: what is slow on purpose has its own test.
  hasher = server.app.get(PasswordHasher, { strict: false })
  jest.spyOn(hasher, 'verify').mockImplementation((known, password) => {
    return Promise.resolve(known !== null && password === ADMIN.password)
  })
})
afterEach(() => jest.restoreAllMocks())
afterAll(() => server.close())

type Reply = Answer<Session & ApiError>

interface From {
  address?: string
  cookie?: string | undefined
}
const headersOf = ({ address = '198.51.100.1', cookie }: From) => ({
  'x-forwarded-for': address,
  ...(cookie === undefined ? {} : { cookie }),
})
const post = (path: string, body: object, from: From = {}): Promise<Reply> =>
  call(server.url + path, 'POST', { body, headers: headersOf(from) })
const login = (password: string, from: From = {}, email = ADMIN.email) => post(routes.login, { email, password }, from)
const enter = (from: From = {}) => login(ADMIN.password, from)
const cookieOf = ({ headers }: Reply) => headers.getSetCookie()[0]?.split(';')[0]

/** @returns how many of so many guesses were looked at, and the last answer */
async function guess(times: number, from: (time: number) => From = () => ({}), email = ADMIN.email) {
  let tried = 0
  let last: Reply | undefined
  for (let time = 0; time < times; time++) {
    last = await login(`guess ${time}`, from(time), email)
    if (last.status === 401) tried++
  }
  return { tried, last }
}

const elsewhere = (time: number) => ({ address: `203.0.113.${time % 250}` })

describe('Guessing a password', () => {
  it('from one address is looked at some times, then told when to go on; from another one gets in', async () => {
    const { tried, last } = await guess(RATE_LIMITS.login.burst + 5)
    expect(tried).toBe(RATE_LIMITS.login.burst)
    expect(last).toMatchObject({ status: 429, body: { code: 'rate_limited' } })
    const { retry_after_ms } = last?.body.details as { retry_after_ms: number }
    expect(Number(last?.headers.get('retry-after'))).toBe(Math.ceil(retry_after_ms / 1000))
    expect((await enter({ address: '198.51.100.2' })).status).toBe(200)
    pass(retry_after_ms)
    expect((await enter()).status).toBe(200)
  })

  it('from ever new addresses is bounded for the account, however its address is written', async () => {
    const { tried } = await guess(RATE_LIMITS.loginAccount.burst + 10, elsewhere)
    expect(tried).toBe(RATE_LIMITS.loginAccount.burst)
    for (const email of ['ADMIN@example.com', ' admin@example.com ']) {
      expect((await login('guess', { address: '192.0.2.1' }, email)).status).toBe(429)
    }
    expect((await login('guess', { address: '192.0.2.1' }, 'somebody@example.com')).status).toBe(401)
  })

  it('of an IPv6 network counts as from one address', async () => {
    const { tried } = await guess(RATE_LIMITS.login.burst + 5, (time) => ({ address: `2001:db8::${time + 1}` }))
    expect(tried).toBe(RATE_LIMITS.login.burst)
  })

  it('does not tell who is a member: strangers’ addresses are counted the same', async () => {
    expect((await guess(RATE_LIMITS.login.burst + 5, undefined, 'nobody@example.com')).tried).toBe(
      RATE_LIMITS.login.burst,
    )
    await guess(RATE_LIMITS.loginAccount.burst, elsewhere, 'nobody@example.com')
    expect((await login('guess', { address: '192.0.2.1' }, 'Nobody@Example.com')).status).toBe(429)
  })

  it('many accounts from one address is bounded, and hashes nothing any more', async () => {
    const statuses: number[] = []
    for (let time = 0; time < RATE_LIMITS.signIn.burst + 5; time++) {
      statuses.push((await login('guess', {}, `random${time}@example.com`)).status)
    }
    expect(statuses.filter((status) => status === 429)).toHaveLength(5)
    expect(hasher.verify).toHaveBeenCalledTimes(RATE_LIMITS.signIn.burst)
    expect((await enter({ address: '198.51.100.2' })).status).toBe(200)
  })

  it('counts nobody who signs in', async () => {
    for (let times = 0; times < RATE_LIMITS.signIn.burst + 5; times++) expect((await enter()).status).toBe(200)
  })
})

describe('A device that has signed in before', () => {
  it('gets in whatever others guess, behind the same address too', async () => {
    const cookie = cookieOf(await enter())
    await guess(RATE_LIMITS.loginAccount.burst + 5, elsewhere)
    for (let time = 0; time < RATE_LIMITS.signIn.burst + 5; time++) await login('x', {}, `random${time}@example.com`)
    expect((await enter()).status).toBe(429)
    expect((await enter({ cookie: `other=1; ${cookie}` })).status).toBe(200)
  })

  it('is known by a cookie out of reach of scripts and other sites, from a renewal too', async () => {
    const { headers, body } = await enter()
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^support_chat_device_\w+=[\w.-]+; Max-Age=31536000; Path=\/api\/auth; .*HttpOnly; SameSite=Strict$/,
      ),
    ])
    const renewed = await post(routes.refresh, { refresh_token: body.refresh_token })
    expect(cookieOf(renewed)).toMatch(/^support_chat_device_/)
    const again = await post(routes.login, ADMIN, { cookie: cookieOf(renewed) })
    expect(again.headers.getSetCookie()).toEqual([])
  })

  it('guesses no more often than others, and may be made up by nobody', async () => {
    const cookie = cookieOf(await enter()) ?? ''
    expect((await guess(RATE_LIMITS.loginDevice.burst + 5, () => ({ cookie }))).tried).toBe(
      RATE_LIMITS.loginDevice.burst,
    )
    const forged = (time: number) => ({ cookie: cookie.replace(/\.[^.]+\./, `.device${time}.`) })
    expect((await guess(RATE_LIMITS.login.burst + 5, forged)).tried).toBe(RATE_LIMITS.login.burst)
  })
})

describe('An invitation', () => {
  it('is looked for before a password is hashed, and is no guess where there is one', async () => {
    const hash = jest.spyOn(hasher, 'hash')
    const accept = (token: string) => post(staffRoutes.acceptInvitation, { token, password: 'a long enough password' })
    const statuses: number[] = []
    for (let time = 0; time <= RATE_LIMITS.invitation.burst; time++) statuses.push((await accept('made up')).status)
    expect([statuses[0], statuses.at(-1)]).toEqual([404, 429])
    expect(hash).not.toHaveBeenCalled()

    const { body } = await enter()
    const invited = await call<Invitation>(server.url + staffRoutes.invite, 'POST', {
      token: body.access_token,
      body: { email: 'invited@example.com' },
    })
    expect((await accept(new URL(invited.body.invitation_url).hash.slice(1))).status).toBe(200)
  })
})

describe('Invitations', () => {
  it('go to one address a few times, and out from one member so many times', async () => {
    const { access_token: token } = (await enter()).body
    const invite = async (email: string) =>
      (await call(server.url + staffRoutes.invite, 'POST', { token, body: { email } })).status
    const toOne: number[] = []
    for (let time = 0; time <= RATE_LIMITS.inviteTo.burst; time++) toOne.push(await invite('often@example.com'))
    expect([toOne.at(-2), toOne.at(-1)]).toEqual([201, 429])
    const toMany: number[] = []
    for (let time = 0; time < RATE_LIMITS.invite.burst; time++) toMany.push(await invite(`many${time}@example.com`))
    expect([toMany[0], toMany.at(-1)]).toEqual([201, 429])
  })
})
