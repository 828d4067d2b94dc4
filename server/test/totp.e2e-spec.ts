import {
  routes,
  staffRoutes,
  totpRoutes,
  type ApiError,
  type AuditPage,
  type Session,
  type TotpConfirmation,
  type TotpSetup,
  type TotpSetupDetails,
  type TotpStatus,
} from '@support-chat/shared'
import * as contract from '@support-chat/shared/contract'
import { Secret, TOTP, URI } from 'otpauth'
import { WallClock } from '../src/common/clock.js'
import { Config } from '../src/config/config.js'
import { RATE_LIMITS } from '../src/rate-limits/rate-limit.js'
import { hashToken } from '../src/staff/secret-token.js'
import { setStaffPassword } from '../src/staff/set-staff-password.js'
import { call } from './call.js'
import { newColleague } from './colleague.js'
import { stopLimits } from './stand-still.js'
import { useTestApp, type TestApp } from './test-app.js'

let server: TestApp
let staff: string
/** The server's time of day: it stands still, so that a code's 30 seconds do not end in the middle of a test. */
let now = 0
let pass: (milliseconds: number) => void

useTestApp((...started) => ([server, staff] = started))
beforeAll(() => {
  pass = stopLimits(server)
  now = Date.now()
  server.app.get(WallClock, { strict: false }).now = () => new Date(now)
})
beforeEach(() => {
  pass(24 * 3600 * 1000)
  now += 600_000
})
afterEach(() => require(false))

const PASSWORD = 'a long enough password'
const STEP_MS = 30_000

const require = (requireTotp: boolean) => void Object.assign(server.app.get(Config, { strict: false }), { requireTotp })
const post = <T = Session & ApiError>(path: string, body: object, token?: string, headers?: Record<string, string>) =>
  call<T>(server.url + path, 'POST', { body, ...(token && { token }), ...(headers && { headers }) })
const login = (email: string, code?: string, headers?: Record<string, string>) =>
  post(routes.login, { email, password: PASSWORD, ...(code !== undefined && { code }) }, undefined, headers)
const me = async (token: string) => (await call(server.url + routes.me, 'GET', { token })).status
const status = async (token: string) => (await call<TotpStatus>(server.url + totpRoutes.status, 'GET', { token })).body
const actions = async (id: string) => {
  const { entries } = (await call<AuditPage>(`${server.url}${staffRoutes.audit}?limit=200`, 'GET', { token: staff }))
    .body
  return entries.filter(({ target }) => target?.id === id).map(({ action, details }) => [action, details])
}

/** The code of an app, so many steps from now. */
const codeOf = (secret: string, steps = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now + steps * STEP_MS })
const wrong = (secret: string) => String((Number(codeOf(secret)) + 1) % 1_000_000).padStart(6, '0')

async function setUp(name: string) {
  const member = await newColleague(server, staff, name)
  const { secret } = (await post<TotpSetup>(totpRoutes.setup, {}, member.token)).body
  const { body } = await post<TotpConfirmation>(totpRoutes.confirm, { code: codeOf(secret) }, member.token)
  now += STEP_MS
  return { ...member, secret, recoveryCodes: body.recovery_codes }
}

