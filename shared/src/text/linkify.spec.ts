import fc from 'fast-check'
import { isLinear } from '../testing/is-linear.js'
import { linkify } from './linkify.js'

const whole = (text: string) =>
  linkify(text)
    .map((piece) => piece.text)
    .join('')

describe('Links in texts', () => {
  it('lead where they say', () => {
    expect(linkify('See https://example.com/a?b=c#d and http://example.org')).toEqual([
      { text: 'See ' },
      { text: 'https://example.com/a?b=c#d', href: 'https://example.com/a?b=c#d' },
      { text: ' and ' },
      { text: 'http://example.org', href: 'http://example.org/' },
    ])
    expect(linkify('www.example.com')).toEqual([{ text: 'www.example.com', href: 'https://www.example.com/' }])
    expect(linkify('to help@example.com')[1]).toEqual({ text: 'help@example.com', href: 'mailto:help@example.com' })
    expect(linkify('mailto:a@example.com')).toEqual([{ text: 'mailto:a@example.com', href: 'mailto:a@example.com' }])
  })

  it.each([
    // The punctuation of the sentence round them.
    'See ⟦https://e.com/a⟧, (⟦http://e.org/x⟧) or ⟦help@e.com⟧!',
    'Is it ⟦https://e.com/a⟧?',
    '⟦https://e.com⟧?! ⟦https://e.com⟧... ⟦https://e.com/a⟧…',
    '⟦https://e.com/a.b,c;d:e!f⟧;',
    '“⟦https://e.com/q1⟧” he said “⟦https://e.com/q1⟧”和',
    '„⟦https://e.com/a⟧“ «⟦https://e.com/a⟧» ‹⟦https://e.com/a⟧› "⟦https://e.com/a⟧"',
    '‘⟦https://e.com/a⟧’和 ‘⟦https://e.com/a⟧’.',
    "it's ⟦https://e.com/it's⟧ and ⟦https://e.com⟧'s '⟦https://e.com/a⟧'b",
    '⟦https://e.com/a⟧—then ⟦https://e.com/a⟧ – so',
    '⟦https://e.com/a⟧→b ⟦https://e.com⟧™',
    '⟦https://e.com⟧,⟦https://f.com⟧',
    '⟦https://e.com/a⟧,⟦https://f.com/b⟧|⟦www.g.com/c⟧',
    // Brackets.
    '(see ⟦https://e.com/a_(b)⟧). ⟦https://e.com/a⟧).',
    '(⟦https://en.wikipedia.org/wiki/Mercury_(planet)|https://en.wikipedia.org/wiki/Mercury_(planet)⟧)',
    '⟦https://e.com/?x=[1]⟧ ⟦https://e.com/{id}|https://e.com/%7Bid%7D⟧ [⟦https://e.com/a⟧]',
    '⟦https://e.com/(a[b]⟧}) ⟦https://e.com/a⟧(',
    '[words](⟦https://e.com/a⟧)more <⟦https://e.com⟧> <a href="⟦https://e.com/a⟧">',
    '&lt;⟦https://e.com/?a=1&amp;b=2⟧&gt; ⟦https://e.com/?a&b⟧',
    '**⟦https://e.com/a⟧** _⟦https://e.com/a_b⟧_ ~~⟦https://e.com/~ada⟧~~ `⟦https://e.com⟧` |⟦https://e.com⟧|',
    // Every script.
    '⟦https://e.com/cn⟧，谢谢 ⟦https://e.com/cn⟧。次 ⟦https://e.com⟧、と ⟦https://e.com⟧：是',
    '「⟦https://e.com/jp⟧」を見て 『⟦https://e.com/jp⟧』 《⟦https://e.com/jp⟧》 【⟦https://e.com/jp⟧】 （⟦https://e.com/jp⟧）',
    '⟦https://e.com/a⟧（点击） ⟦https://e.com/a⟧！ ⟦https://e.com/a⟧？ ⟦https://e.com/a⟧；',
    '⟦https://e.com⟧を見て ⟦www.e.com⟧에서 ⟦help@e.com⟧へ 请看⟦https://e.com⟧。请写信给⟦help@e.com⟧',
    '⟦https://e.com:8080⟧へ ดู⟦www.e.com⟧ครับ',
    '⟦https://e.com/a⟧، ⟦https://e.com/a⟧؟ ⟦https://e.com/a⟧؛ ⟦https://e.com/a⟧۔',
    '⟦https://e.com/a⟧। ⟦https://e.com/a⟧॥ ⟦https://e.com/a⟧។ ⟦https://e.com/a⟧።',
    '⟦https://e.com/a⟧׃ ⟦https://e.com/a⟧״ ⟦https://e.com/a⟧·',
    '⟦https://e.com/a⟧😀 ⟦https://e.com⟧👍🏽 ⟦https://e.com/a⟧❤️',
    // Invisible characters.
    '⟦https://e.com/a⟧\u200bb ⟦https://e.com⟧\u00ad.evil.com ⟦https://e.com/a⟧\u202egpj ⟦https://e.com⟧\u2066x ⟦https://e.com/a⟧\u2060',
    '⟦https://e.com/a⟧\u3000b ⟦https://e.com/a⟧\u00a0b ⟦https://e.com/a⟧\0 ⟦https://e.com/a⟧\ud83d ⟦https://e.com⟧\u2028',
    // Hosts.
    '⟦http://localhost:3000/x⟧ ⟦http://127.0.0.1:80/|http://127.0.0.1/⟧ ⟦http://[::1]:3000/x⟧ ⟦http://[2001:DB8::1]/⟧',
    '⟦HTTPS://E.COM⟧ ⟦hTTp://e.com/A⟧ ⟦WWW.E.COM⟧',
    '⟦https://e.com/|https://e.com/⟧: ⟦https://e.com⟧: ⟦https://e.com?x=1|https://e.com/?x=1⟧',
    '⟦https://web.archive.org/web/2020/https://e.com/⟧ ⟦https://e.com/?u=https://f.com⟧',
    '⟦https://good.com⟧%2eevil.com ⟦https://good.com⟧\\@evil.com',
    // E-mail.
    "⟦o'brien+x@e.com⟧ <⟦a@e.co.uk⟧> '⟦a.b@e.com⟧' -⟦a@e.com⟧ ..⟦a@e.com⟧",
    '⟦git@github.com⟧:ada/repo ⟦a@e.com⟧_ ⟦a@e.com⟧/x',
    '⟦mailto:a@e.com?subject=Hi⟧, ⟦MAILTO:a@e.com|mailto:a@e.com⟧,⟦b@e.com⟧',
  ])('end where a reader would end them: %s', (text) => {
    const written = text.replaceAll(/⟦|(?:\|[^⟦⟧]*)?⟧/g, '')
    expect(whole(written)).toBe(written)
    expect(linkify(written).flatMap(({ text, href }) => (href ? text : []))).toEqual(
      [...text.matchAll(/⟦([^⟧]*?)(?:\|(?:https?|mailto):[^⟧]*)?⟧/g)].map(([, link]) => link),
    )
  })

  it.each([
    ['https://ja.wikipedia.org/wiki/日本', '/wiki/%E6%97%A5%E6%9C%AC'],
    ['https://de.wikipedia.org/wiki/Größe', '/wiki/Gr%C3%B6%C3%9Fe'],
    ['https://ja.wikipedia.org/wiki/レオナルド・ダ・ヴィンチ', '/wiki/%E3%83%AC'],
    ['https://he.wikipedia.org/wiki/צה״ל', '/wiki/%D7%A6'],
    ['https://fa.wikipedia.org/wiki/می‌خواهم', '/wiki/%D9%85'],
    ['https://hi.wikipedia.org/wiki/हिन्दी', '/wiki/%E0%A4%B9'],
    ['https://fr.wikipedia.org/wiki/L’Équipe', '/wiki/L%E2%80%99'],
    ['https://en.wikipedia.org/wiki/Bose–Einstein_statistics', '/wiki/Bose%E2%80%93Einstein'],
    ['https://ca.wikipedia.org/wiki/Paral·lel', '/wiki/Paral'],
    ['https://пример.рф/путь', 'https://xn--e1afmkfd.xn--p1ai/'],
    ['https://münchen.de', 'https://xn--mnchen-3ya.de/'],
    ['https://例え.jp', 'https://xn--r8jz45g.jp/'],
    ['https://ai技術.jp/', 'https://xn--ai-'],
    ['https://1.почта.example', 'https://1.xn--'],
    ['https://www.ελλάδα.gr', 'https://www.xn--'],
    ['https://דוגמה.example', 'https://xn--'],
    ['https://مثال.إختبار', 'https://xn--'],
    ['jürgen@example.com', 'mailto:jürgen@example.com'],
    ['почта@пример.рф', 'mailto:'],
  ])('keep the letters of every script: %s', (address, href) => {
    const [link, ...more] = linkify(address)
    expect(link).toEqual({ text: address, href: expect.stringContaining(href) as string })
    expect(more).toEqual([])
  })

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)//https',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'ftp://example.com',
    'https://',
    'http://[',
    'mailto:',
    'mailto:x',
    'https:/example.com',
    'https:example.com',
    'https:///example.com',
    'xhttps://example.com',
    'https://example.com:99999/',
    'www.',
    'www..com',
    '@ada a@b 1@2.3 me@1.2 a@@b.com',
    `${'a'.repeat(65)}@example.com`,
    `https://${'a'.repeat(254)}`,
    '',
    'plain',
  ])('there are none in %s', (text) => {
    expect(linkify(text).some(({ href }) => href)).toBe(false)
    expect(whole(text)).toBe(text)
  })

  it.each([
    ['https://support.example.com@evil.example', 'https://evil.example/'],
    ['https://support.example.com:443@evil.example/x?y', 'https://evil.example/x?y'],
    ['https://support.example.com%2f@evil.example', 'https://evil.example/'],
    ['https://a@b@evil.example', 'https://evil.example/'],
    ['https://pаypal.com/login', 'https://xn--pypal-4ve.com/login'],
    ['https://ｐаypal.com', 'https://xn--pypal-4ve.com/'],
    ['https://аррӏе.com/', 'https://xn--80ak6aa92e.com/'],
    ['https://www.сосо.example', 'https://www.xn--'],
    ['https://пαр.example', 'https://xn--'],
    ['https://gοοgle.com', 'https://xn--ggle-0nda.com/'],
    ['www.pаypal.com', 'https://www.xn--pypal-4ve.com/'],
    ['https://exampleցօօց.com', 'https://xn--example-'],
    ['http://2130706433/', 'http://127.0.0.1/'],
    ['http://0x7f.1/x', 'http://127.0.0.1/x'],
  ])('that hide where they lead stay text, with the real address behind: %s', (typed, real) => {
    const [text, link, end, ...more] = linkify(`See ${typed} there`)
    expect(text).toEqual({ text: `See ${typed} (` })
    expect(link?.text).toContain(real)
    expect(link?.href).toBe(link?.text)
    expect([end, ...more]).toEqual([{ text: ')' }, { text: ' there' }])
  })

  it('show the real host of an e-mail address, too', () => {
    expect(linkify('help@pаypal.com')).toEqual([
      { text: 'help@pаypal.com (' },
      { text: 'help@xn--pypal-4ve.com', href: 'mailto:help@xn--pypal-4ve.com' },
      { text: ')' },
    ])
  })

  it('are a hundred at most', () => {
    const text = 'https://e.com '.repeat(101)
    expect(linkify(text).filter(({ href }) => href)).toHaveLength(100)
    expect(whole(text)).toBe(text)
  })

  it('show the host that they lead to, or are followed by it, whatever the text', () => {
    fc.assert(
      fc.property(addressLike, (text) => {
        for (const [n, { text: shown, href }] of linkify(text).entries()) {
          if (!href?.startsWith('http')) continue
          const host = new RegExp('^(?:https?://)?([^/?#]*)', 'i').exec(shown)?.[1] ?? ''
          expect(`${n} ${new URL(`http://${host}`).hostname}`).toBe(`${n} ${new URL(href).hostname}`)
          expect(host).not.toContain('@')
        }
      }),
      { numRuns: 3000 },
    )
  })

  it('change no character of a text', () => {
    fc.assert(
      fc.property(addressLike, (text) => {
        const pieces = linkify(text)
        const typed = pieces.map((piece, n) => {
          const isAdded = pieces[n - 1]?.text.endsWith(' (') && pieces[n + 1]?.text === ')'
          return isAdded ? '' : piece.text
        })
        expect(typed.join('').replaceAll(' ()', '')).toBe(text)
      }),
      { numRuns: 3000 },
    )
  })
})

