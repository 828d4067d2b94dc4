import type { SupportNote } from '@support-chat/shared'
import type { Row } from '../rows.js'
import { withNotes } from './note-rows.js'

const message = (sequence: number | null): Row => ({ kind: 'message', key: `m${sequence}`, sequence }) as never
const day = (key: string): Row => ({ kind: 'day', key, at: '' })
const note = (id: string, after_sequence: number): SupportNote => ({ id, after_sequence }) as never
const keys = (rows: Row[]) => rows.map(({ key }) => key)

describe('withNotes', () => {
  it('puts each note after the message that it was written after, before the divider of the next', () => {
    const rows = [day('today'), message(1), message(2), day('tomorrow'), message(3), message(null)]
    const notes = [note('a', 0), note('b', 2), note('c', 2), note('d', 3)]
    expect(keys(withNotes(rows, notes, false))).toEqual([
      'note a',
      'today',
      'm1',
      'm2',
      'note b',
      'note c',
      'tomorrow',
      'm3',
      'note d',
      'mnull',
    ])
  })

  it('holds back those among messages that are not loaded, and shows them without any message', () => {
    expect(keys(withNotes([message(5), message(6)], [note('a', 4), note('b', 5), note('c', 6)], true))).toEqual([
      'm5',
      'note b',
      'm6',
      'note c',
    ])
    expect(keys(withNotes([], [note('a', 0)], false))).toEqual(['note a'])
  })
})
