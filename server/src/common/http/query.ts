import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '@support-chat/shared'
import { sequence } from '@support-chat/shared/contract'
import { z } from 'zod'

// What stands in a query string is text: here it becomes what it means.

const wholeNumber = z
  .string()
  .refine((text) => /^\d{1,15}$/.test(text), 'must be a whole number')
  .transform(Number)

export const sequenceQuery = wholeNumber.pipe(sequence)

/** Of messages or of chats. */
export const pageLimit = wholeNumber
  .pipe(z.number().min(1).max(MAX_PAGE_SIZE))
  .default(DEFAULT_PAGE_SIZE)
  .meta({ type: 'integer', minimum: 1, maximum: MAX_PAGE_SIZE, description: `${DEFAULT_PAGE_SIZE} when left out.` })

export const trueOrFalse = z.stringbool({ truthy: ['true'], falsy: ['false'], case: 'sensitive' })
