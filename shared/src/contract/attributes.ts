import { z } from 'zod'
import { MAX_ATTRIBUTE_LENGTH, MAX_ATTRIBUTE_NAME_LENGTH, MAX_ATTRIBUTES, MAX_ATTRIBUTES_BYTES } from './limits.js'
import { wholeLine } from './users.js'

/**
 * What a host tells of a user or of a visit, by names of its own, for staff to see: flat, and small enough to be read at a
 * glance.
 */
export const attributes = z
  .record(
    wholeLine(MAX_ATTRIBUTE_NAME_LENGTH).regex(/\S/, 'must not be blank'),
    z.union([wholeLine(MAX_ATTRIBUTE_LENGTH), z.number(), z.boolean()]),
  )
  .refine((record) => Object.keys(record).length <= MAX_ATTRIBUTES, `must have at most ${MAX_ATTRIBUTES} keys`)
  .refine(
    (record) => new TextEncoder().encode(JSON.stringify(record)).length <= MAX_ATTRIBUTES_BYTES,
    `must have at most ${MAX_ATTRIBUTES_BYTES} bytes as JSON`,
  )
  .meta({ id: 'Attributes' })
/** Texts, numbers and booleans by name: 20 of them and 4 KiB as JSON at most. */
export type Attributes = z.infer<typeof attributes>