/** Texts that are made of what addresses are made of. */
const addressLike = fc
  .array(
    fc.oneof(
      fc.constantFrom('http://', 'https://', 'www.', 'mailto:', '@', '.', ',', '/', '?', '#', '[', ']', '{', '}', ':'),
      fc.constantFrom(
        'a.com',
        'evil.example',
        'пример',
        '日本',
        'а',
        'é',
        '%41',
        '&amp;',
        "'",
        '’',
        '\u200d',
        '\u202e',
      ),
      fc.string({ unit: 'binary', maxLength: 2 }).filter((part) => !/[()\s]/.test(part)),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))

describe('The time that finding links takes grows with the text, and no faster,', () => {
  const repeated = (part: string, before = '') =>
    [part, (size: number) => before + part.repeat(size / part.length)] as const

  it.each([
    repeated('a'),
    repeated('a.'),
    repeated('@'),
    repeated('a@'),
    repeated('a!@'),
    repeated(`${'a'.repeat(63)}@`),
    repeated(')', 'http://a/'),
    repeated('(', 'http://a/'),
    repeated('([', 'http://a/'),
    repeated('()', 'http://a/'),
    repeated('.', 'http://a/'),
    repeated(',', 'http://a/'),
    repeated('&', 'http://a/'),
    repeated('a/', 'http://a/'),
    repeated('http://'),
    repeated('http://a'),
    repeated('http://a@'),
    repeated('http://a,'),
    repeated("'http://a/ "),
    repeated('‘http://a/'),
    repeated('www.'),
    repeated('www.a-'),
    repeated('mailto:'),
    repeated('mailto:a@'),
    repeated('mailto:a@b.co?'),
    repeated('https://а.b '),
    repeated('\u0301', 'http://a'),
    repeated('日', 'http://a.com'),
  ])('with %s again and again', (_, make) => {
    expect(isLinear(linkify, make, 16_000)).toBe(true)
  })

  it('with anything again and again', () => {
    const part = fc.array(fc.constantFrom(...'a.@/:?#()[]-_,%\'"日é\u0301 ', 'http://', 'www.', 'mailto:', 'a.co'), {
      minLength: 1,
      maxLength: 6,
    })
    fc.assert(
      fc.property(part, (parts) => isLinear(linkify, repeated(parts.join(''))[1], 16_000)),
      { numRuns: 40 },
    )
  })

  it('as it did not with a search for addresses that begins at each letter', () => {
    const search = (text: string) => text.match(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g)
    expect(isLinear(search, (size) => 'a'.repeat(size), 1_000)).toBe(false)
  })
})
