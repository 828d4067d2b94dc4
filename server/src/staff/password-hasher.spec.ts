import { hash, verify } from '@node-rs/argon2'
import { PasswordHasher } from './password-hasher.js'

jest.mock('@node-rs/argon2', () => ({ hash: jest.fn(), verify: jest.fn() }))

/** What is being verified, oldest first, to be answered by the test. */
let running: { password: unknown; answer(matches: boolean): void }[]
let most: number
let hasher: PasswordHasher

beforeEach(() => {
  running = []
  most = 0
  jest.mocked(hash).mockResolvedValue('a hash of nothing')
  jest.mocked(verify).mockImplementation((_, password) => {
    return new Promise((answer) => {
      running.push({ password, answer })
      most = Math.max(most, running.length)
    })
  })
  hasher = new PasswordHasher()
})

const ticks = async () => {
  for (let tick = 0; tick < 20; tick++) await Promise.resolve()
}

/** Answers what runs, one after the other, until nothing is left. @returns in which order it ran */
async function finish(): Promise<unknown[]> {
  const order: unknown[] = []
  for (await ticks(); running.length > 0; await ticks()) {
    const next = running.shift()
    order.push(next?.password)
    next?.answer(true)
  }
  return order
}

describe('Hashing passwords', () => {
  it('is done for two at once at most, and tells who would wait long', async () => {
    const asked = Array.from({ length: 100 }, (_, time) => hasher.verify('hash', `${time}`, 'normal'))
    const settled = Promise.allSettled(asked)
    await finish()
    const refused = (await settled).filter(({ status }) => status === 'rejected')
    expect(most).toBeLessThanOrEqual(2)
    expect(refused.length).toBeGreaterThanOrEqual(100 - 52)
    expect(refused.length).toBeLessThan(50)
    for (const each of refused) expect(each).toMatchObject({ reason: { code: 'unavailable' } })
    const later = hasher.verify('hash', 'later', 'normal')
    await finish()
    expect(await later).toBe(true)
  })

  it('lets those go first who are known, and refuses none of them because of others', async () => {
    const strangers = Promise.allSettled(
      Array.from({ length: 100 }, (_, time) => hasher.verify('hash', `stranger ${time}`, 'normal')),
    )
    await ticks()
    const known = hasher.verify('hash', 'known', 'high')
    const order = await finish()
    expect(await known).toBe(true)
    expect(order.indexOf('known')).toBeLessThanOrEqual(2)
    await strangers
  })

  it('takes as long where there is no password, and is never right', async () => {
    const answer = hasher.verify(null, 'x', 'normal')
    await finish()
    expect(await answer).toBe(false)
    expect(verify).toHaveBeenCalledWith('a hash of nothing', 'x')
  })

  it('goes on after one that fails', async () => {
    jest.mocked(verify).mockRejectedValueOnce(new Error('no hash'))
    await expect(hasher.verify('broken', 'x', 'normal')).rejects.toThrow('no hash')
    const next = hasher.verify('hash', 'x', 'normal')
    await finish()
    expect(await next).toBe(true)
  })
})
