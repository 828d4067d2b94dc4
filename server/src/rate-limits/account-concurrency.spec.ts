import { ACCOUNT_CONCURRENCY } from './rate-limit.js'
import { AccountConcurrency } from './account-concurrency.js'

const user = { id: 'somebody', role: 'user' } as const
const { maxRunning, maxQueued } = ACCOUNT_CONCURRENCY.user
const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('Requests of an account', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] })
  })
  afterEach(() => {
    jest.useRealTimers()
  })

  it('run a few at a time, the others in the order they came, and apart for each account', async () => {
    const requests = new AccountConcurrency()
    const releases = await Promise.all(Array.from({ length: maxRunning }, () => requests.acquire(user)))
    const began: number[] = []
    const later = [1, 2, 3].map((number) => requests.acquire(user).then((release) => (began.push(number), release)))
    await requests.acquire({ id: 'somebody else', role: 'user' })
    await settled()
    expect(began).toEqual([])
    releases[0]?.()
    releases[0]?.()
    await settled()
    expect(began).toEqual([1])
    ;(await later[0])?.()
    await settled()
    expect(began).toEqual([1, 2])
  })

  it('are refused where too many wait already', async () => {
    const requests = new AccountConcurrency()
    const all = Array.from({ length: maxRunning + maxQueued }, () => requests.acquire(user))
    await expect(requests.acquire(user)).rejects.toMatchObject({
      code: 'rate_limited',
      details: { retry_after_ms: 1_000 },
    })
    for (const slot of all) (await slot)()
    ;(await requests.acquire(user))()
  })

  it('are refused once they have waited for too long', async () => {
    const requests = new AccountConcurrency()
    const running = await Promise.all(Array.from({ length: maxRunning }, () => requests.acquire(user)))
    const late = requests.acquire(user)
    const refused = expect(late).rejects.toMatchObject({ code: 'rate_limited' })
    jest.advanceTimersByTime(ACCOUNT_CONCURRENCY.user.maxWaitMs)
    await refused
    running[0]?.()
    ;(await requests.acquire(user))()
  })

  it('that took long are followed by a pause as long, in which others are served', async () => {
    const requests = new AccountConcurrency()
    const releases = await Promise.all(Array.from({ length: maxRunning }, () => requests.acquire(user)))
    let began = false
    void requests.acquire(user).then(() => (began = true))
    jest.advanceTimersByTime(80)
    releases[0]?.()
    jest.advanceTimersByTime(79)
    await settled()
    expect(began).toBe(false)
    jest.advanceTimersByTime(1)
    await settled()
    expect(began).toBe(true)
  })
})
