import { AppError } from '../common/errors/app-error.js'
import { GroupCommitQueue, type Queued } from './group-commit-queue.js'

/** A store whose transactions end when the test says so. */
function controlled() {
  const batches: string[][] = []
  const ends: (() => void)[] = []
  const store = (batch: Queued<string, string>[]): Promise<void> => {
    batches.push(batch.map(({ item }) => item))
    return new Promise((done) => {
      ends.push(() => {
        for (const { item, resolve } of batch) resolve(`${item} stored`)
        done()
      })
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

/** Each chat has a sender of its own. */
const by = (chatId: string) => ({ chatId, senderId: `sender of ${chatId}` })

describe('The queue of sends', () => {
  it('stores at once and alone what finds the database idle', async () => {
    const { batches, store, end } = controlled()
    const queue = new GroupCommitQueue(store)
    const sent = queue.add(by('a'), 'first')
    expect(batches).toEqual([['first']])
    await end()
    await expect(sent).resolves.toBe('first stored')
  })

  it('stores together what arrives while two transactions run', async () => {
    const { batches, store, end } = controlled()
    const queue = new GroupCommitQueue(store)
    const all = ['a', 'b', 'c', 'd', 'e'].map((chat) => queue.add(by(chat), chat))
    expect(batches).toEqual([['a'], ['b']])
    await end()
    expect(batches).toEqual([['a'], ['b'], ['c', 'd', 'e']])
    await end()
    await end()
    await expect(Promise.all(all)).resolves.toEqual(['a stored', 'b stored', 'c stored', 'd stored', 'e stored'])
  })

  it('gathers until a batch is as large as the one that is being stored, or that is done', async () => {
    const { batches, store, end } = controlled()
    const queue = new GroupCommitQueue(store)
    const send = (...chats: string[]) => chats.forEach((chat) => void queue.add(by(chat), chat))
    send('a', 'b', 'c', 'd', 'e')
    await end()
    await end()
    expect(batches).toEqual([['a'], ['b'], ['c', 'd', 'e']])
    send('f', 'g')
    expect(batches).toHaveLength(3)
    send('h')
    expect(batches.slice(3)).toEqual([['f', 'g', 'h']])
    send('i')
    await end()
    await end()
    expect(batches.slice(4)).toEqual([['i']])
  })

  it('keeps the order of a chat: its next send waits until the one before is stored', async () => {
    const { batches, store, end } = controlled()
    const queue = new GroupCommitQueue(store)
    const all = ['one', 'two', 'three'].map((send) => queue.add(by('chat'), send))
    expect(batches).toEqual([['one']])
    await end()
    expect(batches).toEqual([['one'], ['two']])
    await end()
    await end()
    expect(batches).toEqual([['one'], ['two'], ['three']])
    await Promise.all(all)
  })

  it('refuses at once what it has no room for, and answers all that it took', async () => {
    const { batches, store, end } = controlled()
    const queue = new GroupCommitQueue(store, { capacity: 16 })
    const chats = Array.from({ length: 60 }, (_, at) => `chat ${at}`)
    const all = chats.map((chat) => outcome(queue.add(by(chat), chat)))
    const refused = (await settledAt(all)).filter(isUnavailable)
    // Two of them are being stored, and sixteen wait.
    expect(refused).toHaveLength(60 - 18)
    while (batches.length < 3) await end()
    await end()
    await end()
    const answers = await Promise.all(all)
    expect(answers.filter((answer) => !isUnavailable(answer))).toEqual(
      chats.slice(0, 18).map((chat) => `${chat} stored`),
    )
  })

  it('keeps room for the others, however much one chat, or one sender in many chats, has waiting', async () => {
    const { store } = controlled()
    const queue = new GroupCommitQueue(store, { capacity: 160 })
    const flood = Array.from({ length: 500 }, () => outcome(queue.add({ chatId: 'flooded', senderId: 'anyone' }, 'x')))
    const spread = Array.from({ length: 500 }, (_, at) =>
      outcome(queue.add({ chatId: `chat ${at}`, senderId: 'flooder' }, 'x')),
    )
    const others = Array.from({ length: 40 }, (_, at) => outcome(queue.add(by(`other ${at}`), 'x')))
    const waiting = (answers: unknown[]) => answers.filter((answer) => answer === null).length
    // The room that is left shrinks with each: a third of the whole is where the two meet.
    expect(waiting(await settledAt(flood))).toBeLessThanOrEqual(2 + 160 / 3)
    expect(waiting(await settledAt(spread))).toBeLessThanOrEqual(2 + 160 / 3)
    expect(waiting(await settledAt(others))).toBe(40)
  })

  describe('with time in the test’s hands', () => {
    beforeEach(() => jest.useFakeTimers())
    afterEach(() => jest.useRealTimers())

    it('refuses what has waited too long, and stores what came later', async () => {
      const { batches, store, end } = controlled()
      const queue = new GroupCommitQueue(store, { waitMs: 1_000, slowMs: 100_000 })
      const [first, late] = [outcome(queue.add(by('a'), 'first')), outcome(queue.add(by('a'), 'late'))]
      jest.advanceTimersByTime(600)
      const inTime = outcome(queue.add(by('a'), 'in time'))
      jest.advanceTimersByTime(600)
      expect(isUnavailable(await late)).toBe(true)
      await end()
      await end()
      expect([await first, await inTime]).toEqual(['first stored', 'in time stored'])
      expect(batches).toEqual([['first'], ['in time']])
    })

    it('gathers for a moment only', async () => {
      const { batches, store, end } = controlled()
      const queue = new GroupCommitQueue(store)
      for (const chat of ['a', 'b', 'c', 'd']) void queue.add(by(chat), chat)
      await end()
      await end()
      void queue.add(by('e'), 'e')
      expect(batches).toEqual([['a'], ['b'], ['c', 'd']])
      jest.advanceTimersByTime(10)
      expect(batches.slice(3)).toEqual([['e']])
    })

    it('goes on beside transactions that are stuck, and says when all are', async () => {
      const { batches, store } = controlled()
      const queue = new GroupCommitQueue(store, { slowMs: 500, waitMs: 100_000 })
      for (const chat of ['stuck', 'stuck too', 'well']) void outcome(queue.add(by(chat), chat))
      expect(batches).toEqual([['stuck'], ['stuck too']])
      jest.advanceTimersByTime(501)
      expect(batches).toEqual([['stuck'], ['stuck too'], ['well']])
      expect(queue.stalledForMs()).toBeGreaterThan(500)
    })

    it('holds no more than ten transactions open, whatever is stuck', () => {
      const { batches, store } = controlled()
      const queue = new GroupCommitQueue(store, { slowMs: 500, waitMs: 100_000 })
      for (let chat = 0; chat < 30; chat++) {
        void outcome(queue.add(by(`chat ${chat}`), 'x'))
        jest.advanceTimersByTime(501)
      }
      expect(batches).toHaveLength(10)
    })
  })
})

/** What a send ends with, be it an error. */
const outcome = (sent: Promise<unknown>): Promise<unknown> => sent.catch((error: unknown) => error)

/** What is settled at this moment; null for the rest. */
async function settledAt(outcomes: Promise<unknown>[]): Promise<unknown[]> {
  return Promise.all(outcomes.map((one) => Promise.race([one, Promise.resolve().then(() => Promise.resolve(null))])))
}

const isUnavailable = (answer: unknown) => answer instanceof AppError && answer.code === 'unavailable'
