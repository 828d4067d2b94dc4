import { AUDIT_ACTIONS } from '@support-chat/shared'
import { time } from '@support-chat/shared/contract'
import { z } from 'zod'
import { pageLimit } from '../common/http/query.js'

export const auditFilter = z.object({
  actor: z.guid().optional().describe('Only of this member of staff, or this API key, by its id.'),
  action: z.enum(AUDIT_ACTIONS).optional().describe('Only this.'),
  from: time.optional().describe('Not before.'),
  to: time.optional().describe('Before, and not at.'),
})
export type AuditFilter = z.output<typeof auditFilter>

export const auditQuery = auditFilter.extend({
  cursor: z.guid('pass a next_cursor unchanged').optional().describe('`next_cursor` of the page before.'),
  limit: pageLimit,
})
export type AuditQuery = z.output<typeof auditQuery>
