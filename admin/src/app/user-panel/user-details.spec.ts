import { signal } from '@angular/core'
import { TestBed } from '@angular/core/testing'
import type { ChatUser } from '@support-chat/shared'
import { RequestError } from '@support-chat/shared/client'
import { ENGINE } from '../connection/engine.js'
import { card, FakeConnection } from '../connection/fake-connection.js'
import { LiveConnection } from '../connection/live-connection.js'
import { UserDetails } from './user-details.js'

const user = (changes: Partial<ChatUser> = {}): ChatUser => ({
  id: 'user',
  external_id: 'customer-7',
  email: 'ada@example.com',
  name: 'Ada',
  online: false,
  first_seen_at: '2026-03-04T12:00:00.000Z',
  last_seen_at: null,
  time_zone: null,
  page_url: null,
  email_opt_out_at: null,
  attributes: {},
  context: {},
  archivings: [],
  ...changes,
})

let engine: FakeConnection

async function open(): Promise<UserDetails> {
  engine = new FakeConnection(() => user())
  const providers = [LiveConnection, { provide: ENGINE, useValue: { createConnection: () => engine } }]
  TestBed.configureTestingModule({ providers })
  const details = TestBed.runInInjectionContext(() => new UserDetails(signal('chat')))
  TestBed.tick()
  await answers()
  return details
}

const answers = () => jest.advanceTimersByTimeAsync(0)

beforeEach(() => jest.useFakeTimers())
afterEach(() => jest.useRealTimers())

const pause = () => jest.advanceTimersByTimeAsync(500)

describe('UserDetails', () => {
  it('follows at once who comes and goes in this chat, and asks what else that changed', async () => {
    const details = await open()
    engine.emit('presence', { chat_id: 'other', side: 'user', online: true })
    expect(details.user()?.online).toBe(false)
    engine.answer = () => user({ online: true, page_url: 'https://example.com/orders' })
    engine.emit('presence', { chat_id: 'chat', side: 'user', online: true })
    expect(details.user()?.online).toBe(true)
    await pause()
    expect(details.user()?.page_url).toBe('https://example.com/orders')
    expect(engine.asked).toHaveLength(2)
  })

  it('follows at once where the user of this chat goes', async () => {
    const details = await open()
    const there = { page_url: 'https://example.com/cart', time_zone: 'Europe/Berlin', context: { plan: 'pro' } }
    engine.emit('user_moved', { chat_id: 'other', ...there })
    expect(details.user()?.page_url).toBeNull()
    engine.emit('user_moved', { chat_id: 'chat', ...there })
    expect(details.user()).toEqual(user(there))
  })

  it('asks once for a burst of news of this chat, and not for those of another', async () => {
    await open()
    engine.emit('chat_updated', { chat: card('other', 1) })
    await pause()
    expect(engine.asked).toHaveLength(1)
    for (const minute of [1, 2, 3]) engine.emit('chat_updated', { chat: card('chat', minute) })
    await pause()
    expect(engine.asked).toEqual(['GET /api/admin/chats/chat/user', 'GET /api/admin/chats/chat/user'])
  })

  it('keeps what is known when asking again fails, and drops an answer that is late', async () => {
    const details = await open()
    engine.answer = () => {
      throw new RequestError({ code: 'unavailable', message: 'Away' })
    }
    details.load()
    await answers()
    expect([details.user()?.email, details.error()?.code]).toEqual(['ada@example.com', 'unavailable'])

    let answerLate: (user: ChatUser) => void = () => undefined
    engine.answer = () => new Promise<ChatUser>((resolve) => (answerLate = resolve))
    details.load()
    await answers()
    engine.answer = () => user({ name: 'Ada Lovelace' })
    details.load()
    await answers()
    answerLate(user({ name: 'Ada before' }))
    await answers()
    expect([details.user()?.name, details.error()]).toEqual(['Ada Lovelace', null])
  })

  it('asks now and then where nothing is told', async () => {
    await open()
    engine.become({ transport: 'rest' })
    TestBed.tick()
    await jest.advanceTimersByTimeAsync(60_000)
    expect(engine.asked).toHaveLength(3)
  })
})
