import { TestBed } from '@angular/core/testing'
import type { ChatListPage, SupportChatListItem, SupportMessage } from '@support-chat/shared'
import { RequestError } from '@support-chat/shared/client'
import { card } from '../connection/fake-connection.js'
import type { ChatsStore } from './chats-store.js'
import { openStore } from './chats-store.testing.js'

const active = { archived: false, unread: false, q: '' }
const archived = { ...active, archived: true }
const unread = { ...active, unread: true }
const page = (chats: SupportChatListItem[], next_cursor: string | null = null): ChatListPage => ({ chats, next_cursor })

/** What the server counts. */
let waiting = { unread_count: 0 }

beforeEach(() => (waiting = { unread_count: 0 }))

const open = (answer: (path: string) => unknown) =>
  openStore((path) => (path === '/api/admin/unread_count' ? waiting : answer(path)))

const settled = () => new Promise((resolve) => setTimeout(resolve))
const ids = (store: ChatsStore) => store.cards().map(({ id }) => id)

describe('ChatsStore', () => {
  it('asks for the tab and the search that are shown', async () => {
    const { connection, store } = open(() => page([]))
    store.show({ archived: true, unread: false, q: ' lost parcel ' })
    store.show(unread)
    await settled()
    expect(connection.asked).toEqual([
      'GET /api/admin/chats?archived=true&limit=50&q=lost+parcel&sort=relevance',
      'GET /api/admin/chats?archived=false&limit=50&unread=true',
    ])
    expect(store.phase()).toBe('ready')
  })

  it('goes on with the cursor, once at a time, until the last page', async () => {
    const { connection, store } = open((path) =>
      path.includes('cursor=two') ? page([card('a', 1)]) : page([card('b', 2)], 'two'),
    )
    store.show(active)
    await settled()
    void store.loadMore()
    void store.loadMore()
    await settled()
    await store.loadMore()
    expect(ids(store)).toEqual(['b', 'a'])
    expect(connection.asked.filter((path) => path.includes('cursor=two'))).toHaveLength(1)
    expect(store.hasMore()).toBe(false)
  })

  it('asks again for a page that did not come after five seconds, not at once, or on the next connection', async () => {
    const { connection, store } = open((path) => {
      if (path.includes('cursor=two')) throw new RequestError({ code: 'unavailable', message: '' })
      return page([card('b', 2)], 'two')
    })
    store.show(active)
    await settled()
    jest.useFakeTimers()
    const asked = () => connection.asked.filter((path) => path.includes('cursor=two')).length
    const failed = store.loadMore()
    await jest.advanceTimersByTimeAsync(4_999)
    await store.loadMore()
    expect([asked(), store.loadingMore(), ids(store)]).toEqual([1, true, ['b']])
    await jest.advanceTimersByTimeAsync(1)
    await failed
    void store.loadMore()
    await jest.advanceTimersByTimeAsync(0)
    connection.sync()
    await jest.advanceTimersByTimeAsync(0)
    void store.loadMore()
    await jest.advanceTimersByTimeAsync(0)
    jest.useRealTimers()
    expect(asked()).toBe(3)
  })

  it('drops the late answer to a list that is no longer shown', async () => {
    let answerFirst: (list: ChatListPage) => void = () => undefined
    const first = new Promise<ChatListPage>((resolve) => (answerFirst = resolve))
    const { store } = open((path) =>
      path.includes('archived=true') ? page([card('old', 1, { archived: true })]) : first,
    )
    store.show(active)
    store.show(archived)
    await settled()
    answerFirst(page([card('late', 2)]))
    await settled()
    expect(ids(store)).toEqual(['old'])
  })

  it('shows what was found while a changed search is on its way, and then nothing of it', async () => {
    let answer: (list: ChatListPage) => void = () => undefined
    const { store } = open((path) => {
      if (path.includes('q=other')) return new Promise<ChatListPage>((resolve) => (answer = resolve))
      if (path.includes('q=none')) throw new RequestError({ code: 'unavailable', message: '' })
      return page([card('b', 2), card('a', 1)], 'two')
    })
    store.show({ ...active, q: 'first' })
    await settled()
    store.show({ ...active, q: 'other' })
    await settled()
    expect([store.phase(), ids(store)]).toEqual(['searching', ['b', 'a']])
    answer(page([card('c', 1)]))
    await settled()
    expect([store.phase(), ids(store)]).toEqual(['ready', ['c']])
    store.show({ ...active, q: 'none' })
    await settled()
    expect([store.phase(), ids(store)]).toEqual(['failed', []])
  })

  it('keeps news that came while an older page was on its way', async () => {
    let answer: (list: ChatListPage) => void = () => undefined
    const { connection, store } = open(() => new Promise((resolve) => (answer = resolve)))
    store.show(active)
    connection.emit('chat_updated', { chat: card('a', 3, { message_count: 4 }) })
    answer(page([card('b', 2), card('a', 1, { message_count: 3 })]))
    await settled()
    expect(ids(store)).toEqual(['a', 'b'])
    expect(store.cards()[0]?.message_count).toBe(4)
  })

  it('shows a new user message at once, as unread and on top', async () => {
    const { connection, store } = open(() => page([card('b', 2), card('a', 1)]))
    store.show(active)
    await settled()
    const message = { sequence: 2, content: 'Hello?', created_at: '2026-03-04T13:00:00.000Z' } as SupportMessage
    connection.emit('new_user_message', {
      type: 'new_user_message',
      chat_id: 'a',
      user_email: 'a@example.com',
      message,
    })
    expect(ids(store)).toEqual(['a', 'b'])
    expect(store.cards()[0]).toMatchObject({ unread: true, last_message_preview: 'Hello?' })
    expect(store.unreadCount()).toBe(1)
  })

  it('shows the open chat as unread until its session says that all of it is read', async () => {
    const { connection, store } = open(() => page([card('a', 1)]))
    store.open('a')
    store.show(active)
    await settled()
    const isUnread = () => [store.isUnread(store.cards()[0]!), store.unreadCount()]
    const message = { sequence: 2, content: 'Hello?', created_at: '2026-03-04T13:00:00.000Z' } as SupportMessage
    store.countUnread('a', 0)
    connection.emit('new_user_message', {
      type: 'new_user_message',
      chat_id: 'a',
      user_email: 'a@example.com',
      message,
    })
    expect(isUnread()).toEqual([false, 0])
    store.countUnread('a', 1)
    expect(isUnread()).toEqual([true, 1])
    store.countUnread('a', 0)
    expect(isUnread()).toEqual([false, 0])
    store.open('b')
    expect(isUnread()).toEqual([true, 1])
  })

  it('fetches everything shown again when something may have been missed', async () => {
    let chats = [card('b', 2), card('a', 1)]
    const { connection, store } = open(() => page(chats))
    store.show(active)
    await settled()
    chats = [card('c', 3), card('b', 2)]
    connection.sync()
    await settled()
    expect(ids(store)).toEqual(['c', 'b'])
  })

  it('keeps the list on the screen when fetching it again fails', async () => {
    let fails = false
    const { connection, store } = open(() => {
      if (fails) throw new RequestError({ code: 'unavailable', message: 'The server cannot be reached.' })
      return page([card('a', 1)])
    })
    store.show(active)
    await settled()
    fails = true
    connection.sync()
    await settled()
    expect([store.phase(), ids(store)]).toEqual(['ready', ['a']])
    store.show(archived)
    await settled()
    expect([store.phase(), store.error()?.code]).toEqual(['failed', 'unavailable'])
  })

  it('keeps what lies deeper than what it fetches again, and the way on from there', async () => {
    const { connection, store } = open((path) =>
      path.includes('cursor=two') ? page([card('a', 1)], 'three') : page([card('c', 3), card('b', 2)], 'two'),
    )
    store.show(active)
    await settled()
    await store.loadMore()
    store.list().depth = 3
    connection.sync()
    await settled()
    expect(ids(store)).toEqual(['c', 'b', 'a'])
    await store.loadMore()
    expect(connection.asked.at(-1)).toContain('cursor=three')
  })

  it('fetches as much again as the reader has scrolled through, five pages at most', async () => {
    const { connection, store } = open((path) => {
      const at = 1000 - 100 * Number(new URLSearchParams(path.split('?')[1]).get('cursor') ?? 0)
      return page([card(`c${at}`, at)], String((1000 - at) / 100 + 1))
    })
    store.show(active)
    await settled()
    store.list().depth = 1000
    connection.asked.length = 0
    connection.sync()
    await settled()
    expect(connection.asked.filter((path) => path.includes('limit=200'))).toHaveLength(5)
  })

  it('keeps a chat among the unread ones while it is open, and lets it go then', async () => {
    const { connection, store } = open(() => page([card('b', 2, { unread: true }), card('a', 1, { unread: true })]))
    store.show(unread)
    await settled()
    store.open('a')
    connection.emit('chat_updated', { chat: card('a', 1) })
    expect(ids(store)).toEqual(['b', 'a'])
    store.open('b')
    expect(ids(store)).toEqual(['b'])
    connection.emit('chat_updated', { chat: card('c', 3) })
    connection.emit('chat_updated', { chat: card('d', 4, { unread: true }) })
    expect(ids(store)).toEqual(['d', 'b'])
  })

  it('shows a list that was shown before as it was left, with what was told meanwhile, and asks for all of it again', async () => {
    const { connection, store } = open((path) => {
      if (path.includes('archived=true')) return page([card('z', 1, { archived: true })])
      return path.includes('cursor=two') ? page([card('a', 1)]) : page([card('c', 3), card('b', 2)], 'two')
    })
    store.show(active)
    await settled()
    await store.loadMore()
    const left = store.list()
    left.depth = 120
    left.activeId.set('a')
    left.topCard = { chatId: 'b', hidden: 0.5 }
    store.show(archived)
    await settled()
    connection.emit('chat_updated', { chat: card('b', 9, { message_count: 2 }) })
    connection.emit('chat_updated', { chat: card('c', 3, { archived: true }) })
    expect(ids(store)).toEqual(['c', 'z'])
    store.show(active)
    expect([store.list(), store.phase(), ids(store)]).toEqual([left, 'ready', ['b', 'a']])
    expect([left.activeId(), left.topCard]).toEqual(['a', { chatId: 'b', hidden: 0.5 }])
    expect(connection.asked.at(-1)).toBe('GET /api/admin/chats?archived=false&limit=120')
  })

  it('keeps the place in each tab while searches come and go, of which it keeps the last', async () => {
    const { store } = open(() => page([card('a', 1)]))
    const listOf = async (query: typeof active) => {
      store.show(query)
      await settled()
      return store.list()
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
    const { connection, store } = open((path) =>
      path.endsWith('/archive') ? new Promise((resolve) => (answer = resolve)) : page([card('a', 1)]),
    )
    store.show(active)
    await settled()
    const archiving = store.setArchived('a', true)
    await settled()
    connection.emit('chat_updated', { chat: card('a', 1, { archived: true }) })
    connection.emit('chat_updated', { chat: card('a', 2, { message_count: 2, unread: true }) })
    answer({ id: 'a', archived: true })
    await archiving
    expect(ids(store)).toEqual(['a'])
  })

  it('files a chat away, which leaves the list at once', async () => {
    const { connection, store } = open((path) =>
      path.endsWith('/archive') ? { id: 'a', archived: true } : page([card('a', 1)]),
    )
    store.show(active)
    await settled()
    await store.setArchived('a', true)
    expect([connection.asked.at(-1), ids(store)]).toEqual(['POST /api/admin/chats/a/archive', []])
  })

  it('asks for the list again after archiving where no event would tell of a message meanwhile', async () => {
    let chats = [card('b', 2), card('a', 1)]
    const answers: (() => void)[] = []
    const { connection, store } = open((path) =>
      path.endsWith('/archive') ? new Promise<void>((resolve) => answers.push(resolve)) : page(chats),
    )
    connection.become({ transport: 'rest' })
    store.show(active)
    await settled()
    const archiving = [store.setArchived('a', true), store.setArchived('b', true)]
    await settled()
    chats = [card('a', 3, { message_count: 2, unread: true })]
    answers[0]!()
    await settled()
    expect(ids(store)).toEqual([])
    answers[1]!()
    await Promise.all(archiving)
    await settled()
    expect(ids(store)).toEqual(['a'])
  })

  it('still knows the open chat when it leaves the list before its messages are loaded', async () => {
    const { store } = open((path) => (path.endsWith('/archive') ? {} : page([card('a', 1)])))
    store.open('a')
    store.show(active)
    await settled()
    await store.setArchived('a', true)
    expect([ids(store), store.find('a')]).toMatchObject([[], { user_email: 'a@example.com', archived: true }])
    store.open('b')
    expect([store.find('a'), store.find('b')]).toEqual([undefined, undefined])
  })

  it('knows who is online as long as the connection lasts', async () => {
    const { connection, store } = open(() => page([card('a', 1)]))
    store.show(active)
    await settled()
    const [a, b] = [card('a', 1), card('b', 2, { user_online: true })]
    connection.emit('presence', { chat_id: 'a', side: 'user', online: true })
    expect([store.isOnline(a), store.isOnline(b)]).toEqual([true, true])
    connection.emit('presence', { chat_id: 'b', side: 'user', online: false })
    expect(store.isOnline(b)).toBe(false)
    connection.become({ status: 'offline', transport: null })
    TestBed.tick()
    expect([store.isOnline(a), store.isOnline(b)]).toEqual([false, false])
  })
})
