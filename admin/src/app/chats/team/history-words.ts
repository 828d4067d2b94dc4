import type { Archiving, ChatHistoryEntry } from '@support-chat/shared'
import { formatList } from '../../language/format-list.js'
import { counted, t } from '../../language/later.js'
import { timeWords } from './snooze-times.js'

/** One line of a chat's history. */
export interface HistoryLine {
  readonly id: string
  /** ISO 8601 */
  readonly at: string
  readonly words: string
}

/** What was done, by whom and why; two sentences where tags were added and removed at once. */
export function historyWords(entry: ChatHistoryEntry): string[] {
  const { action, details } = entry
  const name = entry.actor?.name ?? t('history.somebody')
  switch (action) {
    case 'assigned':
      return [assignedWords(entry, name)]
    case 'unassigned':
      return [unassignedWords(entry, name)]
    case 'tagged':
      return [
        ...tagWords('history.tagged', details.added, name),
        ...tagWords('history.untagged', details.removed, name),
      ]
    case 'snoozed':
      return [t('history.snoozed', { time: details.until ? timeWords(new Date(details.until)) : '', name })]
    case 'woken':
      return [wokenWords(entry, name)]
    case 'archived':
      return [t('history.archived', { name })]
    case 'unarchived':
      return [entry.by === 'user message' ? t('history.wroteAgain') : t('history.restored', { name })]
    case 'no_reply_needed':
      return [t('history.noReplyNeeded', { name })]
  }
}

function assignedWords({ actor, reason, details }: ChatHistoryEntry, name: string): string {
  const to = details.assignee?.name ?? t('history.somebody')
  if (reason === 'least busy') return t('history.leastBusy', { to })
  if (reason === 'began to answer') return t('history.beganToAnswer', { to })
  return actor && actor.id === details.assignee?.id ? t('history.taken', { name }) : t('history.assigned', { to, name })
}

function unassignedWords({ reason, details }: ChatHistoryEntry, name: string): string {
  const from = details.former_assignee?.name ?? t('history.somebody')
  const minutes = details.after_minutes
  switch (reason) {
    case 'not answered in time':
      return minutes ? counted('history.notAnswered', minutes, { from }) : t('history.notAnsweredInTime', { from })
    case 'deactivated':
      return t('history.deactivated', { from })
    case 'reopened':
      return t('history.reopened')
    default:
      return t('history.unassigned', { name })
  }
}

function wokenWords({ by, reason }: ChatHistoryEntry, name: string): string {
  if (reason === 'snooze ended') return t('history.snoozeEnded')
  if (by === 'user message') return t('history.wrote')
  return t(reason === 'archived' ? 'history.wokenToArchive' : 'history.woken', { name })
}

function tagWords(key: 'history.tagged' | 'history.untagged', tags: readonly string[] = [], name: string): string[] {
  if (tags.length === 0) return []
  return [counted(key, tags.length, { tags: formatList(tags.map((tag) => t('history.quoted', { tag }))), name })]
}

/** Times of two clocks of the server differ within one request. */
const SAME_MS = 5_000

/**
 * Everything, newest first. The history was begun later than chats were archived, and tells the newest of very much only: what
 * is older comes from what is known of the archive.
 */
export function historyLines(entries: readonly ChatHistoryEntry[], archivings: readonly Archiving[]): HistoryLine[] {
  const known = entries.flatMap((entry) =>
    historyWords(entry).map((words, index) => ({ id: `${entry.id} ${index}`, at: entry.at, words })),
  )
  const oldest = Date.parse(entries.at(-1)?.at ?? '9999-01-01T00:00:00Z') - SAME_MS
  const before = archivings.flatMap(({ archived_at, archived_by, restored_at }) => [
    ...(restored_at ? [{ id: `restored ${restored_at}`, at: restored_at, words: t('history.restoredLong') }] : []),
    {
      id: `archived ${archived_at}`,
      at: archived_at,
      words: archived_by ? t('history.archived', { name: archived_by }) : t('history.archivedLong'),
    },
  ])
  const older = before.filter(({ at }) => Date.parse(at) < oldest)
  return [...known, ...older.sort((a, b) => (a.at < b.at ? 1 : -1))]
}
