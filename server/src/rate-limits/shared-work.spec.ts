import { SharedWork } from './shared-work.js'

describe('Shared work', () => {
  it('is done once for all who ask while it is under way, and only after they have asked', async () => {
    const shared = new SharedWork<number>()
    let runs = 0
    const ends: (() => void)[] = []
    const work = () => new Promise<number>((resolve) => ends.push(() => resolve(++runs)))
    const first = shared.run('a', work)
    const others = [shared.run('a', work), shared.run('a', work)]
    expect(ends).toHaveLength(1)
    ends[0]?.()
    expect(await first).toBe(1)
    await new Promise((resolve) => setImmediate(resolve))
    expect(ends).toHaveLength(2)
    ends[1]?.()
    expect(await Promise.all(others)).toEqual([2, 2])
    const later = shared.run('a', work)
    ends[2]?.()
    expect(await later).toBe(3)
  })

  it('that fails, fails for those who share it and for nobody after them', async () => {
    const shared = new SharedWork<number>()
    const fails = () => Promise.reject(new Error('no'))
    const [one, two] = [shared.run('a', fails), shared.run('a', fails)]
    await expect(one).rejects.toThrow('no')
    await expect(two).rejects.toThrow('no')
    expect(await shared.run('a', () => Promise.resolve(1))).toBe(1)
  })
})
