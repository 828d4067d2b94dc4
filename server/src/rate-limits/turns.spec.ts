import { TURNS } from './rate-limit.js'
import { Turns } from './turns.js'

const user = { id: 'somebody', role: 'user' } as const
const { atOnce, waiting } = TURNS.user
const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('Turns', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] })
  })
  afterEach(() => {
    jest.useRealTimers()
  })

  it('are given a few at a time, to the others in the order they came, and apart for each account', async () => {
    const turns = new Turns()
    const ends = await Promise.all(Array.from({ length: atOnce }, () => turns.enter(user)))
    const began: number[] = []
    const later = [1, 2, 3].map((number) => turns.enter(user).then((end) => (began.push(number), end)))
    await turns.enter({ id: 'somebody else', role: 'user' })
    await settled()
    expect(began).toEqual([])
    ends[0]?.()
    ends[0]?.()
    await settled()
    expect(began).toEqual([1])
    ;(await later[0])?.()
    await settled()
    expect(began).toEqual([1, 2])
  })

  it('are refused where too many wait already', async () => {
    const turns = new Turns()
    const all = Array.from({ length: atOnce + waiting }, () => turns.enter(user))
    await expect(turns.enter(user)).rejects.toMatchObject({ code: 'rate_limited', details: { retry_after_ms: 1_000 } })
    for (const turn of all) (await turn)()
    ;(await turns.enter(user))()
  })

  it('are not waited for longer than so long', async () => {
    const turns = new Turns()
    const running = await Promise.all(Array.from({ length: atOnce }, () => turns.enter(user)))
    const late = turns.enter(user)
    const refused = expect(late).rejects.toMatchObject({ code: 'rate_limited' })
    jest.advanceTimersByTime(TURNS.user.longestWaitMs)
    await refused
    running[0]?.()
    ;(await turns.enter(user))()
  })

  it('that took long are followed by a pause as long, in which others are served', async () => {
    const turns = new Turns()
    const ends = await Promise.all(Array.from({ length: atOnce }, () => turns.enter(user)))
    let began = false
    void turns.enter(user).then(() => (began = true))
    jest.advanceTimersByTime(80)
    ends[0]?.()
    jest.advanceTimersByTime(79)
    await settled()
    expect(began).toBe(false)
    jest.advanceTimersByTime(1)
    await settled()
    expect(began).toBe(true)
  })
})
