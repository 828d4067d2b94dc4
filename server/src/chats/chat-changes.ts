import type { StaffRef } from '@support-chat/shared'
import type { Principal } from '../auth/principal.js'
import type { NewHistoryEntry } from './chat-history.repository.js'
import type { ChatChanges as ColumnChanges } from './chat.repository.js'
import type { ToldChange } from './publish-change.js'
import type { SupportChat } from './support-chat.entity.js'

/** What staff ask for; what is left out stays. */
export interface ChatWishes {
  assigneeId?: StaffRef['id'] | null | undefined
  tags?: ((now: readonly string[]) => string[]) | undefined
  snoozedUntil?: Date | null | undefined
  needsNoReply?: boolean | undefined
}

/** What that changes of a chat as it is. */
export interface ChatDifference {
  columns: ColumnChanges
  history: NewHistoryEntry[]
  /** What is told of it: the assignee apart from all else. */
  told: ToldChange[]
  restores: boolean
}

const VERSION: ColumnChanges = { version: () => 'version + 1' }

type Step = Pick<ChatDifference, 'columns'> & { entries: Pick<NewHistoryEntry, 'action' | 'reason' | 'details'>[] }

/** Nothing where everything is as it was asked for. */
export function differenceOf(chat: SupportChat, principal: Principal, wishes: ChatWishes): ChatDifference | null {
  const assigned = assign(chat, wishes)
  const tagged = retag(chat, wishes)
  const snoozed = snooze(chat, wishes)
  const settled = settle(chat, wishes)
  const steps = [assigned, tagged, snoozed, settled].filter((step) => step !== null)
  if (steps.length === 0) return null
  const counts = assigned ?? tagged ?? snoozed
  const byStaff = { chatId: chat.id, doneBy: 'staff', actorId: principal.id } as const
  return {
    columns: steps.reduce((all, { columns }) => ({ ...all, ...columns }), counts ? VERSION : {}),
    history: steps.flatMap(({ entries }) => entries.map((entry) => ({ ...byStaff, ...entry }))),
    told: [
      ...(assigned ? (['chat.assigned'] as const) : []),
      ...(steps.some((step) => step !== assigned) ? (['chat.updated'] as const) : []),
    ],
    restores: snoozed !== null && chat.archivedAt !== null && chat.snoozedUntil === null,
  }
}

function assign({ assigneeId }: SupportChat, { assigneeId: wanted }: ChatWishes): Step | null {
  if (wanted === undefined || wanted === assigneeId) return null
  const details = { assignee_id: wanted, former_assignee_id: assigneeId }
  return {
    columns: { assigneeId: wanted, routedAt: null },
    entries: [{ action: wanted === null ? 'unassigned' : 'assigned', details }],
  }
}

function retag({ tags: now }: SupportChat, { tags: change }: ChatWishes): Step | null {
  const tags = change?.(now) ?? now
  const added = tags.filter((tag) => !now.includes(tag))
  const removed = now.filter((tag) => !tags.includes(tag))
  if (added.length + removed.length === 0) return null
  return { columns: { tags }, entries: [{ action: 'tagged', details: { added, removed } }] }
}

/** What is put off is not put away any more: it will come back. */
function snooze(chat: SupportChat, { snoozedUntil: until }: ChatWishes): Step | null {
  if (until === undefined || until?.getTime() === chat.snoozedUntil?.getTime()) return null
  if (until === null) return { columns: { snoozedUntil: null }, entries: [{ action: 'woken' }] }
  const restored = { action: 'unarchived', reason: 'snoozed' } as const
  return {
    columns: { snoozedUntil: until, archivedAt: null, routedAt: null },
    entries: [...(chat.archivedAt ? [restored] : []), { action: 'snoozed', details: { until: until.toISOString() } }],
  }
}

function settle({ waitingSince }: SupportChat, { needsNoReply }: ChatWishes): Step | null {
  if (!needsNoReply || waitingSince === null) return null
  return { columns: { waitingSince: null, routedAt: null }, entries: [{ action: 'no_reply_needed' }] }
}
