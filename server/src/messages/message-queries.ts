import { MAX_SEQUENCE } from '@support-chat/shared'
import { z } from 'zod'
import { pageLimit, sequenceQuery } from '../common/http/query.js'

const place = sequenceQuery.optional().meta({ type: 'integer', minimum: 0 })

export const messagePageQuery = z
  .object({
    since: place.describe('Messages after this sequence, oldest first.'),
    before: place.describe('The messages just before this sequence, oldest first.'),
    limit: pageLimit,
  })
  .refine(({ since, before }) => since === undefined || before === undefined, 'Ask for since or before, not for both')

export type MessagePageQuery = z.output<typeof messagePageQuery>

const end = (otherwise: number) => sequenceQuery.default(otherwise).meta({ type: 'integer', minimum: 0 })

export const deliveryRange = z.object({
  from: end(0).describe('The first message’s sequence; the chat’s beginning when left out.'),
  to: end(MAX_SEQUENCE).describe('The last message’s sequence; the chat’s end when left out.'),
})

export type DeliveryRange = z.output<typeof deliveryRange>
