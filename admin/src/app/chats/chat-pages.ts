import { type ChatListPage, DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, routes } from '@support-chat/shared'
import { lazily } from '../loading/lazy.js'
import type { LiveConnection } from '../connection/live-connection.js'
import type { CardPage, ChatQuery } from './chat-cards.js'

/** At most this many pages are fetched again after events may have been missed; what lies deeper stays as it is. */
const PAGES_TO_CATCH_UP = 5

type Fetcher = Pick<LiveConnection, 'get'>

/** Filters take code that words do without. Null where one of them is wrong, so that nothing can be found. */
async function readFilters(connection: Fetcher, q: string, me?: string): Promise<Record<string, string> | null> {
  const { readSearch } = await lazily(() => import('./search/read-search.js'))
  const { parameters, problem } = await readSearch(connection, q, me)
  return problem === null ? parameters : null
}

/** One page of a list: its first, or the one at the cursor. @throws RequestError */
export async function fetchPage(
  connection: Fetcher,
  { archived, unread, q, view, staffId }: ChatQuery,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<CardPage> {
  const parameters = new URLSearchParams({ archived: String(archived), limit: String(limit) })
  if (unread) parameters.set('unread', 'true')
  if (view) parameters.set('view', view)
  if (view === 'needs_reply') parameters.set('sort', 'waiting')
  if (q.trim()) {
    const search = q.includes(':') ? await readFilters(connection, q.trim(), staffId) : { q: q.trim() }
    if (!search) return { cards: [], nextCursor: null }
    for (const [name, value] of Object.entries(search)) parameters.set(name, value)
    if (!view && !unread) parameters.set('sort', 'relevance')
  }
  if (cursor) parameters.set('cursor', cursor)
  const { chats, next_cursor } = await connection.get<ChatListPage>(`${routes.adminChats}?${parameters}`)
  return { cards: chats, nextCursor: next_cursor }
}

/**
 * The beginning of a list, at least `depth` cards if there are as many. Stops after the current page once it is aborted.
 * @throws RequestError
 */
export async function fetchHead(
  connection: Fetcher,
  query: ChatQuery,
  depth: number,
  aborted: AbortSignal,
): Promise<CardPage> {
  const limit = Math.min(MAX_PAGE_SIZE, Math.max(DEFAULT_PAGE_SIZE, depth))
  let head = await fetchPage(connection, query, { limit })
  for (let pages = 1; pages < PAGES_TO_CATCH_UP && head.cards.length < depth && head.nextCursor; pages++) {
    if (aborted.aborted) break
    const next = await fetchPage(connection, query, { limit, cursor: head.nextCursor })
    head = { ...next, cards: [...head.cards, ...next.cards] }
  }
  return head
}
