import { CHAT_COUNT_LIMIT, type ChatCounts, type ChatView } from '@support-chat/shared'
import { sql, type Sql, tables } from '../database/sql.js'
import { type AddParam, type FoundPeople, hasWritten, isWith, type WrittenIn } from './search-filters.sql.js'

/** Which chats a list has. */
export interface ChatFilter extends WrittenIn {
  archived: boolean
  /** Null for both kinds. */
  unread: boolean | null
  view: ChatView | null
  /** The account that asks: for its own views. */
  viewerId: string | null
  tag: string | null
  /** `none` for those of nobody. */
  assigneeId: string | null
  /** Whose user is one of these. */
  from?: FoundPeople | null
}

/**
 * Where a chat stands in a list, newest first: at its newest message, or, where that is later, at the end of its snooze.
 * Chats without a message are infinitely old. Written as in the indexes that lists walk along, like all that follows.
 */
export const PLACE = `coalesce(greatest(chat.last_message_at, chat.woke_at), '-infinity')`

export const UNREAD = 'chat.last_user_sequence > chat.admin_viewed_sequence'
const READ = 'chat.last_user_sequence <= chat.admin_viewed_sequence'
export const WAITING = 'chat.waiting_since IS NOT NULL'
const ACTIVE = 'chat.archived_at IS NULL AND chat.snoozed_until IS NULL'
/** In a list stand only chats in which somebody has written. The second condition ends a walk before the others. */
const LISTED = `chat.last_message_at IS NOT NULL AND ${PLACE} > '-infinity'`

/**
 * An index has the chats of each member of staff, with this in front of the place: the active ones apart. With IS TRUE, the
 * planner asks the statistics of that expression how many they are.
 */
const assignedTo = (id: string, isActive: boolean) =>
  `chat.assignee_id = ${id}` + (isActive ? ' AND (coalesce(chat.archived_at, chat.snoozed_until) IS NULL) IS TRUE' : '')

const NOBODYS = 'chat.assignee_id IS NULL'

const VIEWS: Record<ChatView, (filter: ChatFilter, add: AddParam) => Sql | string> = {
  needs_reply: () => WAITING,
  unread: () => UNREAD,
  mine: ({ viewerId, archived }, add) => assignedTo(add(viewerId), !archived),
  unassigned: () => NOBODYS,
  snoozed: () => 'chat.snoozed_until IS NOT NULL',
  mentions: ({ viewerId }, add) => sql`chat.id = ANY(ARRAY(
    SELECT chat_id FROM ${tables.support_note_mentions} WHERE staff_id = ${add(viewerId)} AND seen_at IS NULL
  ))`,
}

/**
 * The conditions of a list, joined with AND.
 * @param isSearch of all chats, those that are put off, or in which nobody has written, are found too; of a view they are not
 */
export function conditionsOf(filter: ChatFilter, isSearch: boolean, add: AddParam): Sql {
  const { archived, unread, view, tag, assigneeId } = filter
  const isActive = !archived && view !== 'snoozed'
  const conditions: (Sql | string)[] = [`chat.archived_at IS ${archived ? 'NOT NULL' : 'NULL'}`]
  if (!isSearch || view || unread !== null) {
    conditions.push(LISTED)
    if (isActive) conditions.push('chat.snoozed_until IS NULL')
  }
  if (view) conditions.push(VIEWS[view](filter, add))
  if (unread !== null) conditions.push(unread ? UNREAD : READ)
  if (assigneeId === 'none') conditions.push(NOBODYS)
  else if (assigneeId) conditions.push(assignedTo(add(assigneeId), isActive && !isSearch))
  if (filter.from) conditions.push(isWith(filter.from, add))
  // What is in that time stands in that part of the list.
  if (filter.since) conditions.push(`${PLACE} >= ${add(filter.since)}::timestamptz`)
  conditions.push(...hasWritten(filter, add))
  if (tag !== null) conditions.push(`chat.tags <> '{}' AND chat.tags @> ARRAY[${add(tag)}::text]`)
  return all(conditions)
}

/** Joined with AND. */
export function all(conditions: (Sql | string)[]): Sql {
  return conditions.reduce<Sql>((joined, condition) => sql`${joined} AND ${condition}`, sql`true`)
}

/** Counts along a partial index that holds nothing else. Exported for the test of its query plan. */
export const COUNT_UNREAD = sql`SELECT count(*)::integer FROM ${tables.support_chats} chat WHERE ${ACTIVE} AND ${UNREAD}`

/** The views that are the same for everybody, and those of the account that asks. */
const SHARED = ['needs_reply', 'unread', 'unassigned', 'snoozed'] as const
const OWN = ['mine', 'mentions'] as const

/**
 * How many chats each view has for each of the accounts $1, as far as that is told: {@link CHAT_COUNT_LIMIT}. In their order,
 * so that each is counted along its index; what is the same for all of the accounts, once.
 */
export const COUNT_VIEWS: Sql = sql`
  WITH shared AS MATERIALIZED (SELECT ${counts(SHARED)})
  SELECT viewer.id AS viewer_id, shared.*, ${counts(OWN)} FROM unnest($1::uuid[]) AS viewer (id) CROSS JOIN shared
`

function counts(views: readonly (keyof ChatCounts)[]): Sql {
  return views.map(countOf).reduce((counts, count) => sql`${counts}, ${count}`)
}

function countOf(view: keyof ChatCounts): Sql {
  const filter = { archived: false, unread: null, view, viewerId: '', tag: null, assigneeId: null }
  const conditions = conditionsOf(filter, false, () => 'viewer.id')
  return sql`(
    SELECT count(*)::integer FROM (
      SELECT FROM ${tables.support_chats} chat WHERE ${conditions}
      ORDER BY ${PLACE} DESC, id DESC LIMIT ${CHAT_COUNT_LIMIT}
    ) counted
  ) AS ${view}`
}
