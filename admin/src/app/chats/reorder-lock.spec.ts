import { card } from '../connection/fake-connection.js'
import { inPlace, shiftOf, Steadiness } from './reorder-lock.js'

const none = () => undefined
const ids = (cards: readonly { id: string }[]) => cards.map(({ id }) => id).join('')

describe('inPlace', () => {
  const drawn = [card('c', 3), card('b', 2), card('a', 1)]

  it('keeps every card where it is, and says of it what is new', () => {
    const now = [card('d', 9), card('a', 8, { message_count: 2 }), card('c', 3)]
    const held = inPlace(drawn, now, (id) => (id === 'b' ? card('b', 2, { unread: true }) : undefined))
    expect(ids(held)).toBe('cba')
    expect([held[1]?.unread, held[2]?.message_count]).toEqual([true, 2])
  })

  it('adds the next page below', () => {
    const now = [card('d', 9), ...drawn, card('0', 0)]
    expect(ids(inPlace(drawn, now, none))).toBe('cba0')
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

describe('Steadiness', () => {
  it('holds while the pointer moves and a while after, or until it leaves', () => {
    jest.useFakeTimers()
    const steadiness = new Steadiness()
    steadiness.touch()
    jest.advanceTimersByTime(2000)
    steadiness.touch()
    jest.advanceTimersByTime(2000)
    expect(steadiness.holds()).toBe(true)
    jest.advanceTimersByTime(500)
    expect(steadiness.holds()).toBe(false)
    steadiness.touch()
    steadiness.release()
    expect(steadiness.holds()).toBe(false)
    jest.useRealTimers()
  })
})
