import { RequestCoalescer } from './request-coalescer.js'

describe('Coalesced work', () => {
  it('is done once for all who ask while it is under way, and only after they have asked', async () => {
    const coalescer = new RequestCoalescer<number>()
    let runs = 0
    const ends: (() => void)[] = []
    const work = () => new Promise<number>((resolve) => ends.push(() => resolve(++runs)))
    const first = coalescer.run('a', work)
    const others = [coalescer.run('a', work), coalescer.run('a', work)]
    expect(ends).toHaveLength(1)
    ends[0]?.()
    expect(await first).toBe(1)
    await new Promise((resolve) => setImmediate(resolve))
    expect(ends).toHaveLength(2)
    ends[1]?.()
    expect(await Promise.all(others)).toEqual([2, 2])
    const later = coalescer.run('a', work)
    ends[2]?.()
    expect(await later).toBe(3)
  })

  it('that fails, fails for those who share it and for nobody after them', async () => {
    const coalescer = new RequestCoalescer<number>()
    const fails = () => Promise.reject(new Error('no'))
    const [one, two] = [coalescer.run('a', fails), coalescer.run('a', fails)]
    await expect(one).rejects.toThrow('no')
    await expect(two).rejects.toThrow('no')
    expect(await coalescer.run('a', () => Promise.resolve(1))).toBe(1)
  })
})
