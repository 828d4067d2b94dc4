import { TestBed } from '@angular/core/testing'
import type { ApiError, BulkBody, SupportChatListItem } from '@support-chat/shared'
import { RequestError } from '@support-chat/shared/client'
import { card } from '../../connection/fake-connection.js'
import { openStore } from '../chats-store.testing.js'
import { Notices } from '../notices.js'
import { BulkChanges } from './bulk-changes.js'
import { addTag, assign, removeTag, snooze } from './team-changes.js'

const CLEO = { id: 'cleo', name: 'Cleo' }
const BOB = { id: 'bob', name: 'Bob', email: 'bob@example.com' }
const settled = () => new Promise((resolve) => setTimeout(resolve))

type Refusals = Record<string, ApiError['code']>

/** Chats in a list, and a server that refuses to change some. */
async function open(chats: readonly SupportChatListItem[], refusals: () => Refusals = () => ({})) {
  const sent: BulkBody[] = []
  const { connection, store } = openStore((path) => {
    if (!path.endsWith('/bulk')) return { chats, next_cursor: null }
    const { chat_ids } = connection.bodies.at(-1) as BulkBody
    sent.push(connection.bodies.at(-1) as BulkBody)
    const failed = chat_ids.flatMap((chat_id) => {
      const code = refusals()[chat_id]
      return code ? [{ chat_id, error: { code, message: '' } }] : []
    })
    return { done: chat_ids.filter((id) => !refusals()[id]), failed }
  })
  store.show({ archived: false, unread: false, q: '' })
  await settled()
  const changes = TestBed.runInInjectionContext(() => new BulkChanges())
  return { connection, store, changes, notices: TestBed.inject(Notices), sent }
}

describe('changes of several chats', () => {
  it('are taken back each to what it was before, one kind of change after the other', async () => {
    const chats = [card('a', 1, { assignee: BOB }), card('b', 2), card('c', 3, { assignee: { ...CLEO, email: 'c' } })]
    const { changes, notices, sent } = await open(chats)
    await changes.make(assign(CLEO), chats)
    await changes.make(addTag('billing'), chats.slice(0, 1))
    expect(notices.words()).toBe('Tagged “billing”: a@example.com')
    await notices.undo()
    expect(notices.words()).toBe('3 chats assigned to Cleo')
    await notices.undo()
    expect([notices.words(), sent]).toEqual([
      null,
      [
        { chat_ids: ['a', 'b', 'c'], assignee_id: 'cleo' },
        { chat_ids: ['a'], add_tags: ['billing'] },
        { chat_ids: ['a'], remove_tags: ['billing'] },
        { chat_ids: ['a'], assignee_id: 'bob' },
        { chat_ids: ['b'], assignee_id: null },
      ],
    ])
  })

  it('count as one where they are the same, and are no step where nothing changes', async () => {
    const chats = [card('a', 1), card('b', 2, { tags: ['vip'] })]
    const { changes, notices } = await open(chats)
    await changes.make(addTag('vip'), chats.slice(1))
    expect(notices.words()).toBeNull()
    await changes.make(assign(CLEO), chats.slice(0, 1))
    await changes.make(assign(CLEO), chats)
    expect(notices.words()).toBe('2 chats assigned to Cleo')
  })

  it('leave what a colleague has changed since', async () => {
    const chats = [card('a', 1), card('b', 2)]
    const { connection, changes, notices, sent } = await open(chats)
    await changes.make(assign(CLEO), chats)
    connection.emit('chat_updated', { chat: card('a', 1, { assignee: BOB, version: 2 }) })
    await notices.undo()
    expect(sent.at(-1)).toEqual({ chat_ids: ['b'], assignee_id: null })
  })

  it('say how many of how many failed and why, and offer another try where that may help', async () => {
    const chats = ['a', 'b', 'c', 'd', 'e'].map((id, minute) => card(id, minute))
    let refusals: Refusals = { b: 'not_found', d: 'conflict' }
    const { changes, notices, sent } = await open(chats, () => refusals)
    expect((await changes.make(assign(CLEO), chats)).map(({ id }) => id)).toEqual(['b', 'd'])
    expect(notices.words()).toBe(
      '2 of 5 chats could not be assigned. It does not exist any more. Cleo has been deactivated.',
    )
    expect(notices.failed()?.tryAgain).toBeUndefined()
    notices.dismiss()
    expect(notices.words()).toBe('3 chats assigned to Cleo')

    refusals = { b: 'invalid_request', c: 'unavailable' }
    await changes.make(removeTag('vip'), [card('b', 1, { tags: ['vip'] }), card('c', 2, { tags: ['vip'] })])
    expect(notices.words()).toMatch(/^The tag could not be removed from 2 of 2 chats\. Something went wrong/)
    refusals = {}
    await notices.tryAgain()
    expect([sent.at(-1), notices.words()]).toEqual([
      { chat_ids: ['b', 'c'], remove_tags: ['vip'] },
      'Tag “vip” removed from 2 chats',
    ])
  })

  it('go out by the hundred, and ask no more where the server is away', async () => {
    const chats = Array.from({ length: 250 }, (_, index) => card(`chat-${index}`, index))
    const { connection, changes, notices, sent } = await open(chats)
    await changes.make(addTag('sale'), chats)
    expect([sent.map(({ chat_ids }) => chat_ids.length), notices.words()]).toEqual([
      [100, 100, 50],
      '250 chats tagged “sale”',
    ])
    const { answer } = connection
    connection.answer = (path) => {
      if (sent.length === 4) throw new RequestError({ code: 'unavailable', message: '' })
      return answer(path)
    }
    await changes.make(addTag('again'), chats)
    expect([sent.length, notices.words()]).toEqual([
      4,
      '150 of 250 chats could not be tagged. The server cannot be reached. Check your connection and try again.',
    ])
  })

  it('bring back what was put off to where it was: an earlier time, the archive, or neither', async () => {
    const later = new Date(Date.now() + 3_600_000).toISOString()
    const chats = [
      card('a', 1, { snoozed_until: later }),
      card('b', 2, { archived: true }),
      card('c', 3, { snoozed_until: '2020-01-01T00:00:00.000Z' }),
    ]
    const { changes, notices, sent } = await open(chats)
    await changes.make(snooze(new Date(Date.now() + 7_200_000), 'Tue, 09:00'), chats)
    expect(notices.words()).toBe('3 chats snoozed until Tue, 09:00')
    await notices.undo()
    expect(sent.slice(1)).toEqual([
      { chat_ids: ['a'], snoozed_until: later },
      { chat_ids: ['b'], snoozed_until: null, archive: true },
      { chat_ids: ['c'], snoozed_until: null },
    ])
  })
})
