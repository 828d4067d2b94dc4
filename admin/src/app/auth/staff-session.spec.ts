import { TestBed } from '@angular/core/testing'
import type { Session } from '@support-chat/shared'
import { RequestError } from '@support-chat/shared/client'
import { REFUSING_LOCKS } from '../../../../shared/src/testing/refusing-locks.js'
import { AuthApi } from './auth-api.js'
import { StaffSession } from './staff-session.js'
import { SESSION_KEY, type StoredSession } from './stored-session.js'

const user = { id: 'staff-1', email: 'ann@example.com', name: 'Ann', role: 'admin' as const }
const issued = (number: number, expires_in = 900): Session => ({
  access_token: `access ${number}`,
  refresh_token: `refresh ${number}`,
  expires_in,
  user,
})
const stored = (number: number, expires_at = Date.now() + 900_000): StoredSession => ({
  access_token: `access ${number}`,
  refresh_token: `refresh ${number}`,
  expires_at,
  user,
})
const refusal = (code: 'unauthenticated' | 'unavailable') => new RequestError({ code, message: 'No.' })

const api = { login: jest.fn(), refresh: jest.fn(), logout: jest.fn() }
const inStorage = () => JSON.parse(localStorage.getItem(SESSION_KEY) ?? 'null') as StoredSession | null
const keep = (session: StoredSession) => localStorage.setItem(SESSION_KEY, JSON.stringify(session))

function start(session?: StoredSession): StaffSession {
  if (session) keep(session)
  TestBed.configureTestingModule({ providers: [{ provide: AuthApi, useValue: api }] })
  return TestBed.inject(StaffSession)
}

beforeEach(() => {
  localStorage.clear()
  jest.resetAllMocks()
})

describe('StaffSession', () => {
  it('is kept over a reload', async () => {
    api.login.mockResolvedValue(issued(1))
    await start().signIn('ann@example.com', 'secret')
    TestBed.resetTestingModule()
    expect(start().user()).toEqual(user)
  })

  it('starts signed out when the browser kept something else', () => {
    localStorage.setItem(SESSION_KEY, '{"access_token": 1')
    expect(start().user()).toBeNull()
  })

  it('gives the token it has while that is good', async () => {
    expect(await start(stored(1)).accessToken(false)).toBe('access 1')
    expect(api.refresh).not.toHaveBeenCalled()
  })

  it('renews a token before it expires, and one that was refused', async () => {
    api.refresh.mockResolvedValueOnce(issued(2)).mockResolvedValueOnce(issued(3))
    const session = start(stored(1, Date.now() + 20_000))
    expect(await session.accessToken(false)).toBe('access 2')
    expect(await session.accessToken(true)).toBe('access 3')
    expect(api.refresh.mock.calls).toEqual([['refresh 1'], ['refresh 2']])
    expect(inStorage()?.refresh_token).toBe('refresh 3')
  })

  it('uses a refresh token once, however many ask at the same time', async () => {
    api.refresh.mockResolvedValue(issued(2))
    const session = start(stored(1, 1))
    const tokens = await Promise.all([
      session.accessToken(false),
      session.accessToken(false),
      session.accessToken(true),
    ])
    expect(tokens).toEqual(['access 2', 'access 2', 'access 2'])
    expect(api.refresh).toHaveBeenCalledTimes(1)
  })

  it.each(REFUSING_LOCKS)('renews a token in a browser that %s', async (_what, locks) => {
    jest.useFakeTimers()
    Object.defineProperty(navigator, 'locks', { value: locks, configurable: true })
    api.refresh.mockResolvedValue(issued(2))
    const token = start(stored(1, 1)).accessToken(false)
    await jest.advanceTimersByTimeAsync(10_000)
    Reflect.deleteProperty(navigator, 'locks')
    jest.useRealTimers()
    expect(await token).toBe('access 2')
    expect(api.refresh).toHaveBeenCalledTimes(1)
  })

  it('takes over what another tab has renewed', async () => {
    const session = start(stored(1, 1))
    keep(stored(2))
    expect(await session.accessToken(false)).toBe('access 2')
    expect(api.refresh).not.toHaveBeenCalled()
  })

  it('survives another tab winning the race for the same refresh token', async () => {
    const session = start(stored(1, 1))
    api.refresh.mockImplementation(async () => {
      keep(stored(2))
      throw refusal('unauthenticated')
    })
    expect(await session.accessToken(false)).toBe('access 2')
    expect(session.user()).toEqual(user)
  })

  it('ends when the refresh token is refused, and says so', async () => {
    api.refresh.mockRejectedValue(refusal('unauthenticated'))
    const session = start(stored(1, 1))
    await expect(session.accessToken(false)).rejects.toBeInstanceOf(RequestError)
    expect([session.user(), session.hasExpired(), inStorage()]).toEqual([null, true, null])
  })

  it('stays while the server cannot be reached', async () => {
    api.refresh.mockRejectedValue(refusal('unavailable'))
    const session = start(stored(1, 1))
    await expect(session.accessToken(false)).rejects.toBeInstanceOf(RequestError)
    expect([session.user(), inStorage()?.refresh_token]).toEqual([user, 'refresh 1'])
  })

  it('is revoked on the server and gone here at once when signing out, even offline', async () => {
    api.logout.mockRejectedValue(refusal('unavailable'))
    const session = start(stored(1))
    await session.signOut()
    expect([session.user(), session.hasExpired(), inStorage()]).toEqual([null, false, null])
    expect(api.logout).toHaveBeenCalledWith('access 1')
  })

  it('is revoked also when its access token has expired meanwhile', async () => {
    api.refresh.mockResolvedValue(issued(2))
    await start(stored(1, 1)).signOut()
    expect(api.logout).toHaveBeenCalledWith('access 2')
    expect(inStorage()).toBeNull()
  })

  it('stays signed out when a renewal that was under way comes back, and revokes what it brought', async () => {
    api.refresh.mockResolvedValue(issued(2))
    api.logout.mockResolvedValue(undefined)
    const session = start(stored(1, 1))
    const token = session.accessToken(false)
    await session.signOut()
    await token
    expect([session.user(), inStorage()]).toEqual([null, null])
    expect(api.logout).toHaveBeenCalledWith('access 2')
  })

  it('follows another tab in and out', () => {
    const session = start()
    window.dispatchEvent(new StorageEvent('storage', { key: SESSION_KEY, newValue: JSON.stringify(stored(1)) }))
    expect(session.user()).toEqual(user)
    window.dispatchEvent(new StorageEvent('storage', { key: SESSION_KEY, newValue: null }))
    expect(session.user()).toBeNull()
  })
})
