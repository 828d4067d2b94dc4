import { type SearchResult, staffRoutes } from '@support-chat/shared'
import type { LiveConnection } from '../../connection/live-connection.js'
import { readSearch } from './read-search.js'

/**
 * What a search finds, or what is wrong with it.
 * @param limit how many of each group
 * @throws RequestError
 */
export async function fetchGroups(
  connection: Pick<LiveConnection, 'get'>,
  text: string,
  me: string | undefined,
  limit: number,
): Promise<{ result: SearchResult | null; problem: string | null }> {
  const { parameters, problem } = await readSearch(connection, text, me)
  if (problem !== null) return { result: null, problem }
  const query = new URLSearchParams({ ...parameters, limit: String(limit) })
  return { result: await connection.get<SearchResult>(`${staffRoutes.search}?${query}`), problem: null }
}
