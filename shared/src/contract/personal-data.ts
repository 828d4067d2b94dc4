import { z } from 'zod'
import { time } from './fields.js'
import { MAX_RETENTION_DAYS } from './limits.js'

export const erasureReceipt = z
  .object({
    erased_at: time,
    counts: z.record(z.string(), z.number().int()).describe('Rows that were deleted, by table; zeros for a repeat.'),
  })
  .meta({ id: 'ErasureReceipt' })
/** What erasing a user has deleted. */
export type ErasureReceipt = z.infer<typeof erasureReceipt>

const archivedDays = z
  .number()
  .int()
  .min(1)
  .max(MAX_RETENTION_DAYS)
  .nullable()
  .describe('Archived chats that nobody has touched for so long are erased each night, with their users; null: never.')

export const retentionSettings = z
  .object({
    archived_days: archivedDays,
    would_erase: z.number().int().optional().describe('With `dry_run`: how many chats that would be now.'),
  })
  .meta({ id: 'RetentionSettings' })
/** For how long archived chats are kept. */
export type RetentionSettings = z.infer<typeof retentionSettings>

export const retentionChanges = z
  .object({ archived_days: archivedDays, dry_run: z.boolean().optional().describe('Changes nothing.') })
  .meta({ id: 'RetentionChanges' })
export type RetentionChanges = z.infer<typeof retentionChanges>
