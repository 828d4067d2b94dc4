import { MemoryBuckets } from './token-buckets.js'

const limit = { burst: 3, perSecond: 2 }

describe('A bucket in memory', () => {
  let clock: number
  let buckets: MemoryBuckets

  beforeEach(() => {
    clock = 1_000
    buckets = new MemoryBuckets({ now: () => clock })
  })

  const takeMany = async (times: number): Promise<number[]> => {
    const waits: number[] = []
    for (let i = 0; i < times; i++) waits.push(await buckets.take('someone', limit))
    return waits
  }

  it('gives its burst at once, then says exactly when the next token is there', async () => {
    expect(await takeMany(4)).toEqual([0, 0, 0, 500])
    clock += 499
    expect(await takeMany(1)).toEqual([1])
    clock += 1
    expect(await takeMany(2)).toEqual([0, 500])
  })

  it('takes nothing for a refusal, so that asking early never makes the wait longer', async () => {
    await takeMany(50)
    clock += 500
    expect(await takeMany(1)).toEqual([0])
  })

  it('never holds more than its burst, however long nobody asked', async () => {
    await takeMany(3)
    clock += 3_600_000
    expect(await takeMany(4)).toEqual([0, 0, 0, 500])
  })

  it('of one token gives it, at whatever fraction of a millisecond', () => {
    for (let at = 0; at < 1_000; at++) {
      clock += 0.123
      expect(buckets.takeNow(`subject ${at}`, { burst: 1, perSecond: 0.01 })).toBe(0)
    }
  })

  it('keeps subjects apart', async () => {
    await takeMany(4)
    expect(await buckets.take('someone else', limit)).toBe(0)
  })

  it('has one more for each that is given back, and never more than its burst', async () => {
    await takeMany(4)
    await buckets.giveBack('someone', limit)
    expect(await takeMany(2)).toEqual([0, 500])
    for (let times = 0; times < 9; times++) await buckets.giveBack('someone', limit)
    expect(await takeMany(4)).toEqual([0, 0, 0, 500])
  })

  it('forgets who is back at a full bucket', async () => {
    for (let i = 0; i < 1_000; i++) await buckets.take(`user ${i}`, limit)
    clock += 60_000
    await buckets.take('someone', limit)
    expect(buckets.size).toBe(1)
  })

  it('stays bounded when every request has a new key', async () => {
    for (let i = 0; i < 100_500; i++) await buckets.take(`guess ${i}`, limit)
    expect(buckets.size).toBe(100_000)
  })
})
