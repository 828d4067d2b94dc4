import { routes, staffRoutes, type TagList, type UserPage } from '@support-chat/shared'
import type { LiveConnection } from '../../connection/live-connection.js'
import { fetchColleagues } from './read-search.js'
import type { Known } from './suggest.js'

const USERS = 8
/** People are looked for once typing pauses. */
const PAUSE_MS = 150

/**
 * What the values of a filter are chosen from. What cannot be had is not offered.
 * @param wanted the filter; people by `from:` and how their names begin
 */
export async function fetchKnown(
  connection: Pick<LiveConnection, 'get'>,
  wanted: string,
  changed?: AbortSignal,
): Promise<Partial<Pick<Known, 'staff' | 'tags' | 'users'>>> {
  const [filter, begun = ''] = wanted.split(/:(.*)/s)
  try {
    switch (filter) {
      case 'assignee':
        return { staff: await fetchColleagues(connection) }
      case 'tag':
        return { tags: (await connection.get<TagList>(staffRoutes.tags)).tags }
      case 'from': {
        if (begun) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
        if (changed?.aborted) return {}
        const query = new URLSearchParams({ q: begun, limit: String(USERS) })
        return { users: begun ? (await connection.get<UserPage>(`${routes.adminUsers}?${query}`)).users : [] }
      }
      default:
        return {}
    }
  } catch {
    return {}
  }
}
