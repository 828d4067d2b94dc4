import { card } from '../connection/fake-connection.js'
import { keepOrder, shiftOf, ReorderLock } from './reorder-lock.js'

const none = () => undefined
const ids = (cards: readonly { id: string }[]) => cards.map(({ id }) => id).join('')

describe('keepOrder', () => {
  const drawn = [card('c', 3), card('b', 2), card('a', 1)]

  it('keeps every card where it is, and says of it what is new', () => {
    const now = [card('d', 9), card('a', 8, { message_count: 2 }), card('c', 3)]
    const held = keepOrder(drawn, now, (id) => (id === 'b' ? card('b', 2, { unread: true }) : undefined))
    expect(ids(held)).toBe('cba')
    expect([held[1]?.unread, held[2]?.message_count]).toEqual([true, 2])
  })

  it('adds the next page below', () => {
    const now = [card('d', 9), ...drawn, card('0', 0)]
    expect(ids(keepOrder(drawn, now, none))).toBe('cba0')
  })
})

describe('shiftOf', () => {
  const before = [card('d', 4), card('c', 3), card('b', 2), card('a', 1)]

  it('is how far what is in sight was pushed down or pulled up', () => {
    expect(shiftOf(before, [card('f', 6), card('e', 5), ...before], 2)).toBe(2)
    expect(shiftOf(before, before.slice(1), 1)).toBe(-1)
  })

  it('does not follow a card that went to the top with a new message, nor one that is gone', () => {
    expect(shiftOf(before, [card('b', 9), card('d', 4), card('c', 3), card('a', 1)], 2)).toBe(0)
    expect(shiftOf(before, [card('d', 4), card('c', 3), card('a', 1)], 2)).toBe(-1)
    expect(shiftOf(before, [], 2)).toBe(0)
  })
})

describe('ReorderLock', () => {
  it('holds while the pointer moves and a while after, or until it leaves', () => {
    jest.useFakeTimers()
    const lock = new ReorderLock()
    lock.extend()
    jest.advanceTimersByTime(2000)
    lock.extend()
    jest.advanceTimersByTime(2000)
    expect(lock.locked()).toBe(true)
    jest.advanceTimersByTime(500)
    expect(lock.locked()).toBe(false)
    lock.extend()
    lock.release()
    expect(lock.locked()).toBe(false)
    jest.useRealTimers()
  })
})
