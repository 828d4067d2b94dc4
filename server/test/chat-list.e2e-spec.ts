import {
  CHAT_COUNT_LIMIT,
  CHAT_VIEWS,
  routes,
  staffRoutes,
  type ApiError,
  type ChatCounts,
  type ChatListPage,
  type SupportChatListItem,
  type UnreadCount,
  type UserPage,
} from '@support-chat/shared'
import { RETURN_UNANSWERED } from '../src/chats/chat-queue.sql.js'
import { chatListQuery } from '../src/chats/chat-list.repository.js'
import type { ChatListFilter } from '../src/chats/chat-page.sql.js'
import { ChatSearch } from '../src/chats/chat-search.js'
import { COUNT_UNREAD, COUNT_VIEWS } from '../src/chats/chat-views.sql.js'
import { HAS_DUE_SNOOZES, WAKE_DUE } from '../src/chats/snooze.sql.js'
import { COUNT_USERS, LIST_USERS, searchUsers } from '../src/chats/user-directory.sql.js'
import { query, type Sql } from '../src/database/sql.js'
import { findPeople, LIST_TAGS } from '../src/chats/search.sql.js'
import { searchTerms } from '../src/chats/search-terms.js'
import { FREQUENT, SEARCH_SETTINGS } from '../src/chats/search-words.sql.js'
import { call } from './call.js'
import { explainEach, explainOn, rowsTouched, scans, type Explain, type PlanNode } from './query-plan.js'
import { useTestApp, type TestApp } from './test-app.js'

const CHATS = 100_000

let server: TestApp
let staff: string

useTestApp((...started) => ([server, staff] = started))
beforeAll(seed)

/**
 * Chats with a message each, but for the last hundred; every tenth is archived, ten share a time, each third is read and
 * answered. Some hundred are put off, some thousand are the first account's, who has a hundred mentions to see, and some have tags, one of them many.
 */
async function seed(): Promise<void> {
  await server.sql(`
    SET session_replication_role = replica;
    INSERT INTO users (id, external_id, email, name, role)
      SELECT gen_random_uuid(), 'bulk-' || n, format('person%s@customers.example', n), format('Customer Number%s', n), 'user'
      FROM generate_series(1, ${CHATS}) n;
    INSERT INTO support_chats
      (id, user_id, last_sequence, last_user_sequence, admin_viewed_sequence, last_message_at, archived_at,
        waiting_since, snoozed_until, assignee_id, tags)
      SELECT gen_random_uuid(), id, (n <= ${CHATS - 100})::int, (n <= ${CHATS - 100})::int, (n % 3 = 0)::int,
        CASE WHEN n <= ${CHATS - 100} THEN timestamptz '2026-01-01' + (n / 10) * interval '1 minute' END,
        CASE WHEN n % 10 = 0 THEN now() END,
        CASE WHEN n % 3 > 0 AND n <= ${CHATS - 100} THEN timestamptz '2026-01-01' + (n % 977) * interval '1 minute' END,
        CASE WHEN n % 300 = 1 THEN now() + interval '1 day' END,
        CASE WHEN n % 50 = 2 THEN (SELECT id FROM users WHERE role = 'admin') END,
        CASE WHEN n % 5000 = 3 THEN '{few}' WHEN n % 2 = 0 THEN '{many}' ELSE '{}' END::text[]
      FROM (SELECT id, substr(external_id, 6)::int AS n FROM users WHERE role = 'user') AS numbered;
    INSERT INTO support_messages (id, chat_id, sequence, sender_id, sender_type, content, words, created_at)
      SELECT gen_random_uuid(), chat.id, 1, user_id, 'user', content, support_chat_words(content), last_message_at
      FROM support_chats chat JOIN users ON users.id = user_id,
        format('a message about order%s', substr(external_id, 6)) AS content
      WHERE last_sequence = 1;
    INSERT INTO support_notes (id, chat_id, after_sequence, client_id, content)
      SELECT gen_random_uuid(), chat.id, 1, gen_random_uuid(), 'a note'
      FROM support_chats chat JOIN users ON users.id = user_id WHERE substr(external_id, 6)::int % 20 = 7;
    INSERT INTO support_note_mentions (note_id, staff_id, chat_id, position, seen_at)
      SELECT note.id, (SELECT id FROM users WHERE role = 'admin'), chat.id, 1,
        CASE WHEN substr(external_id, 6)::int % 1000 <> 7 THEN now() END
      FROM support_notes note JOIN support_chats chat ON chat.id = chat_id JOIN users ON users.id = user_id;
    SET session_replication_role = origin`)
  await server.sql('VACUUM ANALYZE users, support_chats, support_messages, support_notes, support_note_mentions')
}

