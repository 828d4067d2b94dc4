import { TestBed } from '@angular/core/testing'
import type { ChatListPage, SupportChatListItem, SupportMessage } from '@support-chat/shared'
import { RequestError } from '@support-chat/shared/client'
import { card } from '../connection/fake-connection.js'
import type { Inbox } from './chats-store.js'
import { openInbox } from './store-in-tests.js'

const active = { archived: false, unread: false, q: '' }
const archived = { ...active, archived: true }
const unread = { ...active, unread: true }
const page = (chats: SupportChatListItem[], next_cursor: string | null = null): ChatListPage => ({ chats, next_cursor })

/** What the server counts. */
let waiting = { unread_count: 0 }

beforeEach(() => (waiting = { unread_count: 0 }))

const open = (answer: (path: string) => unknown) =>
  openInbox((path) => (path === '/api/admin/unread_count' ? waiting : answer(path)))

const settled = () => new Promise((resolve) => setTimeout(resolve))
const ids = (inbox: Inbox) => inbox.cards().map(({ id }) => id)

describe('Inbox', () => {
  it('asks for the tab and the search that are shown', async () => {
    const { connection, inbox } = open(() => page([]))
    inbox.show({ archived: true, unread: false, q: ' lost parcel ' })
    inbox.show(unread)
    await settled()
    expect(connection.asked).toEqual([
      'GET /api/admin/chats?archived=true&limit=50&q=lost+parcel',
      'GET /api/admin/chats?archived=false&limit=50&unread=true',
    ])
    expect(inbox.phase()).toBe('ready')
  })

  it('goes on with the cursor, once at a time, until the last page', async () => {
    const { connection, inbox } = open((path) =>
      path.includes('cursor=two') ? page([card('a', 1)]) : page([card('b', 2)], 'two'),
    )
    inbox.show(active)
    await settled()
    void inbox.loadMore()
    void inbox.loadMore()
    await settled()
    await inbox.loadMore()
    expect(ids(inbox)).toEqual(['b', 'a'])
    expect(connection.asked.filter((path) => path.includes('cursor=two'))).toHaveLength(1)
    expect(inbox.hasMore()).toBe(false)
  })

  it('asks again for a page that did not come after five seconds, not at once, or on the next connection', async () => {
    const { connection, inbox } = open((path) => {
      if (path.includes('cursor=two')) throw new RequestError({ code: 'unavailable', message: '' })
      return page([card('b', 2)], 'two')
    })
    inbox.show(active)
    await settled()
    jest.useFakeTimers()
    const asked = () => connection.asked.filter((path) => path.includes('cursor=two')).length
    const failed = inbox.loadMore()
    await jest.advanceTimersByTimeAsync(4_999)
    await inbox.loadMore()
    expect([asked(), inbox.loadingMore(), ids(inbox)]).toEqual([1, true, ['b']])
    await jest.advanceTimersByTimeAsync(1)
    await failed
    void inbox.loadMore()
    await jest.advanceTimersByTimeAsync(0)
    connection.sync()
    await jest.advanceTimersByTimeAsync(0)
    void inbox.loadMore()
    await jest.advanceTimersByTimeAsync(0)
    jest.useRealTimers()
    expect(asked()).toBe(3)
  })

  it('drops the late answer to a list that is no longer shown', async () => {
    let answerFirst: (list: ChatListPage) => void = () => undefined
    const first = new Promise<ChatListPage>((resolve) => (answerFirst = resolve))
    const { inbox } = open((path) =>
      path.includes('archived=true') ? page([card('old', 1, { archived: true })]) : first,
    )
    inbox.show(active)
    inbox.show(archived)
    await settled()
    answerFirst(page([card('late', 2)]))
    await settled()
    expect(ids(inbox)).toEqual(['old'])
  })

  it('shows what was found while a changed search is on its way, and then nothing of it', async () => {
    let answer: (list: ChatListPage) => void = () => undefined
    const { inbox } = open((path) => {
      if (path.includes('q=other')) return new Promise<ChatListPage>((resolve) => (answer = resolve))
      if (path.includes('q=none')) throw new RequestError({ code: 'unavailable', message: '' })
      return page([card('b', 2), card('a', 1)], 'two')
    })
    inbox.show({ ...active, q: 'first' })
    await settled()
    inbox.show({ ...active, q: 'other' })
    await settled()
    expect([inbox.phase(), ids(inbox)]).toEqual(['searching', ['b', 'a']])
    answer(page([card('c', 1)]))
    await settled()
    expect([inbox.phase(), ids(inbox)]).toEqual(['ready', ['c']])
    inbox.show({ ...active, q: 'none' })
    await settled()
    expect([inbox.phase(), ids(inbox)]).toEqual(['failed', []])
  })

  it('keeps news that came while an older page was on its way', async () => {
    let answer: (list: ChatListPage) => void = () => undefined
    const { connection, inbox } = open(() => new Promise((resolve) => (answer = resolve)))
    inbox.show(active)
    connection.tell('chat_updated', { chat: card('a', 3, { message_count: 4 }) })
    answer(page([card('b', 2), card('a', 1, { message_count: 3 })]))
    await settled()
    expect(ids(inbox)).toEqual(['a', 'b'])
    expect(inbox.cards()[0]?.message_count).toBe(4)
  })

  it('shows a new user message at once, as unread and on top', async () => {
    const { connection, inbox } = open(() => page([card('b', 2), card('a', 1)]))
    inbox.show(active)
    await settled()
    const message = { sequence: 2, content: 'Hello?', created_at: '2026-03-04T13:00:00.000Z' } as SupportMessage
    connection.tell('new_user_message', {
      type: 'new_user_message',
      chat_id: 'a',
      user_email: 'a@example.com',
      message,
    })
    expect(ids(inbox)).toEqual(['a', 'b'])
    expect(inbox.cards()[0]).toMatchObject({ unread: true, last_message_preview: 'Hello?' })
    expect(inbox.unreadCount()).toBe(1)
  })

  it('does not count the chat that is being looked at', async () => {
    const { connection, inbox } = open(() => page([card('a', 1)]))
    inbox.openChatId.set('a')
    inbox.show(active)
    await settled()
    const message = { sequence: 2, content: 'Hello?', created_at: '2026-03-04T13:00:00.000Z' } as SupportMessage
    connection.tell('new_user_message', {
      type: 'new_user_message',
      chat_id: 'a',
      user_email: 'a@example.com',
      message,
    })
    expect(inbox.unreadCount()).toBe(0)
  })

  it('fetches everything shown again when something may have been missed', async () => {
    let chats = [card('b', 2), card('a', 1)]
    const { connection, inbox } = open(() => page(chats))
    inbox.show(active)
    await settled()
    chats = [card('c', 3), card('b', 2)]
    connection.sync()
    await settled()
    expect(ids(inbox)).toEqual(['c', 'b'])
  })

  it('keeps the list on the screen when fetching it again fails', async () => {
    let fails = false
    const { connection, inbox } = open(() => {
      if (fails) throw new RequestError({ code: 'unavailable', message: 'The server cannot be reached.' })
      return page([card('a', 1)])
    })
    inbox.show(active)
    await settled()
    fails = true
    connection.sync()
    await settled()
    expect([inbox.phase(), ids(inbox)]).toEqual(['ready', ['a']])
    inbox.show(archived)
    await settled()
    expect([inbox.phase(), inbox.error()?.code]).toEqual(['failed', 'unavailable'])
  })

  it('keeps what lies deeper than what it fetches again, and the way on from there', async () => {
    const { connection, inbox } = open((path) =>
      path.includes('cursor=two') ? page([card('a', 1)], 'three') : page([card('c', 3), card('b', 2)], 'two'),
    )
    inbox.show(active)
    await settled()
    await inbox.loadMore()
    connection.sync()
    await settled()
    expect(ids(inbox)).toEqual(['c', 'b', 'a'])
    await inbox.loadMore()
    expect(connection.asked.at(-1)).toContain('cursor=three')
  })

  it('fetches as much again as the reader has scrolled through, five pages at most', async () => {
    const { connection, inbox } = open((path) => {
      const at = 1000 - 100 * Number(new URLSearchParams(path.split('?')[1]).get('cursor') ?? 0)
      return page([card(`c${at}`, at)], String((1000 - at) / 100 + 1))
    })
    inbox.show(active)
    await settled()
    inbox.list().depth = 1000
    connection.asked.length = 0
    connection.sync()
    await settled()
    expect(connection.asked.filter((path) => path.includes('limit=200'))).toHaveLength(5)
  })

  it('keeps a chat among the unread ones while it is open, and lets it go then', async () => {
    const { connection, inbox } = open(() => page([card('b', 2, { unread: true }), card('a', 1, { unread: true })]))
    inbox.show(unread)
    await settled()
    inbox.openChatId.set('a')
    connection.tell('chat_updated', { chat: card('a', 1) })
    expect(ids(inbox)).toEqual(['b', 'a'])
    inbox.openChatId.set('b')
    expect(ids(inbox)).toEqual(['b'])
    connection.tell('chat_updated', { chat: card('c', 3) })
    connection.tell('chat_updated', { chat: card('d', 4, { unread: true }) })
    expect(ids(inbox)).toEqual(['d', 'b'])
  })

  it('shows a list that was shown before as it was left, with what was told meanwhile, and asks for all of it again', async () => {
    const { connection, inbox } = open((path) => {
      if (path.includes('archived=true')) return page([card('z', 1, { archived: true })])
      return path.includes('cursor=two') ? page([card('a', 1)]) : page([card('c', 3), card('b', 2)], 'two')
    })
    inbox.show(active)
    await settled()
    await inbox.loadMore()
    const left = inbox.list()
    left.depth = 120
    left.visited.set('a')
    left.topInSight = { chatId: 'b', hidden: 0.5 }
    inbox.show(archived)
    await settled()
    connection.tell('chat_updated', { chat: card('b', 9, { message_count: 2 }) })
    connection.tell('chat_updated', { chat: card('c', 3, { archived: true }) })
    expect(ids(inbox)).toEqual(['c', 'z'])
    inbox.show(active)
    expect([inbox.list(), inbox.phase(), ids(inbox)]).toEqual([left, 'ready', ['b', 'a']])
    expect([left.visited(), left.topInSight]).toEqual(['a', { chatId: 'b', hidden: 0.5 }])
    expect(connection.asked.at(-1)).toBe('GET /api/admin/chats?archived=false&limit=120')
  })

  it('keeps the place in each tab while searches come and go, of which it keeps the last', async () => {
    const { inbox } = open(() => page([card('a', 1)]))
    const listOf = async (query: typeof active) => {
      inbox.show(query)
      await settled()
      return inbox.list()
    }
    const left = await listOf(active)
    for (const q of ['w', 'wo', 'wor']) await listOf({ ...active, q })
    const search = await listOf({ ...active, q: 'words' })
    expect(await listOf(active)).toBe(left)
    expect(await listOf({ ...active, q: 'words' })).toBe(search)
    expect(await listOf({ ...active, q: 'w' })).not.toBe(search)
    expect(await listOf(active)).toBe(left)
  })

  it('does not archive what a message has brought back while the answer was on its way', async () => {
    let answer: (state: unknown) => void = () => undefined
    const { connection, inbox } = open((path) =>
      path.endsWith('/archive') ? new Promise((resolve) => (answer = resolve)) : page([card('a', 1)]),
    )
    inbox.show(active)
    await settled()
    const archiving = inbox.setArchived('a', true)
    await settled()
    connection.tell('chat_updated', { chat: card('a', 1, { archived: true }) })
    connection.tell('chat_updated', { chat: card('a', 2, { message_count: 2, unread: true }) })
    answer({ id: 'a', archived: true })
    await archiving
    expect(ids(inbox)).toEqual(['a'])
  })

  it('files a chat away, which leaves the list at once', async () => {
    const { connection, inbox } = open((path) =>
      path.endsWith('/archive') ? { id: 'a', archived: true } : page([card('a', 1)]),
    )
    inbox.show(active)
    await settled()
    await inbox.setArchived('a', true)
    expect([connection.asked.at(-1), ids(inbox)]).toEqual(['POST /api/admin/chats/a/archive', []])
  })

  it('knows who is online as long as the connection lasts', async () => {
    const { connection, inbox } = open(() => page([card('a', 1)]))
    inbox.show(active)
    await settled()
    const [a, b] = [card('a', 1), card('b', 2, { user_online: true })]
    connection.tell('presence', { chat_id: 'a', side: 'user', online: true })
    expect([inbox.isOnline(a), inbox.isOnline(b)]).toEqual([true, true])
    connection.tell('presence', { chat_id: 'b', side: 'user', online: false })
    expect(inbox.isOnline(b)).toBe(false)
    connection.become({ status: 'offline', transport: null })
    TestBed.tick()
    expect([inbox.isOnline(a), inbox.isOnline(b)]).toEqual([false, false])
  })
})
