import { z } from 'zod'
import { time } from './fields.js'

export const erasureReceipt = z
  .object({
    erased_at: time,
    counts: z.record(z.string(), z.number().int()).describe('Rows that were deleted, by table; zeros for a repeat.'),
  })
  .meta({ id: 'ErasureReceipt' })
/** What erasing a user has deleted. */
export type ErasureReceipt = z.infer<typeof erasureReceipt>
