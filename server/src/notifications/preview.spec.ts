import { emailPreview as piecesOf } from './preview.js'

const emailPreview = (content: string) =>
  piecesOf(content)
    .map(({ text }) => text)
    .join('')

describe('The preview of a reply', () => {
  it('is the whole text when that has 200 characters or fewer', () => {
    expect(emailPreview('x'.repeat(200))).toBe('x'.repeat(200))
  })

  it('is cut after 200 characters, and says that there is more', () => {
    expect(emailPreview('x'.repeat(201))).toBe(`${'x'.repeat(200)}…`)
  })

  it.each(['😀', '👩‍👩‍👧‍👦', '🇩🇪', 'é', 'ที่'])('never cuts %s in two', (character) => {
    expect(emailPreview(`x${character.repeat(300)}`)).toBe(`x${character.repeat(199)}…`)
  })

  it('keeps lines and drops control characters', () => {
    expect(emailPreview(' one\r\ntwo\u0007\u001b[31m\tthree ')).toBe('one\ntwo[31m\tthree')
  })

  it('has links, and one that is cut leads to all of its address', () => {
    expect(piecesOf('see https://example.com/a, Ada')).toEqual([
      { text: 'see ' },
      { text: 'https://example.com/a', href: 'https://example.com/a' },
      { text: ', Ada' },
    ])
    const address = `https://example.com/${'a'.repeat(300)}`
    expect(piecesOf(`${'x'.repeat(150)} ${address} ${address}`)).toEqual([
      { text: `${'x'.repeat(150)} ` },
      { text: address.slice(0, 49), href: address },
      { text: '…' },
    ])
  })
})
