import { z } from 'zod'
import { pageLimit } from '../common/http/query.js'

export const eventQuery = z.object({
  after: z
    .string()
    .max(100)
    .optional()
    .describe(
      '`next_cursor` of the page before; `latest` for the newest cursor and no events. The oldest that is kept when left out.',
    ),
  limit: pageLimit,
})
export type EventQuery = z.output<typeof eventQuery>
