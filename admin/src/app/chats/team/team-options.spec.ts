import { card } from '../../connection/fake-connection.js'
import { assignOptions, snoozeOptions, tagOptions, type TeamOption } from './team-options.js'

const ANN = { id: 'ann', name: 'Ann', email: 'ann@example.com' }
const CLEO = { id: 'cleo', name: 'Cleo', email: 'cleo@example.com' }
const words = (options: TeamOption[]) => options.map((option) => [option.words, option.held].filter(Boolean).join(': '))

describe('options', () => {
  it('of whom to assign to have oneself first and nobody last, and say who has the chats', () => {
    const chats = [card('a', 1, { assignee: CLEO }), card('b', 2)]
    expect(words(assignOptions('', chats, [CLEO, ANN], 'ann'))).toEqual(['Me', 'Cleo: some', 'Unassigned: some'])
    expect(words(assignOptions('cl', chats, [CLEO, ANN], 'ann'))).toEqual(['Cleo: some'])
    expect(words(assignOptions('ann', chats, [CLEO, ANN], 'ann'))[0]).toBe('Me')
  })

  it('of tags take off what all have, add what some have, and make no other tag of a new one', () => {
    const chats = [card('a', 1, { tags: ['vip', 'Refund'] }), card('b', 2, { tags: ['vip'] })]
    const kinds = (text: string) => tagOptions(text, chats, ['invoice']).map(({ change }) => change?.change)
    expect(kinds('')).toEqual([{ remove_tags: ['vip'] }, { add_tags: ['Refund'] }, { add_tags: ['invoice'] }])
    expect(kinds('in')).toEqual([{ add_tags: ['invoice'] }, { add_tags: ['in'] }])
    expect(kinds('fun')).toEqual([{ add_tags: ['Refund'] }, { add_tags: ['fun'] }])
    expect(kinds('vip')).toEqual([{ remove_tags: ['vip'] }])
    expect(kinds('ivc')).toEqual([{ add_tags: ['ivc'] }])
    expect(kinds('x'.repeat(41))).toEqual([])
  })

  it('of times hold what is typed, and waking where something sleeps', () => {
    const now = new Date(2026, 2, 4, 14, 30).getTime()
    const asleep = [card('a', 1, { snoozed_until: '2026-03-05T08:00:00.000Z' })]
    expect(words(snoozeOptions('', [card('a', 1)], now))).toHaveLength(4)
    expect(words(snoozeOptions('', asleep, now)).at(-1)).toBe('Wake now')
    const [typed] = snoozeOptions('2d', [card('a', 1)], now)
    expect([typed?.words, typed?.more, typed?.change?.change]).toEqual([
      'In 2 days',
      'Fri 6 Mar, 14:30',
      { snoozed_until: new Date(2026, 2, 6, 14, 30).toISOString() },
    ])
  })
})
