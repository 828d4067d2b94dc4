import { configOf } from '../config/settings-config.js'
import type { AccountsService } from './accounts.service.js'
import { Authenticator } from './authenticator.js'
import type { UserIdentity } from './user-authenticator.js'

const config = configOf({ databaseUrl: 'postgresql://db/app', staff: { jwtSecret: 'x'.repeat(32) } }, [])
const accounts = { resolveUser: (claims: UserIdentity) => Promise.resolve(claims) } as unknown as AccountsService
const authenticate = (answer: () => Promise<UserIdentity | null>) =>
  new Authenticator(config, { authenticate: answer }, accounts).authenticate(null, { cookie: 'session=1' })

afterEach(() => jest.useRealTimers())

describe("An application's own sessions", () => {
  it('say who a user is', async () => {
    const exp = Date.now() / 1_000 + 60
    await expect(authenticate(() => Promise.resolve({ sub: '1', exp }))).resolves.toMatchObject({ sub: '1' })
    await expect(authenticate(() => Promise.resolve(null))).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it('are waited for no longer than five seconds', async () => {
    jest.useFakeTimers()
    let refusal: unknown
    void authenticate(() => new Promise(() => undefined)).catch((error: unknown) => (refusal = error))
    await jest.advanceTimersByTimeAsync(4_999)
    expect(refusal).toBeUndefined()
    await jest.advanceTimersByTimeAsync(1)
    expect(refusal).toMatchObject({ code: 'unavailable' })
  })
})
