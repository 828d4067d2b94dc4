import type { SupportMessage } from '@support-chat/shared'
import { newerMessages } from './newer-messages.js'
import { ViewedTracker } from './viewed-tracker.js'

const messages = [1, 2, 3, 4].map((sequence) => ({ sequence, client_id: `client ${sequence}` }) as SupportMessage)
const newer = (known: Partial<Parameters<typeof newerMessages>[1]>, own: number[] = []) =>
  newerMessages(messages, { since: 0, viewed: 0, warned: 0, ...known }, ({ sequence }) => own.includes(sequence)).map(
    ({ sequence }) => sequence,
  )

describe('newerMessages', () => {
  it('are those that came after the writing began, and that nobody has taken in or was warned of', () => {
    expect(newer({ since: 2 })).toEqual([3, 4])
    expect(newer({ since: 2, viewed: 3 })).toEqual([4])
    expect(newer({ since: 2, viewed: 3, warned: 4 })).toEqual([])
    expect(newer({ since: 4, viewed: 1 })).toEqual([])
  })

  it('are never one’s own', () => {
    expect(newer({ since: 2 }, [3])).toEqual([4])
  })
})

describe('ViewedTracker', () => {
  it('takes in what has been in sight for two seconds', () => {
    const tracker = new ViewedTracker()
    tracker.track(3, 10_000)
    tracker.track(5, 11_000)
    expect([11_999, 12_000, 12_999, 13_000].map((now) => tracker.newest(now))).toEqual([0, 3, 3, 5])
  })

  it('does not begin anew when something older is in sight again', () => {
    const tracker = new ViewedTracker()
    tracker.track(5, 10_000)
    tracker.track(3, 11_000)
    tracker.track(5, 11_500)
    expect(tracker.newest(12_000)).toBe(5)
  })
})
