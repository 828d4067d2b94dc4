import { MAX_REFUSED_ORIGINS_SHOWN, routes, staffRoutes, type Setup, type TokenReport } from '@support-chat/shared'
import jwt from 'jsonwebtoken'
import { RATE_LIMITS } from '../src/rate-limits/rate-limit.js'
import { eventually } from './eventually.js'
import { teamOn } from './team-stage.js'
import { USER_JWT_SECRET, useTestApp, type TestApp } from './test-app.js'

const CLAIMS = { sub: '42', email: 'ada@example.com', name: 'Ada' }

let server: TestApp
let staff: string

useTestApp((...started) => ([server, staff] = started), {
  allowedOrigins: ['https://shop.example'],
  userJwt: { key: { secret: USER_JWT_SECRET }, issuer: 'our-shop', audience: null },
})
const team = teamOn(
  () => server,
  () => staff,
)
const setup = async () => (await team.ask<Setup>('GET', staffRoutes.setup)).body
const check = async (token: string) => (await team.ask<TokenReport>('POST', staffRoutes.checkToken, { token })).body
const sign = (claims: object = {}, options: jwt.SignOptions = {}, secret = USER_JWT_SECRET) =>
  jwt.sign({ ...CLAIMS, iss: 'our-shop', exp: Math.floor(Date.now() / 1000) + 900, ...claims }, secret, options)
/** What the last step says; the others have found nothing. */
const verdict = async (token: string) => {
  const { ok, checks } = await check(token)
  expect(checks.slice(0, -1).every((each) => each.ok)).toBe(true)
  const last = checks.at(-1)!
  expect([last.ok, last.detail === null]).toEqual([ok, ok])
  return ok ? 'ok' : `${last.name}: ${last.detail}`
}
const refuse = (origin: string) => fetch(server.url + routes.userChat, { headers: { origin } })

describe('How far the set-up is', () => {
  it('is told from what there is, and the demo page is no page', async () => {
    expect(await setup()).toEqual({
      public_url: server.config.publicUrl,
      development: true,
      user_tokens: 'secret',
      allowed_origins: ['https://shop.example'],
      first_page: null,
      refused_origins: [],
      has_colleagues: false,
      has_messages: false,
    })
    const token = sign({ sub: 'visitor' })
    const visit = async (page_url: string) => (await server.connect(token)).emitWithAck('visit', { page_url })
    await visit(`${server.config.publicUrl}/demo?user=ada`)
    const seen = () => server.sql(`SELECT id FROM users WHERE external_id = 'visitor' AND last_seen_at IS NOT NULL`)
    await eventually(async () => (await seen())[0] ?? null, 'the user to have been seen')
    expect((await setup()).first_page).toBeNull()
    await visit('https://shop.example/cart')
    expect((await setup()).first_page).toEqual({ url: 'https://shop.example/cart' })

    await team.colleague('cleo')
    await team.ask('POST', routes.userMessages, team.message('Hello'), token)
    expect(await setup()).toMatchObject({ has_colleagues: true, has_messages: true })
  })

  it('names pages that were refused, the newest first, but for those that nobody could allow', async () => {
    for (const origin of ['null', 'https://one.example', 'https://shop.example', 'https://two.example:8443']) {
      await refuse(origin)
      await refuse(origin)
    }
    const named = async () => (await setup()).refused_origins.map(({ origin }) => origin)
    await eventually(async () => ((await named()).length === 2 ? true : null), 'both to be kept')
    expect((await named()).sort()).toEqual(['https://one.example', 'https://two.example:8443'])
    for (let page = 0; page < 10; page++) await refuse(`https://page-${page}.example`)
    const kept = () => server.sql('SELECT origin FROM refused_origins')
    await eventually(async () => ((await kept()).length === 12 ? true : null), 'all to be kept')
    await server.sql(`UPDATE refused_origins SET refused_at = now() WHERE origin = 'https://page-3.example'`)
    expect((await named())[0]).toBe('https://page-3.example')
    expect(await named()).toHaveLength(MAX_REFUSED_ORIGINS_SHOWN)
    await server.sql(`UPDATE refused_origins SET refused_at = now() - interval '25 hours'`)
    expect(await named()).toEqual([])
  })
})

describe('A token that is looked at', () => {
  it('is as good as it would be, and makes no user', async () => {
    expect(await check(sign({ sub: 'never-seen' }))).toEqual({
      ok: true,
      checks: ['readable', 'signature', 'issuer', 'audience', 'claims', 'times'].map((name) => ({
        name,
        ok: true,
        detail: null,
      })),
      user: { external_id: 'never-seen', email: CLAIMS.email, name: CLAIMS.name },
    })
    expect(await server.sql(`SELECT FROM users WHERE external_id = 'never-seen'`)).toEqual([])
  })

  it('is told what is wrong with it', async () => {
    const verdicts = [
      ['no-jwt', 'readable: The token is not valid'],
      [sign({}, {}, 'another secret, which is as long as it has to be'), 'signature: It is signed with another secret'],
      [sign({}, { algorithm: 'HS512' }), 'signature: It is signed with HS512: sign it with HS256'],
      [staff, 'signature: It is a token of staff: sign one for a user'],
      [sign({ iss: 'their-shop' }), 'issuer: The claim iss must be our-shop'],
      [sign({ sub: 42 }), /^claims: .*claim sub/],
      [sign({ email: null }), 'claims: The claim email is missing'],
      [sign({ exp: 1 }), 'times: The token has expired'],
      [sign({ nbf: 4e9 }), 'times: The token is not valid yet'],
    ] as const
    for (const [token, words] of verdicts) {
      if (words instanceof RegExp) expect(await verdict(token)).toMatch(words)
      else expect(await verdict(token)).toBe(words)
    }
  })

  it('is refused after many', async () => {
    const all = Array.from({ length: RATE_LIMITS.checkToken.burst }, () =>
      team.ask('POST', staffRoutes.checkToken, { token: 'no-jwt' }),
    )
    expect((await Promise.all(all)).map(({ status }) => status)).toContain(429)
  })
})
