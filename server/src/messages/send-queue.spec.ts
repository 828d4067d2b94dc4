import { SendQueue } from './send-queue.js'

/** A store whose transactions end when the test says so. */
function controlled() {
  const batches: string[][] = []
  const ends: (() => void)[] = []
  const store = (batch: string[]): Promise<string[]> => {
    batches.push(batch)
    return new Promise((resolve, reject) => {
      ends.push(() =>
        batch.includes('bad') ? reject(new Error('no')) : resolve(batch.map((send) => `${send} stored`)),
      )
    })
  }
  const settle = async (): Promise<void> => {
    for (let tick = 0; tick < 10; tick++) await Promise.resolve()
  }
  const end = async (): Promise<void> => {
    ends.shift()?.()
    await settle()
  }
  return { batches, store, end }
}

const nothingShared = () => false

describe('The queue of sends', () => {
  it('stores at once and alone what finds the database idle', async () => {
    const { batches, store, end } = controlled()
    const queue = new SendQueue(store, nothingShared)
    const sent = queue.add('a', 'first')
    expect(batches).toEqual([['first']])
    await end()
    await expect(sent).resolves.toBe('first stored')
  })

  it('stores together what arrives while two transactions run', async () => {
    const { batches, store, end } = controlled()
    const queue = new SendQueue(store, nothingShared)
    const all = ['a', 'b', 'c', 'd', 'e'].map((chat) => queue.add(chat, chat))
    expect(batches).toEqual([['a'], ['b']])
    await end()
    expect(batches).toEqual([['a'], ['b'], ['c', 'd', 'e']])
    await end()
    await end()
    await expect(Promise.all(all)).resolves.toEqual(['a stored', 'b stored', 'c stored', 'd stored', 'e stored'])
  })

  it('keeps the order of a chat: its next send waits until the one before is stored', async () => {
    const { batches, store, end } = controlled()
    const queue = new SendQueue(store, nothingShared)
    const all = ['one', 'two', 'three'].map((send) => queue.add('chat', send))
    expect(batches).toEqual([['one']])
    await end()
    expect(batches).toEqual([['one'], ['two']])
    await end()
    await end()
    expect(batches).toEqual([['one'], ['two'], ['three']])
    await Promise.all(all)
  })

  it('tries each alone when a batch fails, so that only the bad one is refused', async () => {
    const { batches, store, end } = controlled()
    const queue = new SendQueue(store, nothingShared)
    const first = [queue.add('a', 'a'), queue.add('b', 'b')]
    const batch = Promise.allSettled([queue.add('c', 'c'), queue.add('d', 'bad'), queue.add('e', 'e')])
    for (let step = 0; step < 6; step++) await end()
    await Promise.all(first)
    expect(batches.slice(2)).toEqual([['c', 'bad', 'e'], ['c'], ['bad'], ['e']])
    expect((await batch).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  })

  it('refuses a whole batch at once when the failure is everyone’s', async () => {
    const { batches, store, end } = controlled()
    const queue = new SendQueue(store, () => true)
    const first = [queue.add('a', 'a'), queue.add('b', 'b')]
    const batch = Promise.allSettled([queue.add('c', 'c'), queue.add('d', 'bad')])
    for (let step = 0; step < 3; step++) await end()
    await Promise.all(first)
    expect(batches).toHaveLength(3)
    expect((await batch).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  })
})
