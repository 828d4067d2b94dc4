import { linkify } from './linkify.js'

const links = (content: string) => linkify(content).flatMap(({ text, href }) => (href ? [[text, href]] : []))
const whole = (content: string) =>
  linkify(content)
    .map(({ text }) => text)
    .join('')

describe('links in messages', () => {
  test('web and e-mail addresses lead where they say', () => {
    expect(links('See https://example.com/a?b=c#d and http://example.org')).toEqual([
      ['https://example.com/a?b=c#d', 'https://example.com/a?b=c#d'],
      ['http://example.org', 'http://example.org/'],
    ])
    expect(links('Write to help@example.com or mailto:a@example.com')).toEqual([
      ['help@example.com', 'mailto:help@example.com'],
      ['mailto:a@example.com', 'mailto:a@example.com'],
    ])
    expect(links('on www.example.com')).toEqual([['www.example.com', 'https://www.example.com/']])
  })

  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)//https',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'ftp://example.com',
    'https://',
    'http://[',
    'mailto:',
  ])('%s leads nowhere', (content) => {
    expect(links(content)).toEqual([])
    expect(whole(content)).toBe(content)
  })

  test('the sentence keeps its punctuation', () => {
    expect(links('Is it https://example.com/a?')).toEqual([['https://example.com/a', 'https://example.com/a']])
    expect(links('(see https://example.com/a_(b)).')).toEqual([
      ['https://example.com/a_(b)', 'https://example.com/a_(b)'],
    ])
    expect(links('“https://example.com”, he said')[0]?.[1]).not.toContain('said')
  })

  test.each([
    '',
    'plain',
    '<b>https://example.com</b>',
    'a\n\nhttps://example.com\n',
    'ends with https://example.com/x.',
  ])('no character of %j is lost', (content) => {
    expect(whole(content)).toBe(content)
  })

  test('a long message without spaces is looked through at once', () => {
    const content = 'a.'.repeat(2000)
    expect(whole(content)).toBe(content)
  })
})
