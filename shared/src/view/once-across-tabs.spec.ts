import { REFUSING_LOCKS } from '../testing/refusing-locks.js'
import { onceAcrossTabs } from './once-across-tabs.js'

const unhandled = jest.fn()
beforeEach(() => {
  jest.useFakeTimers()
  process.on('unhandledRejection', unhandled)
})
afterEach(() => {
  jest.useRealTimers()
  process.off('unhandledRejection', unhandled)
  Reflect.deleteProperty(globalThis, 'navigator')
  expect(unhandled).not.toHaveBeenCalled()
})
const give = (locks: object | undefined) =>
  Object.defineProperty(globalThis, 'navigator', { value: { locks }, configurable: true })

describe.each(REFUSING_LOCKS)('a browser that %s', (_what, locks) => {
  it('tells of an event once in this tab', async () => {
    give(locks)
    const work = jest.fn()
    void onceAcrossTabs('event', work)
    await jest.advanceTimersByTimeAsync(5_000)
    expect(work).toHaveBeenCalledTimes(1)
  })
})

it('leaves an event to the tab that was first', async () => {
  give({ request: (_name: string, _options: unknown, held: (lock: null) => unknown) => Promise.resolve(held(null)) })
  const work = jest.fn()
  void onceAcrossTabs('event', work)
  await jest.advanceTimersByTimeAsync(5_000)
  expect(work).not.toHaveBeenCalled()
})
