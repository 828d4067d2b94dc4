import { REFUSING_LOCKS } from '../../../../shared/src/testing/refusing-locks.js'
import { holdView, isViewedInAnyTab } from './viewed-chats.js'

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

describe.each(REFUSING_LOCKS)('a browser that %s', (_what, locks) => {
  it('takes a chat for one that nobody looks at', async () => {
    give(locks)
    holdView('chat')()
    const looked = isViewedInAnyTab('chat')
    await jest.advanceTimersByTimeAsync(5_000)
    expect(await looked).toBe(false)
  })
})