const explain: Explain = (send) => explainOn(server, send)

const page = async (query: string) =>
  (await call<ChatListPage>(`${server.url}${routes.adminChats}?${query}`, 'GET', { token: staff })).body

/** What PostgreSQL did for one page. */
function plan(filter: ChatListFilter): Promise<PlanNode[]> {
  const { statement, params } = chatListQuery(filter)
  return explain((query) => query(statement, params))
}

/** What it did for a statement of a search, with the settings that searches have. */
const searchPlan = (statement: Sql, params: unknown[]) =>
  explain(async (query, client) => {
    await client.query(`BEGIN; ${SEARCH_SETTINGS.in(null)}`)
    return query(statement, params)
  })

/** What it did for each statement of a search. */
const searchPlans = (q: string, work: (search: ChatSearch) => Promise<unknown>) =>
  explainEach(server, async (tx) => {
    await query(tx, SEARCH_SETTINGS)
    await work(new ChatSearch(tx, searchTerms(q)!.query))
  })

/** Chats that a search looks at before it looks in an index. */
const WALKED = 250
const NOBODY = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
const first: ChatListFilter = {
  archived: false,
  unread: null,
  view: null,
  viewerId: NOBODY,
  tag: null,
  assigneeId: null,
  sort: 'newest',
  after: null,
  limit: 51,
}
/** Rows that a page of each view may read: what is put off is looked at as a whole, by who waits longest. */
const READ = { needs_reply: 51, unread: 51, mine: 51, unassigned: 51, snoozed: 400, mentions: 100, all: 51 }
const deep = { at: '2026-01-03 12:00:00+00', id: NOBODY, part: null } as const

