import { TestBed } from '@angular/core/testing'
import { MAX_WATCHED_CHATS, type SupportChatListItem } from '@support-chat/shared'
import { card } from '../connection/fake-connection.js'
import { openStore } from './chats-store.testing.js'
import { BUSY, WatchedChats } from './watched-chats.js'

const cards = Array.from({ length: 300 }, (_, n) => card(`c${n}`, 300 - n))
const counts = { needs_reply: 7, unread: 3, unassigned: 0, snoozed: 0, mine: 0, mentions: 0 }

async function open() {
  const { connection, store } = openStore((path) => {
    if (path.endsWith('counts')) return counts
    if (path.endsWith('unread_count')) return { unread_count: 3 }
    return { chats: path.includes('unread=true') ? [] : cards, next_cursor: null }
  })
  TestBed.inject(WatchedChats)
  store.show({ archived: false, unread: false, q: '' })
  await settled()
  return { connection, store }
}
type Connection = Awaited<ReturnType<typeof open>>['connection']

async function settled() {
  TestBed.tick()
  await jest.advanceTimersByTimeAsync(0)
}

function hear(connection: Connection, times: number, chat: SupportChatListItem = card('far', 1)) {
  for (let time = 0; time < times; time++) connection.emit('chat_updated', { chat })
}
const watched = ({ requested }: Connection) =>
  requested.map(([, payload]) => (payload as { chat_ids: string[] }).chat_ids)

beforeEach(() => jest.useFakeTimers())
afterEach(() => jest.useRealTimers())

describe('a console', () => {
  it('hears of every chat, unless it hears of more than anybody can follow', async () => {
    const { connection } = await open()
    for (let minute = 0; minute < 3; minute++) {
      hear(connection, BUSY.events - 1)
      await jest.advanceTimersByTimeAsync(BUSY.ms + 1)
    }
    await settled()
    expect(watched(connection)).toEqual([])
    hear(connection, 1)
    hear(connection, BUSY.events - 1)
    await settled()
    expect(watched(connection)).toHaveLength(1)
  })

  it('watches the chats around those in sight and the open one, and others once it shows others', async () => {
    const { connection, store } = await open()
    store.list().depth = 240
    store.open('c0')
    hear(connection, BUSY.events)
    await settled()
    const [first] = watched(connection)
    expect(first).toHaveLength(MAX_WATCHED_CHATS)
    expect(first).toEqual(expect.arrayContaining(['c0', 'c239', 'c289']))
    store.open('c5')
    await settled()
    expect(watched(connection)).toHaveLength(2)
    expect(watched(connection)[1]).toContain('c5')
    expect(watched(connection)[1]).not.toContain('c0')
  })

  it('watches again on a new connection, and fetches what it is told of, but not for each telling', async () => {
    const { connection } = await open()
    hear(connection, BUSY.events)
    await settled()
    connection.sync()
    await settled()
    expect(watched(connection)).toHaveLength(2)
    await jest.advanceTimersByTimeAsync(10_000)
    connection.asked.length = 0
    for (let telling = 0; telling < 3; telling++) connection.emit('counts', { ...counts, chat_ids: [] })
    await settled()
    const lists = () =>
      connection.asked.filter((path) => path.includes('/chats?')).map((path) => path.includes('unread'))
    expect(lists()).toEqual([false, true])
    await jest.advanceTimersByTimeAsync(5_000)
    expect(lists()).toHaveLength(4)
  })
})
