import type { ChatHistoryEntry } from '@support-chat/shared'
import de from '../../language/de.json'
import en from '../../language/en.json'
import { showTexts } from '../../language/words.js'
import { historyLines, historyWords } from './history-words.js'

const ANN = { id: 'ann', name: 'Ann' }
const CLEO = { id: 'cleo', name: 'Cleo' }

const entry = (changes: Partial<ChatHistoryEntry>): ChatHistoryEntry => ({
  id: 'entry',
  at: '2026-03-04T12:00:00.000Z',
  by: 'staff',
  actor: ANN,
  action: 'archived',
  reason: null,
  details: {},
  ...changes,
})
const routed = { by: 'routing', actor: null } as const
const byUser = { by: 'user message', actor: { id: 'user', name: 'Ada' } } as const

describe('the history in words', () => {
  it('says who has a chat, who gave it to them, and why where nobody did', () => {
    const words = (changes: Partial<ChatHistoryEntry>) => historyWords(entry({ action: 'assigned', ...changes }))[0]
    const toCleo = { details: { assignee: CLEO, former_assignee: null } }
    const back = { ...routed, action: 'unassigned', details: { assignee: null, former_assignee: CLEO } } as const
    expect([
      words(toCleo),
      words({ ...toCleo, actor: CLEO }),
      words({ ...toCleo, actor: CLEO, reason: 'began to answer' }),
      words({ ...toCleo, ...routed, reason: 'least busy' }),
      words({ ...back, by: 'staff', actor: ANN }),
      words({ ...back, reason: 'not answered in time', details: { ...back.details, after_minutes: 10 } }),
      words({ ...back, reason: 'not answered in time' }),
      words({ ...back, reason: 'deactivated' }),
      words({ ...back, reason: 'reopened' }),
      words({ details: { assignee: { id: 'gone', name: null } }, actor: { id: 'x', name: null } }),
    ]).toEqual([
      'Assigned to Cleo by Ann',
      'Taken by Cleo',
      'Assigned to Cleo, who began to answer',
      'Assigned to Cleo, who had the fewest chats',
      'Returned to the queue by Ann',
      'Returned to the queue: Cleo did not answer within 10 minutes',
      'Returned to the queue: Cleo did not answer in time',
      'Returned to the queue: Cleo was deactivated',
      'Returned to the queue: the user wrote again, and nobody was free',
      'Assigned to somebody who is gone by somebody who is gone',
    ])
  })

  it('says what became of tags, snoozes and the archive', () => {
    const words = (changes: Partial<ChatHistoryEntry>) => historyWords(entry(changes))
    expect([
      ...words({ action: 'tagged', details: { added: ['vip', 'sale'], removed: ['new'] } }),
      ...words({ action: 'snoozed', details: { until: new Date(2026, 2, 6, 9).toISOString() } }),
      ...words({ action: 'woken' }),
      ...words({ action: 'woken', reason: 'archived' }),
      ...words({ ...routed, action: 'woken', reason: 'snooze ended' }),
      ...words({ ...byUser, action: 'woken' }),
      ...words({}),
      ...words({ action: 'unarchived' }),
      ...words({ ...byUser, action: 'unarchived' }),
      ...words({ action: 'no_reply_needed' }),
    ]).toEqual([
      'Tags “vip” and “sale” added by Ann',
      'Tag “new” removed by Ann',
      'Snoozed until Fri 6 Mar, 9:00 by Ann',
      'Brought back from its snooze by Ann',
      'Snooze ended by Ann, who archived the chat',
      'Back: the snooze was over',
      'Back from its snooze: the user wrote',
      'Archived by Ann',
      'Restored by Ann',
      'Back from the archive: the user wrote',
      'No reply needed, said Ann',
    ])
  })

  it('is said in German too', () => {
    showTexts(de)
    const tagged = entry({ action: 'tagged', details: { added: ['vip'], removed: [] } })
    const back = entry({
      ...routed,
      action: 'unassigned',
      reason: 'not answered in time',
      details: { former_assignee: CLEO, after_minutes: 1 },
    })
    expect([...historyWords(tagged), ...historyWords(back)]).toEqual([
      'Tag „vip“ hinzugefügt von Ann',
      'Zurück in die Warteschlange: Cleo hat 1 Minute lang nicht geantwortet',
    ])
    showTexts(en)
  })

  it('goes on with what is known of the archive from before there was a history', () => {
    const archivings = [
      { archived_at: '2026-03-04T11:59:59.000Z', archived_by: 'Ann', restored_at: null },
      { archived_at: '2025-12-01T10:00:00.000Z', archived_by: null, restored_at: '2026-01-01T10:00:00.000Z' },
    ]
    expect(historyLines([entry({})], archivings).map(({ words }) => words)).toEqual([
      'Archived by Ann',
      'Back from the archive',
      'Archived',
    ])
    expect(historyLines([], archivings.slice(0, 1))).toHaveLength(1)
  })
})
