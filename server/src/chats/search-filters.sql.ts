import { sql, type Sql, tables } from '../database/sql.js'
import { foundBy, isUserFoundBy } from './search-words.sql.js'

/** Makes a parameter of a value. */
export type AddParam = (value: unknown) => string

/** People who are looked for by their names and addresses. */
export interface FoundPeople {
  /** A `tsquery`. */
  terms: string
  isFrequent: boolean
}

/** When something was written. */
export interface WrittenIn {
  since?: string | null
  before?: string | null
}

/** Of a `chat` with one of these people. */
export const isWith = ({ terms, isFrequent }: FoundPeople, add: AddParam): Sql =>
  isUserFoundBy(foundBy(add(terms)), isFrequent)

/**
 * Of a `chat` in which something was written in that time. Its newest message and its first one decide, whose places are
 * known; only where there are two bounds may all of its messages lie outside, before and behind.
 */
export function hasWritten({ since, before }: WrittenIn, add: AddParam): (Sql | string)[] {
  const conditions: (Sql | string)[] = []
  if (since) conditions.push(`chat.last_message_at >= ${add(since)}::timestamptz`)
  if (before) conditions.push(existsIn(sql`sequence = 1 AND created_at < ${add(before)}::timestamptz`))
  if (since && before) conditions.push(existsIn(sql`true ${writtenIn({ since, before }, add)}`))
  return conditions
}

const existsIn = (condition: Sql) =>
  sql`EXISTS (SELECT FROM ${tables.support_messages} WHERE chat_id = chat.id AND ${condition})`

/** Of a message of that time, to be added to other conditions. */
export function writtenIn({ since, before }: WrittenIn, add: AddParam): string {
  const later = since ? ` AND created_at >= ${add(since)}::timestamptz` : ''
  return later + (before ? ` AND created_at < ${add(before)}::timestamptz` : '')
}
