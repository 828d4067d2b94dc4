import {
  routes,
  SEARCH_COUNT_LIMIT,
  staffRoutes,
  type ChatListPage,
  type ChatMatches,
  type DirectoryUser,
  type Me,
  type SearchResult,
  type SupportChat,
} from '@support-chat/shared'
import { call } from './call.js'
import { newColleague } from './colleague.js'
import { useTestApp, type TestApp } from './test-app.js'

let server: TestApp
let staff: string
let me: Me
let cleo: Awaited<ReturnType<typeof newColleague>>

useTestApp((...started) => ([server, staff] = started))

const DAY = 86_400_000
const MARCH = Date.UTC(2026, 2, 1)
const daysOn = (days: number) => new Date(MARCH + days * DAY).toISOString()

/** Each writes one message on a day of March; whoever is archived or put off is so by then. */
const PEOPLE: Record<string, { name: string; says: string[]; day?: number; changes?: object; archived?: true }> = {
  ada: {
    name: 'Ada Lovelace',
    says: ['The invoice of engine nine'],
    day: 0,
    changes: { tags: ['vip', 'very urgent'] },
  },
  bob: { name: 'Bob Invoice', says: ['Where is my parcel?'], day: 5 },
  cyd: { name: 'Cyd Lovelace', says: ['An invoice for an engine'], day: 10, archived: true },
  dan: {
    name: 'Dan Brown',
    says: ['My invoice is wrong', 'I paid the engine twice'],
    day: 15,
    changes: { tags: ['vip'] },
  },
  eve: { name: 'Eve Invoice', says: ['Nothing yet'], day: 20, archived: true, changes: { tags: ['vip'] } },
}
const ids: Record<string, string> = {}

beforeAll(async () => {
  me = (await call<Me>(server.url + routes.me, 'GET', { token: staff })).body
  cleo = await newColleague(server, staff, 'Cleo')
  for (const [who, { name, says, changes, archived, day = 0 }] of Object.entries(PEOPLE)) {
    const token = server.userToken(who, { name })
    for (const content of says) {
      await call(server.url + routes.userMessages, 'POST', { token, body: { content, client_id: crypto.randomUUID() } })
    }
    const { id } = (await call<SupportChat>(server.url + routes.userChat, 'GET', { token })).body
    ids[who] = id
    if (changes) await call(server.url + routes.adminChat(id), 'PATCH', { token: staff, body: changes })
    if (archived) await call(server.url + routes.adminArchive(id), 'POST', { token: staff })
    await server.sql('UPDATE support_messages SET created_at = $2 WHERE chat_id = $1', [id, daysOn(day)])
    await server.sql('UPDATE support_chats SET last_message_at = $2 WHERE id = $1', [id, daysOn(day)])
  }
  await change('ada', { assignee_id: me.id })
  await change('bob', { assignee_id: cleo.id, snoozed_until: new Date(Date.now() + DAY).toISOString() })
  // One has looked at the page and not written, of the others only the host has told.
  await call(server.url + routes.userChat, 'GET', { token: server.userToken('fay', { name: 'Fay Invoice' }) })
  for (const name of ['Guy Invoice', 'Hal Lovelace']) {
    const body = { email: `${name.slice(0, 3).toLowerCase()}@example.com`, name }
    await call(server.url + routes.adminUser(name.slice(0, 3).toLowerCase()), 'PUT', { token: staff, body })
  }
})

const change = (who: string, body: object) =>
  call(server.url + routes.adminChat(ids[who]!), 'PATCH', { token: staff, body })

type Query = Partial<Record<string, string>>

const get = <T>(path: string, query: Query | string) =>
  call<T>(`${server.url}${path}?${new URLSearchParams(query as Record<string, string>)}`, 'GET', { token: staff })

const nameOf = ({ user_email }: { user_email: string }) => user_email.split('@')[0]!

/** The names of each group, as `active · archived · people`, and whether their numbers are true. */
async function search(query: Query): Promise<string> {
  const { status, body } = await get<SearchResult>(staffRoutes.search, query)
  expect([query, status]).toEqual([query, 200])
  const { active, archived, people } = body
  const named = [
    active.chats.map(nameOf),
    archived.chats.map(nameOf),
    people.users.map(({ external_id }) => external_id),
  ]
  expect([active, archived, people].map(({ count }) => count)).toEqual(named.map(({ length }) => length))
  return named.map((names) => names.join(' ')).join(' · ')
}

