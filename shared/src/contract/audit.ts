import { z } from 'zod'
import { time } from './fields.js'

export const auditEntry = z
  .object({
    id: z.uuid(),
    at: time,
    actor: z
      .object({ id: z.uuid(), name: z.string().nullable().describe('Name or address; null once it has been deleted.') })
      .nullable()
      .describe('A member of staff or an API key; null for whoever has not signed in, and for the server itself.'),
    action: z.string().describe('`noun.verb`, such as `staff.signed_in`.'),
    target: z
      .object({ type: z.string().describe('The noun of `action`.'), id: z.uuid().nullable() })
      .describe('What it was done to.'),
    address: z.string().nullable().describe('The IP address it came from; null where no request was made.'),
    details: z.record(z.string(), z.unknown()).describe('What else there is to know of this action.'),
  })
  .meta({ id: 'AuditEntry' })
/** Who did what to what. */
export type AuditEntry = z.infer<typeof auditEntry>

export const auditPage = z
  .object({ entries: z.array(auditEntry).describe('Newest first.'), next_cursor: z.string().nullable() })
  .meta({ id: 'AuditPage' })
export type AuditPage = z.infer<typeof auditPage>
