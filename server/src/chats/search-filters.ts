import type { SearchQuery } from './search.query.js'
import type { FoundPeople } from './search-filters.sql.js'
import { searchTerms, type SearchTerms } from './search-terms.js'

type Filters = Omit<SearchQuery, 'limit'>

/** What is looked for; null where there is no word in what was typed, so that nothing can be found. */
export function toSearch({ q, from }: Filters): { terms: SearchTerms | null; from: FoundPeople | null } | null {
  const terms = q ? searchTerms(q) : null
  const people = from ? searchTerms(from) : null
  if ((q && terms === null) || (from && people === null)) return null
  return { terms, from: people && { terms: people.query, isFrequent: false } }
}

/** The other filters. */
export const toNarrowing = ({ tag, assignee_id, after, before }: Filters) => ({
  tag: tag ?? null,
  assigneeId: assignee_id ?? null,
  since: after ?? null,
  before: before ?? null,
})
