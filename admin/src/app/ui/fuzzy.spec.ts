import { fuzzyScore } from './fuzzy.js'

const best = (typed: string, ...texts: string[]) =>
  texts.filter((text) => fuzzyScore(text, typed) > 0).sort((a, b) => fuzzyScore(b, typed) - fuzzyScore(a, typed))

describe('fuzzyScore', () => {
  it('knows words by their beginnings and by letters that were left out', () => {
    expect(best('gar', 'Go to active chats', 'Go to archived chats')[0]).toBe('Go to archived chats')
    expect(best('arch', 'Search chats', 'Archive or restore the chat')).toEqual([
      'Archive or restore the chat',
      'Search chats',
    ])
    expect(fuzzyScore('Write a reply', 'wrpl')).toBeGreaterThan(0)
  })

  it('wants every letter, in the order typed', () => {
    expect(best('xyz', 'Search chats')).toEqual([])
    expect(best('chs', 'schooner')).toEqual([])
  })

  it('does not mind capitals and accents, and finds everything before anything is typed', () => {
    expect(fuzzyScore('Zurück zur Liste', 'ZURUCK')).toBeGreaterThan(0)
    expect(fuzzyScore('Nächster Chat', '')).toBeGreaterThan(0)
  })
})
