import type { TimelineItem } from '@support-chat/shared'
import { MockSession } from '../demo/mock-session.js'
import { firstUnread, toRows, type MessageRow } from './timeline-rows.js'

const session = new MockSession()
const at = (day: number, minute: number) => new Date(2026, 2, day, 12, minute).toISOString()
const user = (created_at: string, more = {}) =>
  session.message({ content: 'a', sender_type: 'user', created_at, ...more })
const staff = (created_at: string, more = {}) =>
  session.message({ content: 'b', sender_type: 'admin', created_at, ...more })
const pending = (state: 'sending' | 'failed', created_at: string): TimelineItem => ({
  kind: 'pending',
  message: { client_id: `${state} ${created_at}`, content: 'c', created_at, state, error: null },
})
const sequenceOf = (item?: TimelineItem) => (item?.kind === 'stored' ? item.message.sequence : undefined)
const messages = (items: TimelineItem[]) => toRows(items).filter((row): row is MessageRow => row.kind === 'message')

describe('rows of the log', () => {
  test('a divider stands before the first message of each day', () => {
    expect(toRows([user(at(1, 0)), staff(at(1, 1)), user(at(3, 0))]).map(({ kind }) => kind)).toEqual([
      'day',
      'message',
      'message',
      'day',
      'message',
    ])
  })

  test('messages of one sender within five minutes are one run', () => {
    const rows = messages([user(at(1, 0)), user(at(1, 1)), user(at(1, 2)), staff(at(1, 3)), staff(at(1, 20))])
    expect(rows.map(({ first, last }) => [first, last])).toEqual([
      [true, false],
      [false, false],
      [false, true],
      [true, true],
      [true, true],
    ])
  })

  test('two members of staff are two runs', () => {
    const rows = messages([staff(at(1, 0), { sender_name: 'Ada' }), staff(at(1, 0), { sender_name: 'Bob' })])
    expect(rows.map(({ first }) => first)).toEqual([true, true])
  })

  test('a divider stands before the first unread message, and begins a run', () => {
    const items = [staff(at(1, 0)), user(at(1, 1)), staff(at(1, 2)), staff(at(1, 3)), staff(at(1, 4)), user(at(1, 5))]
    const from = firstUnread(items, 2)
    const rows = toRows(items, from)
    expect(rows.map(({ kind }) => kind).indexOf('unread')).toBe(4)
    expect([rows[3], rows[5]]).toMatchObject([{ last: true }, { first: true, stored: { sequence: from } }])
    expect([firstUnread(items, 0), firstUnread(items, 9), firstUnread([], 1)]).toEqual([
      undefined,
      sequenceOf(items[0]),
      undefined,
    ])
  })

  test('only the last of the user’s messages that were read says so', () => {
    const read = { read_at: at(1, 5) }
    const rows = messages([user(at(1, 0), read), user(at(1, 1), read), staff(at(1, 2), read), user(at(1, 3))])
    expect(rows.map(({ seen }) => seen)).toEqual([false, true, false, false])
  })

  test('a message keeps its key when it is stored', () => {
    const [before] = messages([pending('sending', at(1, 0))])
    const [after] = messages([user(at(1, 0), { client_id: before!.key })])
    expect(after!.key).toBe(before!.key)
  })

  test('nothing joins the run of a failed message', () => {
    const rows = messages([pending('failed', at(1, 0)), pending('sending', at(1, 1))])
    expect(rows.map(({ last }) => last)).toEqual([true, true])
  })
})
