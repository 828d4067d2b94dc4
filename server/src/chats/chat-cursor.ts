import { AppError } from '../common/errors/app-error.js'

/** The place of a chat in the list: after it the next page begins. */
export interface ChatPosition {
  /** Of what it is sorted by, as PostgreSQL writes it: a JavaScript Date would lose the microseconds. */
  at: string
  id: string
  /** Of a list sorted by who waits longest: `at` is since when. */
  isWaiting: boolean
}

const AT = /^([1-9]\d{3}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d{1,6})?[+-](0\d|1[0-5])(:[0-5]\d){0,2}$/
const ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

/** In front of the position of a chat that waits. */
const WAITING = 'w'

export function encodeCursor({ at, id, isWaiting }: ChatPosition): string {
  return Buffer.from(`${isWaiting ? WAITING : ''}${id}${at}`).toString('base64url')
}

/** @throws AppError `invalid_request` */
export function decodeCursor(cursor: string): ChatPosition {
  const whole = Buffer.from(cursor, 'base64url').toString()
  const isWaiting = whole.startsWith(WAITING)
  const text = isWaiting ? whole.slice(WAITING.length) : whole
  const [id, at] = [text.slice(0, 36), text.slice(36)]
  if (!ID.test(id) || !isTime(at)) throw new AppError('invalid_request', 'cursor: pass a next_cursor unchanged')
  return { at, id, isWaiting }
}

/** Whether PostgreSQL can read it back. A day such as the 30th of February has the right form, and is none. */
function isTime(at: string): boolean {
  if (at === '-infinity') return true
  const [, date, time] = AT.exec(at) ?? []
  const moment = new Date(`${date}T${time}Z`)
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(`${date}T${time}`)
}