describe('The list of 100,000 chats', () => {
  it('reads no more rows than it shows, on the first page and deep inside', async () => {
    const last = { ...deep, at: '-infinity' }
    for (const after of [null, deep, last]) {
      for (const archived of [false, true]) {
        const nodes = await plan({ ...first, after, archived })
        expect(scans(nodes)).toEqual([])
        expect(rowsTouched(nodes)).toBeLessThanOrEqual(51)
      }
    }
  })

  it('walks along the unread ones, and the read ones, as along all', async () => {
    for (const unread of [true, false]) {
      for (const after of [null, deep]) {
        for (const archived of [false, true]) {
          const nodes = await plan({ ...first, after, archived, unread })
          expect(scans(nodes)).toEqual([])
          expect(rowsTouched(nodes)).toBeLessThanOrEqual(51)
        }
      }
    }
  })

  it('counts the unread ones without opening a chat', async () => {
    const nodes = await explain((query) => query(COUNT_UNREAD))
    expect(nodes.map((node) => node['Node Type'])).toEqual(['Aggregate', 'Index Only Scan'])
    const [row] = await server.sql<{ count: number }>(`
      SELECT count(*)::int FROM support_chats
      WHERE archived_at IS NULL AND snoozed_until IS NULL AND last_user_sequence > admin_viewed_sequence`)
    const { body } = await call<UnreadCount>(server.url + staffRoutes.unreadCount, 'GET', { token: staff })
    expect(body).toEqual({ unread_count: row!.count })
  })

  it('walks along each view, by place and by who waits longest, and reads no more rows than it shows', async () => {
    const [admin] = await server.sql<{ id: string }>("SELECT id FROM users WHERE role = 'admin'")
    const filters = [
      ...CHAT_VIEWS.map((view) => ({ ...first, view, viewerId: admin!.id })),
      { ...first, assigneeId: admin!.id },
      { ...first, tag: 'many' },
      { ...first, view: 'needs_reply', archived: true } as const,
      first,
    ]
    const waiting = { at: '2026-01-01 03:00:00+00', id: NOBODY, part: 'waiting' } as const
    for (const filter of filters) {
      for (const [sort, after] of [
        ['newest', null],
        ['newest', deep],
        ['waiting', null],
        ['waiting', waiting],
        ['waiting', deep],
      ] as const) {
        const nodes = await plan({ ...filter, sort, after })
        expect([filter, sort, after, scans(nodes)]).toEqual([filter, sort, after, []])
        expect([filter, sort, after, rowsTouched(nodes) <= READ[filter.view ?? 'all']]).toEqual([
          filter,
          sort,
          after,
          true,
        ])
      }
    }
  })

  it('looks for snoozes that have ended, and chats that nobody answers in time, by their indexes', async () => {
    for (const [statement, params] of [
      [HAS_DUE_SNOOZES, []],
      [WAKE_DUE, [100]],
      [RETURN_UNANSWERED, [50, 10]],
    ] as const) {
      const nodes = await explain((query) => query(statement, [...params]))
      expect(scans(nodes)).toEqual([])
      expect(rowsTouched(nodes)).toBeLessThanOrEqual(1)
    }
  })

  it('finds a rare tag by its index', async () => {
    const nodes = await plan({ ...first, tag: 'few' })
    expect(scans(nodes)).toEqual([])
    expect(rowsTouched(nodes)).toBeLessThanOrEqual(20)
  })

  it('counts the views along their indexes, and not further than it tells', async () => {
    const [admin] = await server.sql<{ id: string }>("SELECT id FROM users WHERE role = 'admin'")
    const nodes = await explain((query) => query(COUNT_VIEWS, [[admin!.id]]))
    expect(scans(nodes)).toEqual([])
    expect(rowsTouched(nodes)).toBeLessThanOrEqual(CHAT_COUNT_LIMIT)
    const { body } = await call<ChatCounts>(server.url + staffRoutes.counts, 'GET', { token: staff })
    const [snoozed] = await server.sql<{ count: number }>(
      'SELECT count(*)::int FROM support_chats WHERE snoozed_until IS NOT NULL AND last_message_at IS NOT NULL',
    )
    expect(body).toEqual({
      needs_reply: 1000,
      unread: 1000,
      mine: 1000,
      unassigned: 1000,
      snoozed: snoozed!.count,
      mentions: 100,
    })
    expect(snoozed!.count).toBeLessThan(1000)
  })

  it.each([
    ['view=needs_reply', 'waiting_since IS NOT NULL'],
    ['view=mine', 'assignee_id IS NOT NULL'],
    ['view=unassigned&tag=few', "assignee_id IS NULL AND tags = '{few}'"],
    ['tag=few', "tags = '{few}'"],
  ])(
    'pages through %s by who waits longest, everybody once and those who do not wait last',
    async (query, condition) => {
      const rows = await server.sql<{ id: string }>(`
      SELECT id FROM support_chats
      WHERE archived_at IS NULL AND snoozed_until IS NULL AND last_message_at IS NOT NULL AND ${condition}
      ORDER BY waiting_since NULLS LAST, CASE WHEN waiting_since IS NOT NULL THEN id END, last_message_at DESC, id DESC
      LIMIT 1000`)
      const seen: string[] = []
      let cursor: string | null = null
      do {
        const step: ChatListPage = await page(`${query}&sort=waiting&limit=200${cursor ? `&cursor=${cursor}` : ''}`)
        seen.push(...step.chats.map(({ id }) => id))
        cursor = step.next_cursor
      } while (cursor && seen.length < 1000)
      expect(seen).toEqual(rows.map(({ id }) => id))
    },
  )

  it('shows the unread ones, the others, or both', async () => {
    const of = async (query: string) => (await page(`limit=200&${query}`)).chats.map(({ unread }) => unread)
    expect(new Set(await of('unread=true'))).toEqual(new Set([true]))
    expect(new Set(await of('unread=false'))).toEqual(new Set([false]))
    expect(new Set(await of(''))).toEqual(new Set([true, false]))
    const archived = (await page('unread=true&archived=true&limit=200')).chats
    expect(archived).toHaveLength(200)
    expect(archived.every(({ unread, archived }) => unread && archived)).toBe(true)
  })

  it('looks for rare words in the newest chats, and then in their indexes, and reads only what matches', async () => {
    for (const text of ['order4711', 'person4711', 'Customer Number4711', 'person4711@customers.example']) {
      const [walk, ...indexes] = await searchPlans(text, (search) => search.find(first))
      expect(scans([...walk!, ...indexes.flat()])).toEqual([])
      expect(rowsTouched(walk!)).toBeLessThanOrEqual(WALKED + 1)
      expect(indexes).toHaveLength(3)
      expect(rowsTouched(indexes.flat())).toBeLessThan(100)
    }
  })

  it('walks to the words that everybody has, and reads little more than it shows', async () => {
    for (const text of ['message', 'm', 'customers', 'a message ab', 'order', 'person', 'customer num']) {
      for (const filter of [
        first,
        { ...first, archived: true },
        { ...first, unread: true },
        { ...first, after: deep },
      ]) {
        const [walk, ...others] = await searchPlans(text, (search) => search.find(filter))
        expect(others).toEqual([])
        expect(scans(walk!)).toEqual([])
        expect(rowsTouched(walk!)).toBeLessThan(300)
      }
    }
  })

  it('finds by words that everybody has as by rare ones: in order, page by page, with the place', async () => {
    const all = (await page('limit=200&unread=true')).chats.map(({ id }) => id)
    for (const q of ['message abo', 'customers exam']) {
      const { chats, next_cursor } = await page(`limit=120&unread=true&q=${encodeURIComponent(q)}`)
      const next = await page(`limit=80&unread=true&q=${encodeURIComponent(q)}&cursor=${next_cursor}`)
      expect([...chats, ...next.chats].map(({ id }) => id)).toEqual(all)
      expect(chats[0]?.match?.highlights).toEqual(
        q.startsWith('message')
          ? [
              [2, 9],
              [10, 15],
            ]
          : undefined,
      )
    }
  })

  it('searches by relevance, and counts, and keeps to a time, a tag and people along the same indexes', async () => {
    const relevance = { ...first, sort: 'relevance' } as const
    const people = { terms: searchTerms('person4711')!.query, isFrequent: false }
    const crowd = { terms: searchTerms('customers')!.query, isFrequent: true }
    for (const [text, filter, limit] of [
      ['order4711', relevance, 300],
      ['person4711', relevance, 300],
      ['message', relevance, 300],
      ['customers', relevance, 300],
      ['message', { ...relevance, after: { ...deep, part: 'user' } }, 300],
      ['message', { ...relevance, after: deep }, 300],
      ['message', { ...relevance, from: people }, 300],
      ['message', { ...relevance, from: crowd }, 300],
      ['message', { ...relevance, tag: 'few' }, 300],
      ['message', { ...relevance, since: '2026-01-02' }, 300],
      ['order4711', { ...relevance, before: '2026-01-02' }, 300],
    ] as const) {
      const pages = await searchPlans(text, (search) => search.find(filter))
      expect([text, filter, scans(pages.flat())]).toEqual([text, filter, []])
      expect([text, filter, rowsTouched(pages.flat()) < limit]).toEqual([text, filter, true])
      const counts = (await searchPlans(text, (search) => search.count({ ...filter, limit: 100 }))).flat()
      expect([text, filter, scans(counts), rowsTouched(counts) < 500]).toEqual([text, filter, [], true])
    }
  })

  it('looks for people without a chat, and for the tags there are, no further than that takes', async () => {
    for (const q of ['person4711', 'customers']) {
      const { statement, params } = findPeople([searchTerms(q)!.query])
      const nodes = await searchPlan(statement, params)
      expect([q, scans(nodes), rowsTouched(nodes) <= 3 * FREQUENT]).toEqual([q, [], true])
    }
    const nodes = await searchPlan(LIST_TAGS, [])
    expect(scans(nodes)).toEqual([])
    expect(rowsTouched(nodes)).toBeLessThanOrEqual(FREQUENT)
  })

  it('pages through everything once, in order, but for those in which nobody has written', async () => {
    await server.sql(
      "UPDATE support_chats SET archived_at = now() WHERE last_message_at < timestamptz '2026-01-07 20:00'",
    )
    const seen: SupportChatListItem[] = []
    let cursor = ''
    do {
      const { chats, next_cursor } = await page(`limit=200&cursor=${cursor}`.replace(/&cursor=$/, ''))
      seen.push(...chats)
      cursor = next_cursor ?? ''
    } while (cursor)
    const [row] = await server.sql<{ count: number }>(
      'SELECT count(*)::int FROM support_chats WHERE archived_at IS NULL AND snoozed_until IS NULL AND last_sequence > 0',
    )
    expect(seen).toHaveLength(row!.count)
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length)
    const times = seen.map(({ last_message_at }) => last_message_at ?? '')
    expect(times).toEqual([...times].sort().reverse())
    expect(times.at(-1)).not.toBe('')
  })

  it('misses nobody and repeats nobody when a chat moves to the top between two pages', async () => {
    const [one, rest] = await page('limit=5').then(({ chats, next_cursor }) => [chats, next_cursor] as const)
    const moved = await page(`limit=5&cursor=${rest}`).then(({ chats }) => chats[2]!)
    await server.sql('UPDATE support_chats SET last_message_at = now() WHERE id = $1', [moved.id])
    const two = await page(`limit=4&cursor=${rest}`)
    const ids = [...one, ...two.chats].map(({ id }) => id)
    expect(new Set(ids).size).toBe(9)
    expect(ids).not.toContain(moved.id)
    expect((await page('limit=1')).chats[0]?.id).toBe(moved.id)
  })
})

