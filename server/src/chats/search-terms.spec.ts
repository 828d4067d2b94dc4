import { searchTerms } from './search-terms.js'

describe('Search terms', () => {
  it('ask for every word, and take the last one as a beginning', () => {
    expect(searchTerms('refund  ord')).toBe("'refund' & 'ord':*")
  })

  it('split at punctuation, so that an address is found by its parts', () => {
    expect(searchTerms('ada.l@example.c')).toBe("'ada' & 'l' & 'example' & 'c':*")
  })

  it('hold nothing that means something to PostgreSQL', () => {
    expect(searchTerms(`a' | !b & (c:* \\ <-> d`)).toBe("'a' & 'b' & 'c' & 'd':*")
  })

  it('know letters of every language', () => {
    expect(searchTerms('größe 注文')).toBe("'größe' & '注文':*")
  })

  it('are null where there is no word', () => {
    expect(searchTerms(' ?!… 😀')).toBeNull()
  })
})
