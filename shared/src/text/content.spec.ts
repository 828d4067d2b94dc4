import { countCharacters, trimContent } from './content.js'

describe('The content of a message', () => {
  it.each([
    ['spaces, tabs and line breaks', ' \t\r\n'],
    ['spaces of other widths', '\u00a0\u2003\u3000'],
    ['a byte order mark', '\ufeff'],
    ['zero-width spaces and joiners', '\u200b\u200c\u200d\u2060'],
    ['marks of direction', '\u200e\u200f\u202a\u202c'],
    ['a soft hyphen', '\u00ad'],
    ['a Hangul filler', '\u3164'],
    ['an empty Braille pattern', '\u2800'],
    ['a variation selector', '\ufe0f'],
  ])('is blank when it is made of %s alone', (_, text) => {
    expect(trimContent(text)).toBe('')
  })

  it.each([['x'], ['.'], ['👩‍👩‍👧'], ['❤️'], ['שלום'], ['نعم'], ['\u0301'], ['می‌خواهم']])('keeps %s as it is', (text) => {
    expect(trimContent(` \n${text}\t`)).toBe(text)
  })

  it.each([
    ['abc', 3],
    ['Grüße', 5],
    ['你好', 2],
    ['😀😀', 2],
    ['e\u0301', 2],
    ['\ud83d', 1],
    ['', 0],
  ])('counts the characters of %j: %i', (text, count) => {
    expect(countCharacters(text)).toBe(count)
  })
})
