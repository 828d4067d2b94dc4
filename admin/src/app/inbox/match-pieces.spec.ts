import { matchPieces } from './match-pieces.js'

const drawn = (text: string, highlights: [number, number][]) =>
  matchPieces({ text, highlights })
    .map(({ text, found }) => (found ? `[${text}]` : text))
    .join('')

describe('matchPieces', () => {
  it('marks what was found and keeps the rest', () => {
    expect(
      drawn('Where is my parcel, the big parcel?', [
        [12, 18],
        [28, 34],
      ]),
    ).toBe('Where is my [parcel], the big [parcel]?')
  })

  it('cuts what stands long before the first word, at the beginning of a word', () => {
    const text = 'It was promised for last Monday and still there is no parcel at all'
    expect(drawn(text, [[54, 60]])).toBe('…and still there is no [parcel] at all')
    expect(drawn(`${'x'.repeat(60)}parcel`, [[60, 66]])).toBe('…xxxxxx[parcel]')
    expect(drawn(`${'𠮷'.repeat(30)}x請求書`, [[61, 64]])).toBe('…𠮷𠮷x[請求書]')
  })

  it('takes no harm from places that overlap or are none', () => {
    expect(
      drawn('one two', [
        [0, 3],
        [2, 5],
        [6, 6],
      ]),
    ).toBe('[one] two')
    expect(drawn('one two', [])).toBe('one two')
  })
})
