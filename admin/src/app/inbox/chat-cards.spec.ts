import type { SupportMessage } from '@support-chat/shared'
import { card } from '../connection/fake-connection.js'
import { appendPage, applyUpdate, type CardPage, replaceHead, withUserMessage } from './chat-cards.js'

const active = { archived: false, unread: false, q: '' }
const complete = (...cards: CardPage['cards']): CardPage => ({ cards, nextCursor: null })
const ids = (page: CardPage) => page.cards.map(({ id }) => id)

describe('applyUpdate', () => {
  it('moves a chat with a newer message to the top and shows what it now says', () => {
    const page = complete(card('b', 2), card('a', 1))
    const next = applyUpdate(page, card('a', 3, { message_count: 2, last_message_preview: 'New' }), active)
    expect(ids(next)).toEqual(['a', 'b'])
    expect(next.cards[0]?.last_message_preview).toBe('New')
  })

  it('changes a viewed chat where it stands', () => {
    const page = complete(card('b', 2), card('a', 1, { unread: true }))
    const next = applyUpdate(page, card('a', 1), active)
    expect(ids(next)).toEqual(['b', 'a'])
    expect(next.cards[1]?.unread).toBe(false)
  })

  it('takes an archived chat out of the active list and puts it into the archived one', () => {
    const archived = card('a', 1, { archived: true })
    expect(ids(applyUpdate(complete(card('b', 2), card('a', 1)), archived, active))).toEqual(['b'])
    const elsewhere = complete(card('z', 5, { archived: true }))
    expect(ids(applyUpdate(elsewhere, archived, { ...active, archived: true }))).toEqual(['z', 'a'])
  })

  it('drops older news that arrives late', () => {
    const page = complete(card('a', 5, { message_count: 5 }))
    expect(applyUpdate(page, card('a', 4, { message_count: 4 }), active)).toBe(page)
  })

  it('leaves a chat that belongs to a page not loaded yet to that page', () => {
    const page: CardPage = { cards: [card('c', 9), card('b', 8)], nextCursor: 'next' }
    expect(applyUpdate(page, card('a', 1), active)).toBe(page)
    expect(ids(applyUpdate({ ...page, nextCursor: null }, card('a', 1), active))).toEqual(['c', 'b', 'a'])
  })

  it('puts chats without a message last', () => {
    const empty = card('a', 0, { last_message_at: null, message_count: 0 })
    expect(ids(applyUpdate(complete(card('b', 2)), empty, active))).toEqual(['b', 'a'])
  })

  it('lets a chat into a search only where its card matches, and keeps what the server has found', () => {
    const query = { ...active, q: 'B Wörds' }
    const page = complete(card('b', 2))
    expect(applyUpdate(page, card('c', 3), query).cards).toEqual(page.cards)
    const other = card('b', 3, { message_count: 2, last_message_preview: 'Something else' })
    expect(applyUpdate(page, other, query).cards).toEqual([other])
  })
})

describe('appendPage', () => {
  it('shows a chat that has moved up meanwhile once', () => {
    const page: CardPage = { cards: [card('a', 9), card('c', 8)], nextCursor: 'next' }
    const next = appendPage(page, complete(card('b', 7), card('a', 1)))
    expect(ids(next)).toEqual(['a', 'c', 'b'])
    expect(next.nextCursor).toBeNull()
  })
})

describe('replaceHead', () => {
  const page: CardPage = { cards: [card('d', 4), card('c', 3), card('b', 2), card('a', 1)], nextCursor: 'deep' }

  it('puts the new beginning in the place of the old one and keeps the rest', () => {
    const head: CardPage = { cards: [card('b', 9), card('d', 4)], nextCursor: 'near' }
    const next = replaceHead(page, head)
    expect([ids(next), next.nextCursor]).toEqual([['b', 'd', 'c', 'a'], 'deep'])
  })

  it('takes what was fetched for everything when nothing lies beyond it', () => {
    expect(replaceHead(page, complete(card('d', 4)))).toEqual(complete(card('d', 4)))
    const all: CardPage = { cards: [card('b', 2), card('a', 1)], nextCursor: 'near' }
    expect(replaceHead(page, all)).toBe(all)
  })
})

describe('withUserMessage', () => {
  const message = { sequence: 2, content: '😀'.repeat(150), created_at: '2026-03-04T13:00:00.000Z' } as SupportMessage

  it('makes the chat unread and active, with a preview cut at a whole character', () => {
    const next = withUserMessage(card('a', 1, { archived: true, last_message_sender: 'admin' }), message)
    expect(next).toMatchObject({ unread: true, archived: false, message_count: 2, last_message_sender: 'user' })
    expect(next.last_message_preview).toBe('😀'.repeat(100))
  })

  it('changes nothing for a message that is known', () => {
    const known = card('a', 1, { message_count: 2 })
    expect(withUserMessage(known, message)).toBe(known)
  })
})
