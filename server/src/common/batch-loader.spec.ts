import { BatchLoader } from './batch-loader.js'

const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('A batch loader', () => {
  let batches: string[][]
  let ends: (() => void)[]
  let loader: BatchLoader<string>

  beforeEach(() => {
    batches = []
    ends = []
    const load = async (keys: string[]) => {
      batches.push(keys)
      await new Promise<void>((resolve) => ends.push(resolve))
      if (keys.includes('bad')) throw new Error('no')
      return new Map(keys.filter((key) => key !== 'unknown').map((key) => [key, `${key} ${batches.length}`]))
    }
    loader = new BatchLoader(load, { maxKeys: 3, maxRunning: 1 })
  })

  it('looks up in one go what is asked for at once, each key once', async () => {
    const answers = ['a', 'b', 'a', 'unknown'].map((key) => loader.find(key))
    await turn()
    ends[0]?.()
    expect(await Promise.all(answers)).toEqual(['a 1', 'b 1', 'a 1', null])
    expect(batches).toEqual([['a', 'b', 'unknown']])
  })

  it('never answers with what was read before it was asked', async () => {
    const first = loader.find('a')
    await turn()
    const second = loader.find('a')
    await turn()
    expect(batches).toHaveLength(1)
    ends[0]?.()
    expect(await first).toBe('a 1')
    ends[1]?.()
    expect(await second).toBe('a 2')
  })

  it('keeps batches within their size, and lets those wait that came last', async () => {
    const answers = ['a', 'b', 'c', 'd', 'e'].map((key) => loader.find(key))
    await turn()
    ends[0]?.()
    await answers[0]
    await turn()
    ends[1]?.()
    await Promise.all(answers)
    expect(batches).toEqual([
      ['a', 'b', 'c'],
      ['d', 'e'],
    ])
  })

  it('that fails, fails for those who share the batch and for nobody after them', async () => {
    const answers = [loader.find('bad'), loader.find('b')]
    await turn()
    ends[0]?.()
    for (const answer of answers) await expect(answer).rejects.toThrow('no')
    const later = loader.find('b')
    await turn()
    ends[1]?.()
    expect(await later).toBe('b 2')
  })
})
