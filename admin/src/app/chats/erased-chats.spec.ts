import { signal } from '@angular/core'
import { TestBed } from '@angular/core/testing'
import type { ChatListPage, SupportChatListItem } from '@support-chat/shared'
import { outboxPrefix } from '@support-chat/shared/client'
import { serverUrl } from '../auth/auth-api.js'
import { StaffSession } from '../auth/staff-session.js'
import { card } from '../connection/fake-connection.js'
import { openStore } from './chats-store.testing.js'
import { Drafts, noteDraft } from './drafts.js'
import { ErasedChats } from './erased-chats.js'

const active = { archived: false, unread: false, q: '' }
const page = (chats: SupportChatListItem[]): ChatListPage => ({ chats, next_cursor: null })
const settled = () => new Promise((resolve) => setTimeout(resolve))
const gone = card('gone', 2, { unread: true })
const stays = card('stays', 1, { unread: true })

function open(answer: () => unknown) {
  localStorage.clear()
  TestBed.configureTestingModule({ providers: [{ provide: StaffSession, useValue: { user: signal({ id: 'bea' }) } }] })
  const opened = openStore((path) => (path === '/api/admin/unread_count' ? { unread_count: 2 } : answer()))
  return { ...opened, erased: TestBed.inject(ErasedChats) }
}

describe('ErasedChats', () => {
  it('takes an erased chat out of the list, the count and the open chat', async () => {
    const { connection, store, erased } = open(() => page([gone, stays]))
    store.show(active)
    store.open('gone')
    connection.sync()
    await settled()
    expect([store.cards().length, store.unreadCount(), store.find('gone')?.id]).toEqual([2, 2, 'gone'])
    connection.emit('chat_erased', { chat_id: 'gone' })
    expect(store.cards().map(({ id }) => id)).toEqual(['stays'])
    expect(store.unreadCount()).toBe(1)
    expect([store.find('gone'), erased.has('gone'), erased.has('stays')]).toEqual([undefined, true, false])
  })

  it('is not undone by a page that was asked for before', async () => {
    let answer: (page: ChatListPage) => void = () => undefined
    const { connection, store } = open(() => new Promise((resolve) => (answer = resolve)))
    store.show(active)
    connection.emit('chat_erased', { chat_id: 'gone' })
    answer(page([gone, stays]))
    await settled()
    expect(store.cards().map(({ id }) => id)).toEqual(['stays'])
  })

  it('forgets what was begun in it, and what was not sent to it, and nothing else', () => {
    const { connection } = open(() => page([]))
    const drafts = TestBed.inject(Drafts)
    const unsent = (chatId: string) => `${outboxPrefix(serverUrl(), 'bea', chatId)}client`
    for (const id of ['gone', 'stays']) {
      drafts.keep(id, { text: 'Dear', since: null })
      drafts.keep(noteDraft(id), { text: 'Careful', since: null })
      localStorage.setItem(unsent(id), '{}')
    }
    connection.emit('chat_erased', { chat_id: 'gone' })
    expect(['gone', noteDraft('gone'), 'stays', noteDraft('stays')].map((id) => drafts.get(id).text)).toEqual([
      '',
      '',
      'Dear',
      'Careful',
    ])
    expect(Object.keys(localStorage).filter((key) => key.includes('gone'))).toEqual([])
    expect(localStorage.getItem(unsent('stays'))).toBe('{}')
  })
})
