import {
  routes,
  staffRoutes,
  type ApiError,
  type ChatListPage,
  type SupportChatListItem,
  type UnreadCount,
} from '@support-chat/shared'
import { chatListQuery, COUNT_UNREAD, type ChatListFilter } from '../src/chats/chat-list.repository.js'
import { COUNT_FOUND, FREQUENT, SEARCH_SETTINGS, type Frequent } from '../src/chats/chat-search.sql.js'
import type { Sql } from '../src/database/sql.js'
import { searchTerms } from '../src/chats/search-terms.js'
import { call } from './call.js'
import { explainOn, rowsTouched, scans, type Explain, type PlanNode } from './query-plan.js'
import { useTestApp, type TestApp } from './test-app.js'

const CHATS = 100_000

let server: TestApp
let staff: string

useTestApp((...started) => ([server, staff] = started))
beforeAll(seed)

/** Chats with a message each, but for the last hundred; every tenth is archived, ten share a time, each third is read. */
async function seed(): Promise<void> {
  await server.sql(`
    SET session_replication_role = replica;
    INSERT INTO users (id, external_id, email, name, role)
      SELECT gen_random_uuid(), n, format('person%s@customers.example', n), format('Customer Number%s', n), 'user'
      FROM generate_series(1, ${CHATS}) n;
    INSERT INTO support_chats
      (id, user_id, last_sequence, last_user_sequence, admin_viewed_sequence, last_message_at, archived_at)
      SELECT gen_random_uuid(), id, (n <= ${CHATS - 100})::int, (n <= ${CHATS - 100})::int, (n % 3 = 0)::int,
        CASE WHEN n <= ${CHATS - 100} THEN timestamptz '2026-01-01' + (n / 10) * interval '1 minute' END,
        CASE WHEN n % 10 = 0 THEN now() END
      FROM (SELECT id, external_id::int AS n FROM users WHERE role = 'user') AS numbered;
    INSERT INTO support_messages (id, chat_id, sequence, sender_id, sender_type, content, created_at)
      SELECT gen_random_uuid(), chat.id, 1, user_id, 'user', format('a message about order%s', external_id), last_message_at
      FROM support_chats chat JOIN users ON users.id = user_id WHERE last_sequence = 1;
    SET session_replication_role = origin`)
  await server.sql('VACUUM ANALYZE users, support_chats, support_messages')
}

const explain: Explain = (send) => explainOn(server, send)

const page = async (query: string) =>
  (await call<ChatListPage>(`${server.url}${routes.adminChats}?${query}`, 'GET', { token: staff })).body

/** What PostgreSQL did for one page. */
function plan(filter: ChatListFilter): Promise<PlanNode[]> {
  const { statement, params } = chatListQuery(filter)
  return explain((query) => query(statement, params))
}

/** What it did for a page of a search, and before for the count of what there is to be found. */
async function searchPlans(q: string, filter: ChatListFilter): Promise<{ count: PlanNode[]; page: PlanNode[] }> {
  const { query: terms } = searchTerms(q)!
  const [frequent] = await server.sql<Frequent>(COUNT_FOUND, [terms, FREQUENT])
  const { statement, params } = chatListQuery(filter, { terms, frequent: frequent! })
  const explained = (statement: Sql, params: unknown[]) =>
    explain(async (query, client) => {
      await client.query(`BEGIN; ${SEARCH_SETTINGS.in(null)}`)
      return query(statement, params)
    })
  return { count: await explained(COUNT_FOUND, [terms, FREQUENT]), page: await explained(statement, params) }
}

describe('The list of 100,000 chats', () => {
  const first = { archived: false, unread: null, after: null, limit: 51 }

  it('reads no more rows than it shows, on the first page and deep inside', async () => {
    const deep = { at: '2026-01-03 12:00:00+00', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }
    const last = { at: '-infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }
    for (const after of [null, deep, last]) {
      for (const archived of [false, true]) {
        const nodes = await plan({ ...first, after, archived })
        expect(scans(nodes)).toEqual([])
        expect(rowsTouched(nodes)).toBeLessThanOrEqual(51)
      }
    }
  })

  it('walks along the unread ones, and the read ones, as along all', async () => {
    const deep = { at: '2026-01-03 12:00:00+00', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }
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
      WHERE archived_at IS NULL AND last_user_sequence > admin_viewed_sequence`)
    const { body } = await call<UnreadCount>(server.url + staffRoutes.unreadCount, 'GET', { token: staff })
    expect(body).toEqual({ unread_count: row!.count })
  })

  it('shows the unread ones, the others, or both', async () => {
    const of = async (query: string) => (await page(`limit=200&${query}`)).chats.map(({ unread }) => unread)
    expect(new Set(await of('unread=true'))).toEqual(new Set([true]))
    expect(new Set(await of('unread=false'))).toEqual(new Set([false]))
    expect(new Set(await of(''))).toEqual(new Set([true, false]))
    const archived = (await page('unread=true&archived=true&limit=200')).chats
    expect(archived).toHaveLength(200)
    expect(archived.every(({ unread, archived }) => unread && archived)).toBe(true)
  })

  it('searches for rare words through their indexes, and reads only what matches', async () => {
    for (const text of ['order4711', 'person4711', 'Customer Number4711', 'person4711@customers.example']) {
      const { count, page } = await searchPlans(text, first)
      expect(scans([...count, ...page])).toEqual([])
      expect(rowsTouched([...count, ...page])).toBeLessThan(100)
    }
  })

  it('walks to the words that everybody has, and reads little more than it shows', async () => {
    const deep = { at: '2026-01-03 12:00:00+00', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }
    for (const text of ['message', 'm', 'customers', 'a message ab', 'order', 'person', 'customer num']) {
      for (const filter of [
        first,
        { ...first, archived: true },
        { ...first, unread: true },
        { ...first, after: deep },
      ]) {
        const { count, page } = await searchPlans(text, filter)
        expect(scans([...count, ...page])).toEqual([])
        expect(rowsTouched(count)).toBeLessThanOrEqual(FREQUENT)
        expect(rowsTouched(page)).toBeLessThan(300)
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

  it('pages through everything once, in order, those without a message last', async () => {
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
      'SELECT count(*)::int FROM support_chats WHERE archived_at IS NULL',
    )
    expect(seen).toHaveLength(row!.count)
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length)
    const times = seen.map(({ last_message_at }) => last_message_at ?? '')
    expect(times).toEqual([...times].sort().reverse())
    expect(times.at(-1)).toBe('')
    expect(seen.at(-1)).toMatchObject({
      last_message_preview: null,
      last_message_sender: null,
      message_count: 0,
      unread: false,
    })
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