describe('A query', () => {
  function cursorAt(time: string): string {
    return Buffer.from(`00000000-0000-0000-0000-000000000000${time}`).toString('base64url')
  }

  it.each([
    'archived=yes',
    'unread=1',
    'archived=',
    'limit=0',
    'limit=201',
    'cursor=nonsense',
    'cursor=%00',
    `q=${'x'.repeat(201)}`,
    'q=a&q=b',
    `cursor=${cursorAt("'--")}`,
    `cursor=${cursorAt('2026-13-01 00:00:00+00')}`,
    `cursor=${cursorAt('2026-02-30 00:00:00+00')}`,
    `cursor=${cursorAt('2026-01-01 25:00:00+00')}`,
    `cursor=${cursorAt('2026-01-01 00:00:00+99')}`,
    `cursor=${cursorAt('999999-01-01 00:00:00+00')}`,
  ])('of %s is invalid', async (query) => {
    const answer = await call<ApiError>(`${server.url}${routes.adminChats}?${query}`, 'GET', { token: staff })
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  })

  it('without q, or with an empty one, shows all', async () => {
    expect((await page('limit=2')).chats).toHaveLength(2)
    expect((await page('limit=2&q=')).chats).toHaveLength(2)
    expect((await page('limit=2&q=%20')).chats).toHaveLength(2)
  })
})

