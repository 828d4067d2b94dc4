import { AppError } from '../common/errors/app-error.js'

/** The place of a chat in the list: after it the next page begins. */
export interface ChatPosition {
  /** Of what it is sorted by, as PostgreSQL writes it: a JavaScript Date would lose the microseconds. */
  at: string
  id: string
  /** Which part of a list in two parts it stands in; null for the second one, and of a list that has no parts. */
  part: ListPart | null
}

/** The first part of a list: of those who wait, where `at` is since when; of a search, those found by name or address. */
export type ListPart = 'waiting' | 'user'

const AT = /^([1-9]\d{3}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d{1,6})?[+-](0\d|1[0-5])(:[0-5]\d){0,2}$/
const ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

/** In front of a position in that part. */
const PREFIXES: Record<ListPart, string> = { waiting: 'w', user: 'u' }
const PARTS = ['waiting', 'user'] as const

export function encodeCursor({ at, id, part }: ChatPosition): string {
  return Buffer.from(`${part ? PREFIXES[part] : ''}${id}${at}`).toString('base64url')
}

/** @throws AppError `invalid_request` */
export function decodeCursor(cursor: string): ChatPosition {
  const whole = Buffer.from(cursor, 'base64url').toString()
  const part = PARTS.find((one) => whole.startsWith(PREFIXES[one])) ?? null
  const text = part ? whole.slice(PREFIXES[part].length) : whole
  const [id, at] = [text.slice(0, 36), text.slice(36)]
  if (!ID.test(id) || !isTime(at)) throw new AppError('invalid_request', 'cursor: pass a next_cursor unchanged')
  return { at, id, part }
}

/** Whether PostgreSQL can read it back. A day such as the 30th of February has the right form, and is none. */
function isTime(at: string): boolean {
  if (at === '-infinity') return true
  const [, date, time] = AT.exec(at) ?? []
  const moment = new Date(`${date}T${time}Z`)
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(`${date}T${time}`)
}
