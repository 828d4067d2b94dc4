import { card } from '../connection/fake-connection.js'
import { CardList } from './card-list.js'
import { byNewest, type CardPage } from './chat-cards.js'

const active = { archived: false, unread: false, q: '' }
const ids = (list: CardList) => list.cards().map(({ id }) => id)

function listOf(cards: CardPage['cards'], { nextCursor = null as string | null, query = active } = {}): CardList {
  const list = new CardList(query)
  list.replaceHead({ cards, nextCursor })
  return list
}

describe('a list that is told of a chat', () => {
  it('moves one with a newer message to the top and shows what it now says', () => {
    const list = listOf([card('b', 2), card('a', 1)])
    list.update(card('a', 3, { message_count: 2, last_message_preview: 'New' }))
    expect(ids(list)).toEqual(['a', 'b'])
    expect([list.cards()[0], list.find('a')].map((chat) => chat?.last_message_preview)).toEqual(['New', 'New'])
  })

  it('changes one that was viewed where it stands', () => {
    const list = listOf([card('b', 2), card('a', 1, { unread: true })])
    list.update(card('a', 1))
    expect(ids(list)).toEqual(['b', 'a'])
    expect(list.cards()[1]?.unread).toBe(false)
  })

  it('lets one that was archived go, or in where archived ones are', () => {
    const archived = card('a', 1, { archived: true })
    const list = listOf([card('b', 2), card('a', 1)])
    list.update(archived)
    expect([ids(list), list.find('a')]).toEqual([['b'], undefined])
    const elsewhere = listOf([card('z', 5, { archived: true })], { query: { ...active, archived: true } })
    elsewhere.update(archived)
    expect(ids(elsewhere)).toEqual(['z', 'a'])
  })

  it('drops older news that arrives late', () => {
    const list = listOf([card('a', 5, { message_count: 5 })])
    list.update(card('a', 4, { message_count: 4 }))
    expect(list.cards()).toEqual([card('a', 5, { message_count: 5 })])
  })

  it('leaves one that belongs to a page not loaded yet to that page', () => {
    const cards = [card('c', 9), card('b', 8)]
    const partly = listOf(cards, { nextCursor: 'next' })
    partly.update(card('a', 1))
    expect(ids(partly)).toEqual(['c', 'b'])
    const whole = listOf(cards)
    whole.update(card('a', 1))
    expect(ids(whole)).toEqual(['c', 'b', 'a'])
  })

  it('puts chats without a message last', () => {
    const list = listOf([card('b', 2)])
    list.update(card('a', 0, { last_message_at: null, message_count: 0 }))
    expect(ids(list)).toEqual(['b', 'a'])
  })

  it('lets one into a search only where its card matches, and keeps what the server has found', () => {
    const list = listOf([card('b', 2)], { query: { ...active, q: 'B Wörds' } })
    list.update(card('c', 3))
    expect(ids(list)).toEqual(['b'])
    const other = card('b', 3, { message_count: 2, last_message_preview: 'Something else' })
    list.update(other)
    expect(list.cards()).toEqual([other])
  })

  it('is in the order that sorting everything would give, whatever it is told', () => {
    const told = new Map(Array.from({ length: 40 }, (_, n) => [`c${n}`, card(`c${n}`, (n * 7) % 11)]))
    const list = listOf([...told.values()])
    for (let step = 1; step <= 400; step++) {
      const id = `c${(step * 37) % 60}`
      const news = card(id, step % 13 === 0 ? 0 : 20 + Math.floor(step / 3), {
        message_count: step + 1,
        archived: step % 5 === 0,
      })
      list.update(news)
      if (news.archived) told.delete(id)
      else told.set(id, news)
    }
    expect(list.cards()).toEqual([...told.values()].sort(byNewest))
  })
})

describe('a list that takes in the next page', () => {
  it('shows a chat that has moved up meanwhile once', () => {
    const list = listOf([card('a', 9), card('c', 8)], { nextCursor: 'next' })
    list.append({ cards: [card('b', 7), card('a', 1)], nextCursor: null })
    expect([ids(list), list.nextCursor()]).toEqual([['a', 'c', 'b'], null])
  })
})

describe('a list whose beginning is fetched again', () => {
  const list = () => listOf([card('d', 4), card('c', 3), card('b', 2), card('a', 1)], { nextCursor: 'deep' })

  it('puts it in the place of the old one and keeps the rest', () => {
    const fetched = list()
    fetched.depth = 4
    fetched.replaceHead({ cards: [card('b', 9), card('d', 4)], nextCursor: 'near' })
    expect([ids(fetched), fetched.nextCursor()]).toEqual([['b', 'd', 'c', 'a'], 'deep'])
  })

  it('loads again what has not been rendered, since chats may have left it or come in', () => {
    const fetched = list()
    fetched.depth = 2
    fetched.replaceHead({ cards: [card('b', 9), card('d', 4)], nextCursor: 'near' })
    expect([ids(fetched), fetched.nextCursor()]).toEqual([['b', 'd'], 'near'])
  })

  it('takes it for everything when nothing lies beyond it', () => {
    const fetched = list()
    fetched.replaceHead({ cards: [card('d', 4)], nextCursor: null })
    expect([ids(fetched), fetched.nextCursor()]).toEqual([['d'], null])
  })
})
