import { z } from 'zod'
import { pageLimit } from '../common/http/query.js'

export const webhookDeliveryQuery = z.object({
  cursor: z.guid('pass a next_cursor unchanged').optional().describe('`next_cursor` of the page before.'),
  limit: pageLimit,
})
export type WebhookDeliveryQuery = z.output<typeof webhookDeliveryQuery>
