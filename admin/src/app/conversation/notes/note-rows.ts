import type { SupportNote } from '@support-chat/shared'
import type { NoteRow, Row } from '../rows.js'

/**
 * Puts notes between the rows of messages, each after the one that was the newest when it was written, and before the
 * divider of the next one.
 * @param hasMore older messages are not loaded: notes among those wait for them
 */
export function withNotes(rows: readonly Row[], notes: readonly SupportNote[], hasMore: boolean): Row[] {
  const first = rows.find((row) => row.kind === 'message' && row.sequence !== null)
  const oldest = hasMore && first?.kind === 'message' ? (first.sequence ?? 0) : 0
  const waiting = notes.filter(({ after_sequence }) => after_sequence >= oldest)
  const result: Row[] = []
  let dividers: Row[] = []
  for (const row of rows) {
    if (row.kind !== 'message') {
      dividers.push(row)
      continue
    }
    const sequence = row.sequence ?? Infinity
    const due = waiting.findIndex(({ after_sequence }) => after_sequence >= sequence)
    result.push(...waiting.splice(0, due === -1 ? waiting.length : due).map(toRow))
    result.push(...dividers, row)
    dividers = []
  }
  return [...result, ...dividers, ...waiting.map(toRow)]
}

const toRow = (note: SupportNote): NoteRow => ({ kind: 'note', key: `note ${note.id}`, note })
