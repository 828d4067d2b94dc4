import { TestBed } from '@angular/core/testing'
import { ENGINE } from '../connection/engine.js'
import { card, FakeConnection } from '../connection/fake-connection.js'
import { LiveConnection } from '../connection/live-connection.js'
import { UnreadCount } from './unread-count.js'

let waiting: number

function open() {
  const connection = new FakeConnection(() => ({ unread_count: waiting }))
  TestBed.configureTestingModule({
    providers: [LiveConnection, UnreadCount, { provide: ENGINE, useValue: { createConnection: () => connection } }],
  })
  return { connection, unread: TestBed.inject(UnreadCount) }
}

beforeEach(() => jest.useFakeTimers())
afterEach(() => jest.useRealTimers())

const settled = () => jest.advanceTimersByTimeAsync(0)
const pause = () => jest.advanceTimersByTimeAsync(2000)

describe('UnreadCount', () => {
  it('is what the server counts, and what is told of known chats at once', async () => {
    const { unread } = open()
    waiting = 7
    unread.request()
    unread.reconcile([card('a', 1, { unread: true }), card('b', 2)])
    await settled()
    expect(unread.count()).toBe(7)
    unread.update(card('a', 1))
    unread.update(card('a', 1))
    expect([unread.count(), unread.isUnread('a')]).toEqual([6, false])
    unread.update(card('b', 3, { unread: true }))
    expect(unread.count()).toBe(7)
    unread.update(card('b', 3, { unread: true, archived: true }))
    expect(unread.count()).toBe(6)
  })

  it('asks again after what came right behind an answer, which may hold it already', async () => {
    const { unread } = open()
    waiting = 0
    unread.reconcile([card('a', 1)])
    waiting = 1
    unread.request()
    await settled()
    unread.update(card('a', 2, { unread: true, message_count: 2 }))
    await pause()
    expect(unread.count()).toBe(1)
  })

  it('takes no notice of older news that arrives late', async () => {
    const { unread } = open()
    waiting = 3
    unread.request()
    unread.reconcile([card('a', 5, { unread: true, message_count: 5 })])
    await settled()
    unread.update(card('a', 4, { message_count: 4 }))
    expect([unread.count(), unread.isUnread('a')]).toEqual([3, true])
  })

  it('forgets what it knew of chats when something may have been missed', async () => {
    const { unread } = open()
    waiting = 1
    unread.reconcile([card('a', 1, { unread: true })])
    unread.invalidate()
    waiting = 0
    await settled()
    await pause()
    waiting = 4
    unread.update(card('a', 1, { archived: true }))
    await settled()
    expect(unread.count()).toBe(4)
  })

  it('asks again for news of a chat it does not know, and not for each of many', async () => {
    const { connection, unread } = open()
    waiting = 7
    for (const id of ['a', 'b', 'c']) unread.update(card(id, 1, { unread: true }))
    await settled()
    waiting = 8
    unread.update(card('d', 1, { unread: true }))
    await settled()
    expect([connection.asked.length, unread.count()]).toEqual([1, 7])
    await pause()
    expect([connection.asked.length, unread.count()]).toEqual([2, 8])
  })

  it('does not take an answer for the truth that may be from before the news', async () => {
    const { unread } = open()
    unread.reconcile([card('a', 1)])
    waiting = 0
    unread.request()
    unread.update(card('a', 2, { unread: true }))
    expect(unread.count()).toBe(1)
    waiting = 2
    await settled()
    expect(unread.count()).toBe(1)
    await pause()
    expect(unread.count()).toBe(2)
  })

  it('asks again when a page shows that something was missed', async () => {
    const { connection, unread } = open()
    unread.reconcile([card('a', 1, { unread: true })])
    await settled()
    expect(connection.asked).toHaveLength(0)
    unread.reconcile([card('a', 1)])
    await settled()
    expect(connection.asked).toHaveLength(1)
  })

  it('keeps the last count when the server cannot be asked', async () => {
    const { connection, unread } = open()
    waiting = 3
    unread.request()
    await pause()
    connection.answer = () => Promise.reject(new Error('away'))
    unread.request()
    await pause()
    expect(unread.count()).toBe(3)
  })
})
