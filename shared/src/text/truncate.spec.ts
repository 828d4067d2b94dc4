import fc from 'fast-check'
import { truncate, characterStart } from './truncate.js'

describe('The beginning of a text', () => {
  it.each(['😀', '👩‍👩‍👧‍👦', '🇩🇪', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', 'e\u0301', 'ที่', 'நி', '\u1100\u1161\u11a8', '❤️'])(
    'never cuts %s in two',
    (character) => {
      for (let length = 0; length < 40; length++) {
        const cut = truncate(character.repeat(20), length)
        expect(cut.length % character.length).toBe(0)
        expect(length - cut.length).toBeLessThan(character.length)
      }
    },
  )

  it('is not empty where a letter bears more marks than there is room for', () => {
    expect(truncate(`e${'\u0301'.repeat(200)}`, 100)).toHaveLength(100)
    expect(truncate(`${'x'.repeat(50)}e${'\u0301'.repeat(200)}`, 100)).toHaveLength(100)
  })

  it('is the text where that is short, and nothing where there is no room', () => {
    expect(truncate('abc', 3)).toBe('abc')
    expect(truncate('', 5)).toBe('')
    expect(truncate('abc', 0)).toBe('')
  })

  it('is well-formed and no longer than was asked for, in browsers too that know no characters', () => {
    const check = () =>
      fc.assert(
        fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), (text, length) => {
          const cut = truncate(text, length)
          expect(text.startsWith(cut)).toBe(true)
          expect(cut.length).toBeLessThanOrEqual(length)
          expect(() => encodeURIComponent(cut)).not.toThrow()
          expect(characterStart(text, text.length)).toBe(text.length)
        }),
      )
    check()
    const browser = Intl as { Segmenter?: unknown }
    const { Segmenter } = browser
    delete browser.Segmenter
    try {
      check()
    } finally {
      browser.Segmenter = Segmenter
    }
  })
})