describe('A search', () => {
  it('finds active and archived chats and people without one, names and addresses before messages', async () => {
    expect(await search({ q: 'invoice' })).toBe('bob dan ada · eve cyd · guy fay')
    expect(await search({ q: 'lovelace' })).toBe('ada · cyd · hal')
    expect(await search({ q: 'engine' })).toBe('dan ada · cyd · ')
    expect(await search({ q: 'nobody said this' })).toBe(' ·  · ')
  })

  it.each([
    [{}, ' ·  · '],
    [{ q: ' ' }, ' ·  · '],
    [{ from: 'lovelace' }, 'ada · cyd · hal'],
    [{ from: 'dan@example' }, 'dan ·  · '],
    [{ tag: 'vip' }, 'dan ada · eve · '],
    [{ tag: 'very urgent' }, 'ada ·  · '],
    [{ tag: 'none such' }, ' ·  · '],
    [{ assignee_id: 'none' }, 'dan · eve cyd · '],
    [{ after: daysOn(10) }, 'dan · eve cyd · '],
    [{ before: daysOn(10) }, 'bob ada ·  · '],
    [{ after: daysOn(5), before: daysOn(15) }, 'bob · cyd · '],
    [{ after: daysOn(15), before: daysOn(10) }, ' ·  · '],
    [{ q: 'invoice', from: 'lovelace' }, 'ada · cyd · '],
    [{ q: 'invoice', from: 'invoice' }, 'bob · eve · guy fay'],
    [{ q: 'invoice', tag: 'vip' }, 'dan ada · eve · '],
    [{ q: 'invoice', after: daysOn(15) }, 'dan · eve · '],
    [{ q: 'invoice', before: daysOn(15) }, 'bob ada · cyd · '],
    [{ q: 'engine', from: 'ada', tag: 'vip', after: daysOn(0), before: daysOn(1) }, 'ada ·  · '],
    [{ q: '"engine nine"' }, 'ada ·  · '],
    [{ q: '"nine engine"' }, ' ·  · '],
    [{ q: '"invoice of" engine', tag: 'very urgent' }, 'ada ·  · '],
    [{ from: '"lovelace ada"' }, ' ·  · '],
  ])('by %j finds %s', async (query, found) => {
    expect(await search(query as Query)).toBe(found)
  })

  it('keeps to the chats of a member of staff, those put off among them, and to a tag, and both', async () => {
    expect(await search({ assignee_id: me.id })).toBe('ada ·  · ')
    expect(await search({ assignee_id: cleo.id })).toBe('bob ·  · ')
    expect(await search({ assignee_id: me.id, tag: 'vip', q: 'engine' })).toBe('ada ·  · ')
    expect(await search({ assignee_id: cleo.id, tag: 'vip' })).toBe(' ·  · ')
  })

  it('tells of the newest message in that time which words stand in it, not of a newer one', async () => {
    await server.sql('UPDATE support_messages SET created_at = $2 WHERE chat_id = $1 AND sequence = 2', [
      ids['dan'],
      daysOn(16),
    ])
    const match = async (query: Query) =>
      (await get<SearchResult>(staffRoutes.search, { from: 'dan', ...query })).body.active.chats[0]?.match?.text
    expect(await match({ q: 'i' })).toBe('I paid the engine twice')
    expect(await match({ q: 'i', before: daysOn(16) })).toBe('My invoice is wrong')
    expect(await match({ q: 'paid', before: daysOn(16) })).toBeUndefined()
  })

  it.each([
    { q: 'x'.repeat(201) },
    { from: 'x'.repeat(201) },
    { tag: '' },
    { tag: 'x'.repeat(41) },
    { tag: '\0' },
    { assignee_id: 'cleo' },
    { assignee_id: '' },
    { after: 'yesterday' },
    { after: '2026-02-30T00:00:00Z' },
    { before: '0000-01-01T00:00:00Z' },
    { before: '99999-01-01T00:00:00Z' },
    { before: "2026-01-01T00:00:00Z'; DROP TABLE users; --" },
    { limit: '0' },
    { limit: '201' },
    'q=a&q=b',
    'from[]=a&from[]=b',
    'tag=a&tag=b',
  ])('refuses %j', async (query) => {
    for (const path of [staffRoutes.search, routes.adminChats]) {
      const expected = query === 'from[]=a&from[]=b' ? [200, 400] : [400]
      expect(expected).toContain((await get(path, query)).status)
    }
  })

  it.each([
    { from: "'" },
    { from: "a' | 'b:*" },
    { from: '%' },
    { from: '\0' },
    { from: '\ud83d' },
    { q: '"' },
    { q: '"\0" "' },
    { q: '"""""" "a" "' },
    { tag: "x'}" },
    { tag: '{}' },
    { tag: '\\' },
    { after: '0001-01-01T00:00:00Z', before: '9999-12-31T23:59:59Z', q: 'nobody said this' },
  ])('takes no harm from %j', async (query) => {
    expect(await search(query as Query)).toBe(' ·  · ')
  })

  it('ignores parameters that it does not know', async () => {
    expect(await search({ q: 'lovelace', form: 'eve', order: 'x' })).toBe('ada · cyd · hal')
  })

  it('counts no further than it says, and shows as many of each as are asked for', async () => {
    await server.sql(`
      INSERT INTO users (id, external_id, email, name, role)
        SELECT gen_random_uuid(), 'many-' || n, 'many' || n || '@crowd.example', 'Crowd', 'user' FROM generate_series(1, 150) n;
      INSERT INTO support_chats (id, user_id, last_sequence, last_user_sequence, last_message_at)
        SELECT gen_random_uuid(), id, 1, 1, now() FROM users WHERE email LIKE 'many%' AND substr(external_id, 6)::int <= 120`)
    const { body } = await get<SearchResult>(staffRoutes.search, { q: 'crowd', limit: '7' })
    expect([body.active.count, body.active.chats.length]).toEqual([SEARCH_COUNT_LIMIT, 7])
    expect([body.archived.count, body.people.count, body.people.users.length]).toEqual([0, 30, 7])
  })

  it('is for staff alone', async () => {
    const token = server.userToken('ada')
    for (const path of [staffRoutes.search, staffRoutes.tags, staffRoutes.matches(ids['ada']!)]) {
      expect(await call(server.url + path, 'GET', { token })).toMatchObject({ status: 403 })
    }
  })
})

