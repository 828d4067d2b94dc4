import type { ServerEvents, SupportChatListItem, SupportMessage } from '@support-chat/shared'
import { card } from '../connection/fake-connection.js'
import { byNewest } from './chat-cards.js'
import type { ChatsStore } from './chats-store.js'
import { openStore } from './chats-store.testing.js'

type ServerMessage = [
  event: 'chat_updated' | 'new_user_message',
  payload: ServerEvents['chat_updated' | 'new_user_message'],
]

const active = { archived: false, unread: false, q: '' }
const LISTS = [active, { ...active, archived: true }, { ...active, unread: true }]

/** The same numbers below `limit` for the same seed. */
function dice(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
}

/** What the server holds, and what it tells of a change. */
class Chats {
  private readonly all = new Map<string, SupportChatListItem>()
  private minute = 0

  waiting = () => [...this.all.values()].filter((chat) => chat.unread && !chat.archived)

  /** A user or staff member does something in a chat, which may be a new one. */
  act(id: string, what: number): ServerMessage[] {
    const chat = this.all.get(id)
    if (!chat || what < 2) return this.userWrites(chat ?? card(id, 0, { message_count: 0 }))
    const changes = [{ unread: false }, { archived: true }, { archived: false }, this.reply(chat)][what - 2]
    return [this.told({ ...chat, ...changes })]
  }

  answer(path: string): unknown {
    if (path.endsWith('unread_count')) return { unread_count: this.waiting().length }
    const asked = new URLSearchParams(path.split('?')[1])
    const cards = [...this.all.values()]
      .filter((chat) => String(chat.archived) === asked.get('archived') && (!asked.get('unread') || chat.unread))
      .sort(byNewest)
    const start = cards.findIndex(({ id }) => id === asked.get('cursor')) + 1
    const chats = cards.slice(start, start + Number(asked.get('limit')))
    return { chats, next_cursor: start + chats.length < cards.length ? chats.at(-1)?.id : null }
  }

  private userWrites(chat: SupportChatListItem): ServerMessage[] {
    const next = { ...card(chat.id, ++this.minute), message_count: chat.message_count + 1, unread: true }
    const message = { sequence: next.message_count, content: 'Words', created_at: next.last_message_at }
    const told = { chat_id: chat.id, user_email: chat.user_email, message: message as SupportMessage }
    return [['new_user_message', { type: 'new_user_message', ...told }], this.told(next)]
  }

  private reply(chat: SupportChatListItem): Partial<SupportChatListItem> {
    const { last_message_at } = card(chat.id, ++this.minute)
    return { last_message_at, message_count: chat.message_count + 1, last_message_sender: 'admin' }
  }

  private told(chat: SupportChatListItem): ServerMessage {
    this.all.set(chat.id, chat)
    return ['chat_updated', { chat }]
  }
}

function open() {
  const chats = new Chats()
  return { chats, ...openStore((path) => chats.answer(path)) }
}

/** One chat is open or none, with or without messages that were not read yet. */
function openOrClose(store: ChatsStore, roll: (limit: number) => number) {
  const id = roll(2) ? `c${roll(70)}` : null
  store.open(id)
  if (id) store.countUnread(id, roll(2))
}

beforeEach(() => jest.useFakeTimers())
afterEach(() => jest.useRealTimers())

/** Longer than any pause, so that every question has been asked and answered. */
const settle = () => jest.advanceTimersByTimeAsync(10_000)

/** What is counted, what the active list shows as unread, and what the server holds, without an open chat that has just been read. */
async function agree({ chats, store }: ReturnType<typeof open>) {
  store.show(active)
  await settle()
  while (store.hasMore()) await store.loadMore()
  const unread = (cards: readonly SupportChatListItem[]) =>
    cards.flatMap((chat) => (!chat.archived && store.isUnread(chat) ? [chat.id] : [])).sort()
  const held = unread(chats.waiting())
  expect({ listed: unread(store.cards()), counted: store.unreadCount() }).toEqual({
    listed: held,
    counted: held.length,
  })
}

describe.each([1, 2, 3, 4, 5, 6, 7, 8])('whatever happens in whatever order (%i)', (seed) => {
  it('the unread chats of the list, their number and those of the server are the same', async () => {
    const all = open()
    const { chats, connection, store } = all
    const roll = dice(seed)
    const act = () => chats.act(`c${roll(70)}`, roll(6))
    const emitAll = (events: ServerMessage[]) =>
      events.forEach(([event, payload]) => connection.emit(event, payload as never))
    for (let n = 0; n < 60; n++) act()
    store.show(active)
    connection.sync()
    for (let step = 0; step < 150; step++) {
      const events = act()
      // An answer may be from before the events, or from after.
      if (roll(3) === 0) await jest.advanceTimersByTimeAsync(roll(1500))
      emitAll(events)
      if (roll(6) === 0) store.show(LISTS[roll(3)]!)
      if (roll(6) === 0) openOrClose(store, roll)
      if (roll(25) === 0) await agree(all)
    }
    await agree(all)
  })

  it('so they are after a connection that was away, during which nothing was told', async () => {
    const all = open()
    const { chats, connection, store } = all
    const roll = dice(seed)
    store.show(active)
    connection.sync()
    for (let round = 0; round < 6; round++) {
      for (let missed = roll(40); missed > 0; missed--) chats.act(`c${roll(70)}`, roll(6))
      store.show(LISTS[roll(3)]!)
      connection.sync()
      for (let told = roll(10); told > 0; told--) {
        const events = chats.act(`c${roll(70)}`, roll(6))
        events.forEach(([event, payload]) => connection.emit(event, payload as never))
      }
      await agree(all)
    }
  })
})
