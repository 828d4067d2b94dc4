import type { TimelineItem } from '../client/chat/timeline.js'
import { groupMessages, messageKey } from './message-groups.js'

/** Local time, since days are the reader's own. */
const at = (day: number, hour: number, minute = 0) => new Date(2026, 2, day, hour, minute).toISOString()
const message = (sender: string, time: string) => ({
  kind: 'message' as const,
  key: `${sender} ${time}`,
  at: time,
  sender,
})
type Message = ReturnType<typeof message>
const isSameSender = (before: Message, next: Message) => before.sender === next.sender
const groups = (...messages: Message[]) =>
  groupMessages(messages, isSameSender).map((row) => (row.kind === 'day' ? 'day' : [row.first, row.last]))

test('a divider stands before the first message of each day, and no group goes across it', () => {
  expect(groups(message('a', at(3, 23, 59)), message('a', at(4, 0, 1)), message('a', at(4, 0, 2)))).toEqual([
    'day',
    [true, true],
    'day',
    [true, false],
    [false, true],
  ])
})

test('messages of one sender within five minutes are a group', () => {
  const [, ...rows] = groups(
    message('a', at(3, 9, 0)),
    message('a', at(3, 9, 4)),
    message('a', at(3, 9, 9)),
    message('b', at(3, 9, 9)),
  )
  expect(rows).toEqual([
    [true, false],
    [false, true],
    [true, true],
    [true, true],
  ])
})

test('a message keeps its key when it is stored, which no message of the other side has', () => {
  const pending = { client_id: 'mine', content: '', created_at: '', state: 'sending', error: null } as const
  const stored = (sender_type: 'user' | 'admin') =>
    ({ kind: 'stored', message: { id: 'id', client_id: 'mine', sender_type } }) as TimelineItem
  expect(messageKey({ kind: 'pending', message: pending }, 'user')).toBe('mine')
  expect(messageKey(stored('user'), 'user')).toBe('mine')
  expect(messageKey(stored('admin'), 'user')).toBe('id')
})
