import fc from 'fast-check'
import { shareConnection, type Connection } from '../../client.js'
import { FakeBrowser } from '../../testing/fake-browser.js'

/** What a browser may make of one request for a lock. Those that give it call `held`. */
const ANSWERS = {
  refuses: () => Promise.reject(denied('SecurityError')),
  refusesLater: () => new Promise((_, reject) => setTimeout(() => reject(denied('SecurityError')), 700)),
  refusesWithoutAReason: () => Promise.reject(undefined),
  aborts: () => Promise.reject(denied('AbortError')),
  throws: () => {
    throw denied('InvalidStateError')
  },
  neverSettles: () => new Promise(() => undefined),
  resolvesWithoutGiving: () => Promise.resolve(),
  isNoPromise: () => undefined,
  gives: (held: () => unknown) => Promise.resolve().then(held),
  givesAndTakesBack: (held: () => unknown) => taken(held, 'AbortError'),
  givesAndRefuses: (held: () => unknown) => taken(held, 'SecurityError'),
  givesAndEnds: (held: () => unknown) => Promise.resolve().then(() => void held()),
}
type Answer = keyof typeof ANSWERS

const denied = (name: string) => new DOMException('refused', name)
const taken = async (held: () => unknown, name: string) => {
  void held()
  await Promise.resolve()
  throw denied(name)
}

const unhandled: unknown[] = []
const noteUnhandled = (reason: unknown) => unhandled.push(reason)
const { fetch, WebSocket } = globalThis
let browser: FakeBrowser
let connection: Connection
let dials: number

beforeEach(() => {
  process.on('unhandledRejection', noteUnhandled)
  // `Date` stays: nothing here asks it for more than a number that grows.
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'Date'] })
  browser = new FakeBrowser().start()
  dials = 0
  const Line = function () {
    dials++
    return { close: () => undefined, send: () => undefined }
  }
  Object.assign(globalThis, { WebSocket: Line, fetch: () => new Promise(() => undefined) })
})
afterEach(() => {
  connection.stop()
  browser.stop()
  jest.useRealTimers()
  Object.assign(globalThis, { fetch, WebSocket })
  process.off('unhandledRejection', noteUnhandled)
  expect(unhandled.splice(0)).toEqual([])
})

/** A minute of a tab whose browser answers so, one after the other and over again. @returns requests for locks */
async function minute(answers: readonly Answer[]) {
  let requests = 0
  const request = (_name: string, _options: unknown, held: () => unknown) => {
    // A tab that asks without a pause fails the test, and does not hang it.
    if (requests >= 500) return ANSWERS.neverSettles()
    return ANSWERS[answers[requests++ % answers.length]!](held)
  }
  const query = () => ANSWERS.refuses()
  Object.defineProperty(globalThis, 'navigator', { value: { locks: { request, query } }, configurable: true })
  connection = shareConnection({ serverUrl: 'http://localhost', getToken: () => 'user' }, 'user')
  connection.start()
  await jest.advanceTimersByTimeAsync(60_000)
  return requests
}

describe('a tab whose browser has locks', () => {
  test.each(Object.keys(ANSWERS) as Answer[])('that it %s asks for few, and dials all the same', async (answer) => {
    expect(await minute([answer])).toBeLessThan(10)
    expect(dials).toBeGreaterThan(0)
  })

  test('that do whatever they like asks for few, and dials all the same', async () => {
    const answers = fc.array(fc.constantFrom(...(Object.keys(ANSWERS) as Answer[])), { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc
        .asyncProperty(answers, async (some) => {
          expect(await minute(some)).toBeLessThan(30)
          expect(dials).toBeGreaterThan(0)
        })
        .afterEach(() => {
          connection.stop()
          dials = 0
        }),
      { numRuns: 60 },
    )
  })
})

describe('a tab whose browser has channels between tabs', () => {
  const channels: Record<string, () => object> = {
    'that it refuses to make': () => {
      throw denied('SecurityError')
    },
    'that refuse what is said': () => ({
      close: () => undefined,
      postMessage() {
        throw denied('InvalidStateError')
      },
    }),
    'that carry nothing': () => ({ close: () => undefined, postMessage: () => undefined }),
  }
  test.each(Object.keys(channels))('%s asks for few locks, and dials all the same', async (kind) => {
    Object.assign(globalThis, {
      BroadcastChannel: function () {
        return channels[kind]!()
      },
    })
    expect(await minute(['neverSettles', 'gives'])).toBeLessThan(10)
    expect(dials).toBeGreaterThan(0)
  })

  test('and no way to look for locks dials', async () => {
    const locks = () => {
      throw denied('SecurityError')
    }
    Object.defineProperty(globalThis, 'navigator', {
      value: Object.defineProperty({}, 'locks', { get: locks }),
      configurable: true,
    })
    connection = shareConnection({ serverUrl: 'http://localhost', getToken: () => 'user' }, 'user')
    connection.start()
    await jest.advanceTimersByTimeAsync(60_000)
    expect(dials).toBeGreaterThan(0)
  })
})
