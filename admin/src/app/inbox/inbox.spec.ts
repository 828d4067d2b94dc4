import { TestBed } from '@angular/core/testing'
import type { ChatListPage, SupportChatListItem, SupportMessage } from '@support-chat/shared'
import { RequestError } from '@support-chat/shared/client'
import { Attention } from '../attention/attention.js'
import { ENGINE } from '../connection/engine.js'
import { card, FakeConnection } from '../connection/fake-connection.js'
import { LiveConnection } from '../connection/live-connection.js'
import { Inbox } from './inbox.js'

const active = { archived: false, q: '' }
const archived = { archived: true, q: '' }
const page = (chats: SupportChatListItem[], next_cursor: string | null = null): ChatListPage => ({ chats, next_cursor })

function open(answer: (path: string) => unknown) {
  const connection = new FakeConnection(answer)
  TestBed.configureTestingModule({
    providers: [
      LiveConnection,
      Inbox,
      { provide: ENGINE, useValue: { createConnection: () => connection } },
      { provide: Attention, useValue: { here: () => true } },
    ],
  })
  return { connection, inbox: TestBed.inject(Inbox) }
}

const settled = () => new Promise((resolve) => setTimeout(resolve))
const ids = (inbox: Inbox) => inbox.cards().map(({ id }) => id)

describe('Inbox', () => {
  it('asks for the tab and the search that are shown', async () => {
    const { connection, inbox } = open(() => page([]))
    inbox.show({ archived: true, q: ' lost parcel ' })
    await settled()
    expect(connection.asked[0]).toBe('GET /api/admin/chats?archived=true&q=lost+parcel&limit=50')
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
    expect(inbox.newest()).toEqual({ email: 'a@example.com' })
  })

  it('does not count or announce the chat that is being looked at', async () => {
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
    expect(inbox.newest()).toBeNull()
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

  it('counts unread active chats also while the archive is shown', async () => {
    const { connection, inbox } = open((path) =>
      page(path.includes('archived=true') ? [] : [card('a', 1, { unread: true }), card('b', 0)]),
    )
    inbox.show(archived)
    connection.sync()
    await settled()
    expect(inbox.unreadCount()).toBe(1)
    connection.tell('chat_updated', { chat: card('a', 1, { unread: false }) })
    expect(inbox.unreadCount()).toBe(0)
  })

  it('knows who is online as long as the connection lasts', async () => {
    const { connection, inbox } = open(() => page([card('a', 1)]))
    inbox.show(active)
    await settled()
    connection.tell('presence', { chat_id: 'a', side: 'user', online: true })
    expect(inbox.isOnline('a')).toBe(true)
    connection.become({ status: 'offline', transport: null })
    TestBed.tick()
    expect(inbox.isOnline('a')).toBe(false)
  })
})