describe('The list of 100,000 people', () => {
  const NEWEST = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

  it('reads no more rows than it shows', async () => {
    for (const after of [NEWEST, '08000000-0000-0000-0000-000000000000']) {
      const nodes = await searchPlan(LIST_USERS, [after, 51])
      expect(scans(nodes)).toEqual([])
      expect(rowsTouched(nodes)).toBeLessThanOrEqual(60)
    }
  })

  it.each([
    ['person4711', 11],
    ['bulk-4711', 11],
    ['bulk-', 50],
    ['customer', 50],
    ['customers exam', 50],
  ])('looks "%s" up in an index, or along the list where many are found', async (q, shown) => {
    const many = shown === 50
    const params = [searchTerms(q)!.query, `${q}%`]
    const count = await searchPlan(COUNT_USERS, params)
    expect(scans(count)).toEqual([])
    expect(rowsTouched(count)).toBeLessThanOrEqual(FREQUENT)
    const [{ frequent } = { frequent: null }] = await server.sql<{ frequent: boolean }>(COUNT_USERS, params)
    expect(frequent).toBe(many)
    const nodes = await searchPlan(searchUsers(many), [...params, NEWEST, 51])
    expect(scans(nodes)).toEqual([])
    expect(rowsTouched(nodes)).toBeLessThan(150)
    const address = `${server.url}${routes.adminUsers}?limit=50&q=${q}`
    const { users, next_cursor } = (await call<UserPage>(address, 'GET', { token: staff })).body
    expect([users.length, next_cursor === null]).toEqual(many ? [50, false] : [shown, true])
  })
})
