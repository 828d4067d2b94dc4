import { line } from '@support-chat/shared/contract'
import { z } from 'zod'
import { pageLimit } from '../common/http/query.js'

export const userListQuery = z.object({
  q: line(255)
    .trim()
    .optional()
    .describe(
      'Words that all stand in name and address, the last one may be unfinished; or how the external id begins.',
    ),
  cursor: z.string().max(200).optional().describe('`next_cursor` of the page before.'),
  limit: pageLimit,
})

export type UserListQuery = z.output<typeof userListQuery>