describe('A second factor', () => {
  it('counts once it is confirmed by a code; then the password alone lets nobody in', async () => {
    const { id, email, token } = await newColleague(server, staff, 'Ada')
    expect(await status(token)).toEqual({ enabled: false, required: false, recovery_codes_left: 0 })
    const first = await post<TotpSetup>(totpRoutes.setup, {}, token)
    const { status: code, body: setup } = await post<TotpSetup>(totpRoutes.setup, {}, token)
    expect([code, contract.totpSetup.parse(setup)]).toEqual([200, setup])
    const read = URI.parse(setup.otpauth_url) as TOTP
    expect([read.issuer, read.label, read.secret.base32]).toEqual(['Support Chat', email, setup.secret])
    expect(setup.secret).toMatch(/^[A-Z2-7]{32}$/)
    expect((await login(email)).status).toBe(200)
    for (const bad of [codeOf(first.body.secret), wrong(setup.secret), 'nonsense']) {
      const refused = await post(totpRoutes.confirm, { code: bad }, token)
      expect([refused.status, refused.body.code]).toEqual([403, 'forbidden'])
    }

    const confirmed = await post<TotpConfirmation>(totpRoutes.confirm, { code: codeOf(setup.secret) }, token)
    expect(contract.totpConfirmation.parse(confirmed.body)).toEqual({ ...confirmed.body, session: null })
    const codes = confirmed.body.recovery_codes
    expect([
      codes.length,
      new Set(codes).size,
      codes.every((each) => /^([a-z2-7]{6}-){3}[a-z2-7]{6}$/.test(each)),
    ]).toEqual([10, 10, true])
    expect(await status(token)).toEqual({ enabled: true, required: false, recovery_codes_left: 10 })
    for (const path of [totpRoutes.setup, totpRoutes.confirm])
      expect((await post(path, { code: codeOf(setup.secret) }, token)).body.code).toBe('conflict')

    const alone = await login(email)
    expect([alone.status, alone.body.code]).toEqual([401, 'code_required'])
    const unknown = await post(routes.login, { email, password: 'not the password', code: '123456' })
    expect([unknown.status, unknown.body.code]).toEqual([401, 'unauthenticated'])
    const guessed = await login(email, wrong(setup.secret))
    expect([guessed.status, guessed.body.code]).toEqual([401, 'code_invalid'])
    expect((await actions(id))[0]).toEqual(['staff.sign_in_failed', { reason: 'wrong_code' }])
  })

  it('takes each code once, the one before and the one after too, and none that is older than one that was used', async () => {
    const { email, secret, recoveryCodes } = await setUp('Bob')
    const tries = async (...codes: string[]) => {
      const statuses: number[] = []
      for (const code of codes) statuses.push((await login(email, code)).status)
      return statuses
    }
    // The one it was confirmed with, which is of the step before by now, and one that is two steps away.
    expect(await tries(codeOf(secret, -1), codeOf(secret, 2), codeOf(secret, -2))).toEqual([401, 401, 401])
    expect(await tries(codeOf(secret), codeOf(secret))).toEqual([200, 401])
    const spaced = codeOf(secret, 1).replace(/^.../, '$& ')
    expect(await tries(spaced, codeOf(secret, 1), codeOf(secret))).toEqual([200, 401, 401])
    now += 2 * STEP_MS
    const both = await Promise.all([login(email, codeOf(secret)), login(email, codeOf(secret))])
    expect(both.map((each) => each.status).sort()).toEqual([200, 401])
    const [recovery = '', other = ''] = recoveryCodes
    expect(await tries(recovery.toUpperCase().replaceAll('-', ' '), recovery, other)).toEqual([200, 401, 200])
  })

  it('is kept with digests of its recovery codes, and what becomes of it is written down', async () => {
    const { id, email, token, secret, recoveryCodes } = await setUp('Cleo')
    await login(email, recoveryCodes[3])
    expect((await status(token)).recovery_codes_left).toBe(9)
    const [row] = await server.sql<{ recovery_codes: string[] }>('SELECT * FROM staff_totp WHERE user_id = $1', [id])
    expect(row?.recovery_codes).toHaveLength(9)
    for (const each of recoveryCodes) expect(JSON.stringify(row)).not.toContain(each.replaceAll('-', ''))
    const refused = await post(totpRoutes.disable, { code: recoveryCodes[3] }, token)
    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden'])
    expect((await post(totpRoutes.disable, { code: codeOf(secret) }, token)).body).toEqual({})
    expect((await post(totpRoutes.disable, { code: codeOf(secret) }, token)).body.code).toBe('conflict')
    expect((await login(email)).status).toBe(200)
    expect((await actions(id)).slice(0, 5)).toEqual([
      ['staff.signed_in', {}],
      ['staff.totp_disabled', {}],
      ['staff.signed_in', {}],
      ['staff.recovery_code_used', { left: 9 }],
      ['staff.totp_enabled', {}],
    ])
  })

  it('is asked for by a link for a new password too, which stays good meanwhile; the operator takes it away', async () => {
    const { id, email, secret } = await setUp('Dora')
    const link = 'a-link-that-nobody-has-e-mailed'
    await post(staffRoutes.passwordReset, { email })
    await server.sql('UPDATE staff_password_resets SET token_hash = $1 WHERE user_id = $2', [hashToken(link), id])
    const confirm = (code?: string) =>
      post(staffRoutes.confirmPasswordReset, { token: link, password: 'an entirely new one', ...(code && { code }) })
    expect((await confirm()).body.code).toBe('code_required')
    expect((await confirm(wrong(secret))).body.code).toBe('code_invalid')
    expect((await login(email, codeOf(secret, -1))).body.code).toBe('code_invalid')
    expect((await confirm(codeOf(secret))).body.user.email).toBe(email)
    expect((await confirm(codeOf(secret, 1))).status).toBe(404)

    await setStaffPassword(server.app, email, PASSWORD)
    expect((await login(email)).status).toBe(200)
    expect((await actions(id)).slice(0, 3).map(([action]) => action)).toEqual([
      'staff.signed_in',
      'staff.totp_disabled',
      'staff.password_set',
    ])
  })

  it('is not guessed, and whoever tries does not lock out a device that is known', async () => {
    const { email, secret, recoveryCodes } = await setUp('Eve')
    const known = await login(email, recoveryCodes[0])
    const cookie = known.headers
      .getSetCookie()
      .map((each) => each.split(';')[0])
      .join('; ')
    const guess = async (headers?: Record<string, string>) => {
      for (let tried = 0; ; tried++) {
        const { status: code } = await login(email, wrong(secret), headers)
        if (code !== 401) return [tried, code]
      }
    }
    expect(await guess()).toEqual([RATE_LIMITS.code.burst, 429])
    expect((await login(email, recoveryCodes[1])).body.code).toBe('rate_limited')
    expect((await login(email, recoveryCodes[1], { cookie })).status).toBe(200)
    expect(await guess({ cookie })).toEqual([RATE_LIMITS.codeDevice.burst, 429])
  })
})

