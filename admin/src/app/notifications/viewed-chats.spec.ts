import { holdView, isViewedInAnyTab } from './viewed-chats.js'

const denied = () => Promise.reject(new DOMException('', 'SecurityError'))
const BROWSERS: [string, object | undefined][] = [
  ['has no locks', undefined],
  ['refuses its locks', { request: denied, query: denied }],
  [
    'throws over its locks',
    {
      request() {
        throw new DOMException('', 'InvalidStateError')
      },
      query() {
        throw new DOMException('', 'InvalidStateError')
      },
    },
  ],
  [
    'never answers about its locks',
    { request: () => new Promise(() => undefined), query: () => new Promise(() => undefined) },
  ],
]

const unhandled = jest.fn()
beforeEach(() => {
  jest.useFakeTimers()
  process.on('unhandledRejection', unhandled)
})
afterEach(() => {
  jest.useRealTimers()
  process.off('unhandledRejection', unhandled)
  Reflect.deleteProperty(navigator, 'locks')
  expect(unhandled).not.toHaveBeenCalled()
})
const give = (locks: object | undefined) =>
  Object.defineProperty(navigator, 'locks', { value: locks, configurable: true })

describe.each(BROWSERS)('a browser that %s', (_what, locks) => {
  it('takes a chat for one that nobody looks at', async () => {
    give(locks)
    holdView('chat')()
    const looked = isViewedInAnyTab('chat')
    await jest.advanceTimersByTimeAsync(5_000)
    expect(await looked).toBe(false)
  })
})
