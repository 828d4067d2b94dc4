import { searchTerms } from './search-terms.js'

const query = (text: string) => searchTerms(text)?.query

describe('Search terms', () => {
  it('ask for every word, and take the last one as a beginning', () => {
    expect(query('refund  ord')).toBe("'refund' & 'ord':*")
  })

  it('split at punctuation, so that an address is found by its parts', () => {
    expect(query('ada.l@example.c')).toBe("'ada' & 'l' & 'example' & 'c':*")
  })

  it('hold nothing that means something to PostgreSQL', () => {
    expect(query(`a' | !b & (c:* \\ <-> d`)).toBe("'a' & 'b' & 'c' & 'd':*")
  })

  it('know letters of every language, and make a phrase of what is written without spaces', () => {
    expect(query('größe 注文 নমস্তে')).toBe("'größe' & '注 文' & 'নমস্তে':*")
    expect(query('PayPal支払い')).toBe("'PayPal 支 払 い'")
    expect(query('支払いpayp')).toBe("'支 払 い' <-> 'payp':*")
  })

  it('take letters that are put together of two for one', () => {
    expect(query('Gro\u0308ße')).toBe("'Größe':*")
  })

  it('take what stands in quotes for one word, which is complete, and a quote that is not closed for none', () => {
    expect(query('"order number" paid')).toBe("'order number' & 'paid':*")
    expect(query('paid “Order Num”')).toBe("'paid' & 'Order Num'")
    expect(query('"a"b "c')).toBe("'a' & 'b' & 'c':*")
    expect(query('"" "?" x')).toBe("'x':*")
  })

  it('are eight at most', () => {
    expect(query('a b c d e f g h i')).toBe("'a' & 'b' & 'c' & 'd' & 'e' & 'f' & 'g' & 'h':*")
  })

  it.each([' ?!… 😀', '❤️', '', '\u0301'])('are null where there is no word: "%s"', (text) => {
    expect(searchTerms(text)).toBeNull()
  })
})
