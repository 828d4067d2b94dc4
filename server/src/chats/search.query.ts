import { z } from 'zod'
import { pageLimit } from '../common/http/query.js'
import { searchFilters } from './chat-list.query.js'

export const searchQuery = z.object({ ...searchFilters, limit: pageLimit })
export type SearchQuery = z.output<typeof searchQuery>

export const matchesQuery = z.object({
  q: searchFilters.q,
  after: searchFilters.after,
  before: searchFilters.before,
})
export type MatchesQuery = z.output<typeof matchesQuery>
