import { type BulkBody, MAX_TAGS } from '@support-chat/shared'
import { t } from '../../language/later.js'
import type { Chat } from '../chat-cards.js'

/** What to change, the same for all chats. */
export type Change = Omit<BulkBody, 'chat_ids'>

/** What is done with chats in one go, and how it is taken back. */
export interface TeamChange {
  readonly change: Change
  /** Names its texts under `teamChanges`. */
  readonly kind: 'assigned' | 'taken' | 'unassigned' | 'tagged' | 'untagged' | 'snoozed' | 'woken'
  /** What fills the blanks of the texts. */
  readonly name: string
  /** What makes a chat as it was before; null where it was so already. */
  takeBack(before: Chat): Change | null
  /** Whether a chat is still as this change has made it: what a colleague has changed since is not taken back. */
  isInForce(now: Chat): boolean
}

/** @param to null gives the chats back to the queue */
export function assign(to: { id: string; name: string } | null, isMe = false): TeamChange {
  const id = to?.id ?? null
  return {
    change: { assignee_id: id },
    kind: to === null ? 'unassigned' : isMe ? 'taken' : 'assigned',
    name: to?.name ?? '',
    takeBack: ({ assignee }) => ((assignee?.id ?? null) === id ? null : { assignee_id: assignee?.id ?? null }),
    isInForce: ({ assignee }) => (assignee?.id ?? null) === id,
  }
}

export function addTag(tag: string): TeamChange {
  return {
    change: { add_tags: [tag] },
    kind: 'tagged',
    name: tag,
    takeBack: ({ tags }) => (tags?.includes(tag) ? null : { remove_tags: [tag] }),
    isInForce: ({ tags }) => tags?.includes(tag) ?? true,
  }
}

export function removeTag(tag: string): TeamChange {
  return {
    change: { remove_tags: [tag] },
    kind: 'untagged',
    name: tag,
    takeBack: ({ tags }) => (tags?.includes(tag) ? { add_tags: [tag] } : null),
    isInForce: ({ tags }) => !tags?.includes(tag),
  }
}

/**
 * @param until null ends the snooze
 * @param words of the time
 */
export function snooze(until: Date | null, words = ''): TeamChange {
  const iso = until?.toISOString() ?? null
  return {
    change: { snoozed_until: iso },
    kind: until === null ? 'woken' : 'snoozed',
    name: words,
    takeBack: (before) => ((before.snoozed_until ?? null) === iso ? null : asBefore(before)),
    isInForce: ({ snoozed_until }) => (snoozed_until ?? null) === iso,
  }
}

/** What was put off out of the archive goes back there; a time that has passed is not put off to again. */
function asBefore({ archived, snoozed_until }: Chat): Change {
  const isAhead = snoozed_until && Date.parse(snoozed_until) > Date.now()
  if (isAhead) return { snoozed_until }
  return archived ? { snoozed_until: null, archive: true } : { snoozed_until: null }
}

/** Why a change is refused that another try would not bring about either; null for what may work later. */
export function refusalWords({ kind, name }: TeamChange, code: string): string | null {
  if (code === 'not_found') return t('archive.gone')
  if (code === 'conflict') return t('teamChanges.deactivated', { name })
  if (code !== 'invalid_request') return null
  if (kind === 'tagged') return t('teamChanges.tooManyTags', { count: MAX_TAGS })
  return kind === 'snoozed' ? t('teamChanges.past') : t('errors.other')
}
