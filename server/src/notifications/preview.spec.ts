import { emailPreview } from './preview.js'

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
})
