import { TestBed } from '@angular/core/testing'
import type { SupportChatListItem, SupportMessage } from '@support-chat/shared'
import { RequestError } from '@support-chat/shared/client'
import { card } from '../connection/fake-connection.js'
import { openStore } from './chats-store.testing.js'
import { NewMessages } from './new-messages.js'

const settled = () => jest.advanceTimersByTimeAsync(0)
const waits = (id: string, minutes: number, changes: Partial<SupportChatListItem> = {}) =>
  card(id, minutes, { unread: true, ...changes })

let waiting: SupportChatListItem[]
let fails: boolean
let emitted: string[]
let read: string[]
let connection: ReturnType<typeof openStore>['connection']

const event = (chat_id: string, sequence: number) =>
  connection.emit('new_user_message', {
    type: 'new_user_message',
    chat_id,
    user_email: `${chat_id}@example.com`,
    message: { sequence, content: `Words ${sequence}` } as SupportMessage,
  })

async function sync(...chats: SupportChatListItem[]): Promise<void> {
  waiting = chats
  connection.sync()
  await settled()
}

beforeEach(async () => {
  jest.useFakeTimers()
  ;[fails, emitted, read] = [false, [], []]
  ;({ connection } = openStore(() => {
    if (fails) throw new RequestError({ code: 'unavailable', message: '' })
    return { chats: waiting, next_cursor: null }
  }))
  const messages = TestBed.inject(NewMessages)
  messages.on(({ chatId, sequence, text }) => emitted.push(`${chatId} ${sequence}: ${text}`))
  messages.onRead((chatId) => read.push(chatId))
  await sync(waits('b', 2, { message_count: 3 }), waits('a', 1))
})
afterEach(() => jest.useRealTimers())

describe('new messages', () => {
  it('are not what waited at the beginning, nor what the server tells twice', async () => {
    event('a', 2)
    event('a', 2)
    event('b', 3)
    expect(emitted).toEqual(['a 2: Words 2'])
  })

  it('are what came while the connection was away, be it in chats that were not known, each once', async () => {
    event('a', 2)
    const [c, b] = [waits('c', 5), waits('b', 4, { message_count: 5 })]
    await sync(c, b, waits('a', 3, { message_count: 2 }))
    expect(emitted).toEqual(['a 2: Words 2', 'c 1: Words of c', 'b 5: Words of b'])
    await sync(c, b)
    event('c', 1)
    expect(emitted).toHaveLength(3)
  })

  it('are not what staff have written last, nor an old chat that waits again', async () => {
    await sync(
      waits('c', 5, { last_message_sender: 'admin', message_count: 9 }),
      waits('b', 2, { message_count: 3 }),
      waits('old', 0),
    )
    expect(emitted).toEqual([])
  })

  it('are requested every five seconds while no events arrive', async () => {
    connection.become({ transport: 'rest' })
    TestBed.tick()
    waiting = [waits('a', 7, { message_count: 4 })]
    await jest.advanceTimersByTimeAsync(5_000)
    expect([emitted, read]).toEqual([['a 4: Words of a'], ['b']])
  })

  it('are asked for again where the answer did not come', async () => {
    fails = true
    await sync(waits('c', 5))
    fails = false
    expect(emitted).toEqual([])
    await jest.advanceTimersByTimeAsync(5_000)
    expect(emitted).toEqual(['c 1: Words of c'])
  })
})
