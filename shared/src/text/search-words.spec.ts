import fc from 'fast-check'
import { isLinear } from '../testing/is-linear.js'
import { fold, toTyped } from './fold.js'
import { placesOf, searchWords, tokensOf, type SearchToken } from './search-words.js'

const places = (q: string, text: string) =>
  placesOf(searchWords(q), text).map((found) => found.map(([from, to]) => text.slice(from, to)))

const foldedOf = (tokens: SearchToken[]) => tokens.map(({ folded }) => folded).join(' ')

describe('Words of a search', () => {
  it('are found in what looks the same, and marked as they were written', () => {
    expect(places('abc', 'ＡＢＣ abcd ab')).toEqual([['ＡＢＣ', 'abcd']])
    expect(places('obrien', "O'Brien, O’BRIEN, OBrien, o brien")).toEqual([["O'Brien", 'O’BRIEN', 'OBrien']])
    expect(places('brien', "O'Brien")).toEqual([['Brien']])
    expect(places('software', 'soft\u00adware.')).toEqual([['soft\u00adware']])
    expect(places('7', '7: 17½')).toEqual([['7']])
  })

  it('are eight at most, whatever they are put together of', () => {
    expect(searchWords('ﷺ ﷺ ﷺ ½ ㎏ a b c d')).toHaveLength(8)
  })

  it('stand where the text says, in order, each within a place', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string({ unit: 'binary' }), pieces)), (parts) => {
        const text = parts.join('')
        const tokens = tokensOf(text)
        const misplaced = tokens.filter(
          ({ start, end }, n) => start < (tokens[n - 1]?.start ?? 0) || end <= start || end > text.length,
        )
        expect(misplaced).toHaveLength(0)
        expect(foldedOf(tokens)).toBe(foldedOf(tokensOf(toTyped(text))))
      }),
      { numRuns: 2_000 },
    )
  })

  it.each([
    ['a letter', (size: number) => 'a'.repeat(size)],
    ['words', (size: number) => 'a '.repeat(size / 2)],
    ['characters that are words', (size: number) => 'あ'.repeat(size)],
    ['what is put together', (size: number) => 'ﬁ'.repeat(size)],
    ['apostrophes', (size: number) => "a'".repeat(size / 2)],
    ['soft hyphens', (size: number) => 'a\u00ad'.repeat(size / 2)],
    ['halves of syllables', (size: number) => 'ㅎㅏ'.repeat(size / 2)],
  ])('take time that grows with the text and no faster, when it is made of %s', (_, make) => {
    const words = [searchWords(`${'あ'.repeat(199)}い`), searchWords('a b c d e f g h'), searchWords('あ'.repeat(200))]
    expect(isLinear((text) => words.map((word) => placesOf(word, text)), make, 4_000)).toBe(true)
  })
})

const pieces = fc.constantFrom(
  "O'Brien ",
  '3½',
  'ｶﾞ',
  'ㅎㅏㄴ',
  '한\u11ab',
  'e\u0301',
  'a\u00ad',
  '№5',
  '´',
  'ﷺ',
  'ـ',
  '\u200b',
)

describe('A folded text', () => {
  it('is folded for good', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(fold(fold(text))).toBe(fold(text))
      }),
      { numRuns: 2_000 },
    )
  })

  it.each([
    ['ＡＢＣ', 'abc'],
    ['Straße ŒUVRE', 'strasse oeuvre'],
    ['ISPARTA ıSPARTA İsparta', 'isparta isparta isparta'],
    ['ΟΔΟΣ οδός', 'οδοσ οδοσ'],
    ['❤️', '❤'],
    ['½ ² ㌔ ﬁ', '1⁄2 2 キロ fi'],
  ])('%s is %s', (text, folded) => {
    expect(fold(text)).toBe(folded)
  })
})
