import { TestBed } from '@angular/core/testing'
import { CHAT_VIEWS } from '@support-chat/shared'
import type { ChatQuery } from './chat-cards.js'
import type { ChatsStore } from './chats-store.js'
import { openStore } from './chats-store.testing.js'
import { dice, ME, ServedChats, tell, type Told } from './served-chats.testing.js'
import { ViewCounts } from './view-counts.js'
import { WatchedChats } from './watched-chats.js'

const active: ChatQuery = { archived: false, unread: false, q: '', staffId: ME.id }
const LISTS = {
  active,
  archived: { ...active, archived: true },
  unread: { ...active, unread: true },
  needs_reply: { ...active, view: 'needs_reply' },
  mine: { ...active, view: 'mine' },
  unassigned: { ...active, view: 'unassigned' },
  snoozed: { ...active, view: 'snoozed' },
  mentions: { ...active, view: 'mentions' },
} satisfies Record<string, ChatQuery>
const NAMES = ['active', 'archived', ...CHAT_VIEWS] as const
/** More than a page has. */
const CHATS = 120

function open(seed: number) {
  const served = new ServedChats()
  const { connection, store } = openStore((path) => served.answer(path))
  const counts = TestBed.inject(ViewCounts)
  const roll = dice(seed)
  const one = () => `c${roll(CHATS)}`
  /** Something happens in one chat, or the same in several. */
  const act = () => {
    const what = roll(served.kinds)
    return Array.from({ length: roll(8) === 0 ? 5 : 1 }, () => served.act(one(), what)).flat()
  }
  for (let n = 0; n < CHATS * 2; n++) act()
  return { served, connection, store, counts, roll, one, act }
}

/** What a socket that watches these chats is told. */
const isHeard = ([event, payload]: Told, watched: string[]) =>
  event === 'mentioned' ||
  watched.includes('chat' in payload ? payload.chat.id : (payload as { chat_id: string }).chat_id)

type Console = ReturnType<typeof open>

/** Longer than any pause, so that every request has been made and answered. */
const settle = () => jest.advanceTimersByTimeAsync(10_000)

/** As a reader does who scrolls to the end. */
async function loadAll(store: ChatsStore): Promise<void> {
  while (store.hasMore()) await store.loadMore()
  store.list().depth = store.cards().length
}

/** Each list has the chats of its view in the order of the server, and the numbers are what it holds. */
async function agree({ served, store, counts }: Console): Promise<void> {
  store.open(null)
  for (const name of NAMES) {
    store.show(LISTS[name])
    await settle()
    await loadAll(store)
    const asked = served.answer(pathOf(LISTS[name])) as { chats: { id: string }[] }
    const ids = (chats: readonly { id: string }[]) => chats.map(({ id }) => id)
    expect([name, ids(store.cards())]).toEqual([name, ids(asked.chats)])
  }
  expect(counts.counts()).toMatchObject(served.counts())
  expect(store.unreadCount()).toBe(served.of('unread').length)
}

const pathOf = ({ archived, unread, view }: ChatQuery) =>
  `chats?limit=1000&archived=${archived}${unread ? '&unread=true' : ''}${view ? `&view=${view}` : ''}${view === 'needs_reply' ? '&sort=waiting' : ''}`

beforeEach(() => jest.useFakeTimers())
afterEach(() => jest.useRealTimers())

describe.each([1, 2, 3, 4, 5])('whatever users, staff, programs and the server do in whatever order (%i)', (seed) => {
  it('every view, its number and the server agree', async () => {
    const all = open(seed)
    const { connection, store, roll, one, act } = all
    store.show(active)
    connection.sync()
    for (let step = 0; step < 120; step++) {
      const told = act()
      // An answer may be from before the events, or from after.
      if (roll(3) === 0) await jest.advanceTimersByTimeAsync(roll(1_500))
      tell(connection, told)
      if (roll(6) === 0) store.show(LISTS[NAMES[roll(NAMES.length)]!])
      if (roll(8) === 0) void store.loadMore()
      if (roll(8) === 0) store.open(roll(2) ? one() : null)
      if (roll(40) === 0) await agree(all)
    }
    await agree(all)
  })

  it('so they do after connections that were away, during which nothing was told', async () => {
    const all = open(seed)
    const { connection, store, roll, act } = all
    for (let round = 0; round < 4; round++) {
      for (let missed = roll(40); missed > 0; missed--) act()
      store.show(LISTS[NAMES[roll(NAMES.length)]!])
      connection.sync()
      for (let told = roll(10); told > 0; told--) tell(connection, act())
      await agree(all)
    }
  })

  it('so they do in a console that watches what it shows, of the rest being told numbers alone', async () => {
    const all = open(seed)
    const { served, connection, store, roll, act } = all
    TestBed.inject(WatchedChats)
    store.show(active)
    connection.sync()
    await settle()
    while (connection.requested.length === 0) {
      tell(connection, act())
      TestBed.tick()
    }
    for (let step = 0; step < 120; step++) {
      const told = act()
      const { chat_ids } = connection.requested.at(-1)![1] as { chat_ids: string[] }
      tell(
        connection,
        told.filter((event) => isHeard(event, chat_ids)),
      )
      if (roll(3) === 0) await jest.advanceTimersByTimeAsync(roll(1_500))
      tell(connection, [['counts', { ...served.counts(), chat_ids: [] }]])
      if (roll(6) === 0) store.show(LISTS[NAMES[roll(NAMES.length)]!])
      TestBed.tick()
      if (roll(40) === 0) await agree(all)
    }
    await agree(all)
  })

  it('a mention is listed at once where one looks at those', async () => {
    const { served, connection, store, one, act } = open(seed)
    store.show(LISTS.mentions)
    await settle()
    while (served.of('mentions').length < 3) tell(connection, act())
    const before = served.of('mentions').length
    while (served.of('mentions').length === before) tell(connection, served.mention(one()))
    await settle()
    expect(store.cards()).toHaveLength(served.of('mentions').length)
  })

  it('what a list has loaded stays in agreement while it is shown, without being asked for again', async () => {
    const all = open(seed)
    const { served, connection, store, roll, act } = all
    for (const name of NAMES.filter((name) => name !== 'mentions')) {
      store.show(LISTS[name])
      await settle()
      await loadAll(store)
      for (let told = 10 + roll(20); told > 0; told--) tell(connection, act())
      const asked = served.answer(pathOf(LISTS[name])) as { chats: { id: string }[] }
      expect([name, store.cards().map(({ id }) => id)]).toEqual([name, asked.chats.map(({ id }) => id)])
    }
  })
})