describe('Where a second factor is required', () => {
  const tokenIn = (body: ApiError) => (body.details as TotpSetupDetails).setup_token

  it('a password leads to its setup, by a token for nothing else, and from there in', async () => {
    const { id, email } = await newColleague(server, staff, 'Finn')
    require(true)
    const refused = await login(email)
    expect([refused.status, refused.body.code]).toEqual([403, 'totp_setup_required'])
    contract.totpSetupDetails.strict().parse(refused.body.details)
    const token = tokenIn(refused.body)
    expect([await me(token), (await post(totpRoutes.disable, { code: '1' }, token)).status]).toEqual([401, 401])
    const { secret } = (await post<TotpSetup>(totpRoutes.setup, {}, token)).body
    const { headers, body } = await post<TotpConfirmation>(totpRoutes.confirm, { code: codeOf(secret) }, token)
    expect([body.session?.user.id, await me(body.session!.access_token)]).toEqual([id, 200])
    expect(headers.getSetCookie().join()).toContain('support_chat_device')
    expect((await actions(id)).slice(0, 2).map(([action]) => action)).toEqual(['staff.signed_in', 'staff.totp_enabled'])
    expect((await post(totpRoutes.setup, {}, token)).body.code).toBe('conflict')
    expect((await status(body.session!.access_token)).required).toBe(true)

    await setStaffPassword(server.app, email, PASSWORD)
    const late = await post(totpRoutes.setup, {}, token)
    expect([late.status, late.body.code]).toEqual([401, 'unauthenticated'])
    expect((await post(totpRoutes.setup, {}, token.slice(0, -2))).status).toBe(401)
  })

  it('an invitation is accepted all the same, and then leads there too', async () => {
    require(true)
    const body = { email: 'gus@staff.example' }
    const invited = await call<contract.Invitation>(server.url + staffRoutes.invite, 'POST', { token: staff, body })
    const token = new URL(invited.body.invitation_url).hash.slice(1)
    const accepted = await post(staffRoutes.acceptInvitation, { token, password: PASSWORD })
    expect([accepted.status, accepted.body.code]).toEqual([403, 'totp_setup_required'])
    expect((await post(totpRoutes.setup, {}, tokenIn(accepted.body))).status).toBe(200)
    expect((await login(body.email)).body.code).toBe('totp_setup_required')
  })
})
