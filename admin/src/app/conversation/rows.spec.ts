import type { PendingMessage, SupportMessage, TimelineItem } from '@support-chat/shared'
import { type MessageRow, toRows } from './rows.js'

const names = { user: 'ann@example.com', self: 'Bea' }
let sequence = 0

function stored(sender_type: 'user' | 'admin', at: Date, changes: Partial<SupportMessage> = {}): TimelineItem {
  sequence += 1
  const message: SupportMessage = {
    id: `id ${sequence}`,
    chat_id: 'chat',
    sequence,
    client_id: `client ${sequence}`,
    content: `Message ${sequence}`,
    sender_type,
    sender_name: sender_type === 'admin' ? 'Bea' : null,
    read_at: null,
    redacted_at: null,
    attachments: [],
    created_at: at.toISOString(),
    ...changes,
  }
  return { kind: 'stored', message }
}

const pending = (at: Date, changes: Partial<PendingMessage> = {}): TimelineItem => ({
  kind: 'pending',
  message: {
    client_id: 'mine',
    content: 'Hi',
    created_at: at.toISOString(),
    state: 'sending',
    error: null,
    ...changes,
  },
})

/** Local time, since days are the reader's own. */
const at = (day: number, hour: number, minute = 0) => new Date(2026, 2, day, hour, minute)
const messages = (items: TimelineItem[]) =>
  toRows(items, names).filter((row): row is MessageRow => row.kind === 'message')

describe('toRows', () => {
  it('puts a divider before the first message of each day', () => {
    const rows = toRows([stored('user', at(3, 23, 59)), stored('user', at(4, 0, 1)), stored('user', at(4, 9))], names)
    expect(rows.map(({ kind }) => kind)).toEqual(['day', 'message', 'day', 'message', 'message'])
  })

  it('groups what one sender wrote in a short time, on one day', () => {
    const rows = messages([
      stored('user', at(3, 9, 0)),
      stored('user', at(3, 9, 2)),
      stored('admin', at(3, 9, 3)),
      stored('admin', at(3, 9, 20)),
    ])
    expect(rows.map(({ first, last }) => [first, last])).toEqual([
      [true, false],
      [false, true],
      [true, true],
      [true, true],
    ])
  })

  it('says of a message without its text that it was removed', () => {
    const [gone, kept] = messages([
      stored('user', at(3, 9), { content: '', redacted_at: at(4, 9).toISOString() }),
      stored('user', at(3, 9), { content: 'Kept' }),
    ])
    expect([gone, kept]).toMatchObject([
      { redacted: true, content: 'Message removed' },
      { redacted: false, content: 'Kept' },
    ])
  })

  it('shows a name where another one speaks, and a time where more than ten minutes pass', () => {
    const rows = messages([
      stored('user', at(3, 9, 0)),
      stored('user', at(3, 9, 8)),
      stored('admin', at(3, 9, 9)),
      stored('admin', at(3, 9, 20)),
      stored('admin', at(4, 9, 0), { sender_name: 'Cleo' }),
      stored('admin', at(4, 9, 10), { sender_name: 'Cleo' }),
      pending(at(4, 9, 11)),
    ])
    expect(rows.map(({ showsName }) => showsName)).toEqual([true, false, true, false, true, false, true])
    expect(rows.map(({ showsTime }) => showsTime)).toEqual([false, false, true, true, false, false, true])
  })

  it('names the user by what the heading says, staff by their own name, and by Support where they have none', () => {
    const rows = messages([
      stored('user', at(3, 9), { sender_name: 'Whatever' }),
      stored('admin', at(3, 10)),
      stored('admin', at(3, 11), { sender_name: null }),
      pending(at(3, 12)),
    ])
    expect(rows.map(({ sender }) => sender)).toEqual(['ann@example.com', 'Bea', 'Support', 'Bea'])
  })

  it('keeps the key of a message from sending to stored, and never shares one between the two sides', () => {
    const [before] = messages([pending(at(3, 9))])
    const [after] = messages([stored('admin', at(3, 9), { client_id: 'mine' })])
    const [theirs] = messages([stored('user', at(3, 9), { client_id: 'mine' })])
    expect(after?.key).toBe(before?.key)
    expect(theirs?.key).not.toBe(after?.key)
  })

  it('lets the newest staff message and the newest read one say what became of them', () => {
    const read = { read_at: at(3, 10).toISOString() }
    const rows = messages([
      stored('admin', at(3, 8), read),
      stored('admin', at(3, 9), read),
      stored('user', at(3, 10)),
      stored('admin', at(3, 11)),
      stored('admin', at(3, 12)),
      pending(at(3, 13)),
    ])
    expect(rows.map(({ showsDelivery }) => showsDelivery)).toEqual([false, true, false, false, true, false])
  })
  it('puts the divider of what is new under the day’s, and begins a new group there', () => {
    const items = [stored('user', at(3, 9, 0)), stored('user', at(4, 9, 0)), stored('user', at(4, 9, 1))]
    const from = (item: TimelineItem | undefined) => (item?.kind === 'stored' ? item.message.sequence : null)
    const kinds = (unreadFrom: number | null) => toRows(items, names, unreadFrom).map(({ kind }) => kind)
    expect(kinds(from(items[1]))).toEqual(['day', 'message', 'day', 'unread', 'message', 'message'])
    expect(kinds(from(items[2]))).toEqual(['day', 'message', 'day', 'message', 'unread', 'message'])
    const rows = toRows(items, names, from(items[2]))
    expect(rows.slice(3).map((row) => row.kind === 'message' && [row.first, row.last])).toEqual([
      [true, true],
      false,
      [true, true],
    ])
  })
})
