import type { StaffMember } from '@support-chat/shared'
import { matchingStaff, mentionBefore, mentionsIn } from './mentions.js'

const member = (id: string, name: string | null): StaffMember => ({
  id,
  name,
  email: `${id}@example.com`,
  avatar_url: null,
  invited: false,
  staff_role: 'agent',
  deactivated_at: null,
  last_seen_at: null,
})
const staff = [member('bea', 'Bea'), member('bm', 'Bea Miller'), member('cleo', null)]

describe('mentions', () => {
  it('are offered after an @ that begins a word, by name or address', () => {
    expect(mentionBefore('Ask @be', 7)).toEqual({ from: 4, to: 7, query: 'be' })
    expect(mentionBefore('ann@be', 6)).toBeNull()
    expect(['', 'bea', 'mil', 'cle', 'x'].map((query) => matchingStaff(staff, query).map(({ id }) => id))).toEqual([
      ['bea', 'bm', 'cleo'],
      ['bea', 'bm'],
      ['bm'],
      ['cleo'],
      [],
    ])
  })

  it('are whom the text names, each once, in its order, the longest name first', () => {
    expect(mentionsIn('@cleo@example.com and @Bea Miller, see @Bea. @Bea!', staff)).toEqual(['cleo', 'bm', 'bea'])
    expect(mentionsIn('@Beatrice and nobody', staff)).toEqual([])
  })
})
