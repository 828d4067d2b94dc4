import { toPieces } from './links.js'

const links = (text: string) => toPieces(text).flatMap(({ href }) => href ?? [])

describe('toPieces', () => {
  it('gives back the whole text, piece by piece', () => {
    const text = 'See https://example.com/a?b=c#d, or write to help@example.com.\n(https://example.org)'
    expect(
      toPieces(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text)
  })

  it('finds web and mail addresses, without the punctuation of the sentence round them', () => {
    expect(links('See https://example.com/a?b=c, (http://example.org/x) or help@example.com!')).toEqual([
      'https://example.com/a?b=c',
      'http://example.org/x',
      'mailto:help@example.com',
    ])
  })

  it('keeps a bracket that belongs to the address', () => {
    expect(links('https://en.wikipedia.org/wiki/Mercury_(planet)')).toEqual([
      'https://en.wikipedia.org/wiki/Mercury_(planet)',
    ])
  })

  it('makes nothing else a link', () => {
    expect(links('javascript:alert(1) data:text/html,x ftp://example.com <b>bold</b> a@b')).toEqual([])
  })
})
