import { type StaffList, staffRoutes } from '@support-chat/shared'
import type { LiveConnection } from '../../connection/live-connection.js'
import { formatList } from '../../language/format-list.js'
import { t } from '../../language/later.js'
import { type Colleague, parseSearch, type SearchParameters, type SearchProblem } from './parse-search.js'

type Fetcher = Pick<LiveConnection, 'get'>

/** Colleagues are asked for again after this long. */
const FRESH_MS = 60_000

const kept = new WeakMap<Fetcher, { at: number; staff: Promise<Colleague[]> }>()

/** Who can be an assignee. @throws RequestError */
export function fetchColleagues(connection: Fetcher): Promise<Colleague[]> {
  const known = kept.get(connection)
  if (known && Date.now() - known.at < FRESH_MS) return known.staff
  const staff = connection
    .get<StaffList>(staffRoutes.staff)
    .then((list) => list.staff.filter(({ deactivated_at, invited }) => deactivated_at === null && !invited))
  kept.set(connection, { at: Date.now(), staff })
  staff.catch(() => kept.delete(connection))
  return staff
}

/**
 * Parses what was typed; of staff it asks only where an assignee is named.
 * @throws RequestError
 */
export async function readSearch(
  connection: Fetcher,
  text: string,
  me: string | undefined,
): Promise<{ parameters: SearchParameters; problem: string | null }> {
  const staff = /assignee:/i.test(text) ? await fetchColleagues(connection) : []
  const { parameters, problem } = parseSearch(text, { staff, me, now: new Date() })
  return { parameters, problem: problem && problemWords(problem) }
}

function problemWords(problem: SearchProblem): string {
  switch (problem.kind) {
    case 'several':
      return t('search.problem.several', { value: problem.value, names: formatList(problem.names) })
    case 'unknown':
      return t('search.problem.unknown', { name: problem.name, meant: problem.meant })
    case 'twice':
      return t('search.problem.twice', { filter: problem.filter })
    default:
      return t(`search.problem.${problem.kind}`, { filter: problem.filter, value: problem.value })
  }
}