describe('The list, sorted by relevance', () => {
  it('is what the search found, page by page, and says where it was found', async () => {
    for (const query of [
      { q: 'invoice' },
      { q: 'invoice', tag: 'vip' },
      { tag: 'vip' },
      { from: 'lovelace' },
    ] as Query[]) {
      for (const archived of ['false', 'true']) {
        const { body: whole } = await get<SearchResult>(staffRoutes.search, query)
        const expected = (archived === 'true' ? whole.archived : whole.active).chats
        const seen: ChatListPage['chats'] = []
        let cursor: string | null = null
        do {
          const page: Query = {
            ...query,
            archived,
            sort: 'relevance',
            limit: '1',
            ...(cursor && { cursor }),
          }
          const { body }: { body: ChatListPage } = await get<ChatListPage>(routes.adminChats, page)
          seen.push(...body.chats)
          cursor = body.next_cursor
        } while (cursor)
        expect(seen).toEqual(expected)
      }
    }
    const { chats } = (await get<ChatListPage>(routes.adminChats, { q: 'invoice', sort: 'relevance' })).body
    expect(chats.map(({ found_in }) => found_in)).toEqual(['user', 'message', 'message'])
  })

  it('without anything to look for is all active chats in which somebody has written', async () => {
    const { chats } = (await get<ChatListPage>(routes.adminChats, { sort: 'relevance', from: 'a' })).body
    expect(chats.map(nameOf)).toEqual(['ada'])
    const all = (await get<ChatListPage>(routes.adminChats, { sort: 'relevance', limit: '200' })).body.chats
    expect(all.map(nameOf).filter((name) => !name.startsWith('many'))).toEqual(['dan', 'bob', 'ada'])
  })

  it('refuses the cursor of another order', async () => {
    const { body } = await get<ChatListPage>(routes.adminChats, { q: 'invoice', sort: 'relevance', limit: '1' })
    const cursor = body.next_cursor!
    for (const sort of ['newest', 'waiting']) {
      expect(await get(routes.adminChats, { q: 'invoice', sort, cursor })).toMatchObject({ status: 400 })
    }
  })
})

describe('Within a chat, a search', () => {
  const matches = async (who: string, query: Query) =>
    (await get<ChatMatches>(staffRoutes.matches(ids[who]!), query)).body

  it('tells the messages in which the words stand, newest first, and none without words', async () => {
    expect(await matches('dan', { q: 'i' })).toEqual({ sequences: [2, 1], has_more: false })
    expect(await matches('dan', { q: 'my invoice' })).toEqual({ sequences: [1], has_more: false })
    expect(await matches('dan', { q: 'i', after: daysOn(16) })).toEqual({ sequences: [2], has_more: false })
    for (const q of ['parcel', '', '?!']) expect((await matches('dan', { q })).sequences).toEqual([])
  })

  it('of a chat that there is not is not_found', async () => {
    for (const id of [crypto.randomUUID(), 'nonsense']) {
      expect(await get(staffRoutes.matches(id), { q: 'a' })).toMatchObject({ status: 404, body: { code: 'not_found' } })
    }
  })
})

describe('Who looks for somebody', () => {
  it('sees which tags there are, most used first', async () => {
    expect((await get(staffRoutes.tags, {})).body).toEqual({ tags: ['vip', 'very urgent'] })
  })

  it('can open the chat of a person who has none, once, and write there', async () => {
    const open = () => call<DirectoryUser>(server.url + staffRoutes.openUserChat('guy'), 'POST', { token: staff })
    const [first, again] = [await open(), await open()]
    expect(first).toMatchObject({ status: 200, body: { external_id: 'guy', chat_id: expect.any(String) as string } })
    expect(again.body).toEqual(first.body)
    expect(await search({ q: 'guy' })).toBe(' ·  · guy')
    const path = server.url + routes.adminMessages(first.body.chat_id!)
    await call(path, 'POST', { token: staff, body: { content: 'Hello', client_id: crypto.randomUUID() } })
    expect(await search({ q: 'guy' })).toBe('guy ·  · ')
    const nobody = call(server.url + staffRoutes.openUserChat('nobody'), 'POST', { token: staff })
    expect(await nobody).toMatchObject({ status: 404, body: { code: 'not_found' } })
  })
})
