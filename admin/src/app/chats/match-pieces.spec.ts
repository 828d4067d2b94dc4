import { type MatchPiece, matchPieces, userPieces } from './match-pieces.js'

const marked = (pieces: MatchPiece[]) => pieces.map(({ text, found }) => (found ? `[${text}]` : text)).join('')
const drawn = (text: string, highlights: [number, number][]) => marked(matchPieces({ text, highlights }))

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
    expect(drawn(`${'👩‍👩‍👧'.repeat(10)}請求書`, [[80, 83]])).toBe('…[請求書]')
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

describe('userPieces', () => {
  const user = (user_email: string, user_name: string | null, q: string) => {
    const { email, name } = userPieces({ user_email, user_name }, q)
    return [marked(email), marked(name)]
  }

  it('marks words in whatever case and with or without accents, the unfinished last one to its end', () => {
    expect(user('olafur.muller@example.com', 'Ólafur Müller', 'OLAFUR mul')).toEqual([
      '[olafur].[muller]@example.com',
      '[Ólafur] [Müller]',
    ])
    expect(user('o@example.com', 'Gro\u0308ße Straße', 'grosse strasse')).toEqual([
      'o@example.com',
      '[Gro\u0308ße] [Straße]',
    ])
  })

  it('marks any part of a name that is written without spaces', () => {
    expect(user('yamada@example.jp', '山田太郎', '田太')).toEqual(['yamada@example.jp', '山[田太]郎'])
  })

  it('marks nothing where only some of the words stand: the message was found, and nothing without a search', () => {
    expect(user('ann@example.com', 'Ann Lee', 'invoice ann')).toEqual(['ann@example.com', 'Ann Lee'])
    expect(user('ann@example.com', null, ' ')).toEqual(['ann@example.com', ''])
    expect(user('ann@example.com', 'Ann Lee', 'lee example')).toEqual(['ann@[example].com', 'Ann [Lee]'])
  })
})
