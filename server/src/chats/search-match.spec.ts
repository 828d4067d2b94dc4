import { MATCH_LENGTH } from '@support-chat/shared'
import { snippet } from './search-match.js'
import { searchTerms } from './search-terms.js'

/** With what is highlighted in brackets. */
function shown(content: string, q: string): string {
  const { text, highlights } = snippet(content, searchTerms(q)!)
  return highlights.reduceRight(
    (text, [from, to]) => `${text.slice(0, from)}[${text.slice(from, to)}]${text.slice(to)}`,
    text,
  )
}

describe('A snippet', () => {
  it('shows a short message whole, on one line, with every place of every word', () => {
    expect(shown('  Order 7:\n\n\twhere is ORDER 7?  ', 'order 7')).toBe('[Order] [7]: where is [ORDER] [7]?')
  })

  it('highlights whole words, the unfinished last one to its end', () => {
    expect(shown('In invoices, an invoice is in', 'in invo')).toBe('[In] [invoices], an [invoice] is [in]')
    expect(shown('cant can canto', 'can cant')).toBe('[cant] [can] [canto]')
  })

  it('highlights phrases in the middle of a text without spaces, whatever stands between the characters', () => {
    expect(shown('請問我的訂 單，訂、單', '訂單')).toBe('請問我的[訂 單]，[訂、單]')
    expect(shown('PayPalで支払い', 'paypal')).toBe('[PayPal]で支払い')
  })

  it('highlights a place once that two words have found', () => {
    expect(shown('the refund', 'refund ref')).toBe('the [refund]')
  })

  it('cuts before and after, between words', () => {
    const text = shown(`${'before '.repeat(50)}needle ${'after '.repeat(50)}`, 'needle')
    expect(text).toMatch(/^…(before )+\[needle\] (after )+a?f?t?e?r?…$/)
    expect(text.replace(/[[\]]/g, '')).toHaveLength(MATCH_LENGTH)
  })

  it('shows the place where most of the words stand', () => {
    const far = 'x '.repeat(200)
    expect(shown(`order ${far} order ${far} my order 4711 ${far}`, 'order 4711')).toMatch(/my \[order\] \[4711\]/)
  })

  it('ends with the message, without a sign that more follows', () => {
    expect(shown(`${'before '.repeat(50)}needle`, 'needle')).toMatch(/^…(before )+\[needle\]$/)
  })

  it('cuts no character in two, where there are no spaces either', () => {
    const family = '👩‍👩‍👧‍👦'
    const { text } = snippet(`${family.repeat(99)}needle${family.repeat(99)}`, searchTerms('needle')!)
    expect(text.length).toBeLessThanOrEqual(MATCH_LENGTH)
    expect(text).toMatch(new RegExp(`^…(${family})+needle(${family})+…$`, 'u'))
  })

  it('takes no longer for words that stand everywhere', () => {
    const { text, highlights } = snippet('a '.repeat(2000), searchTerms('a')!)
    expect(text.length).toBeLessThanOrEqual(MATCH_LENGTH)
    expect(highlights.length).toBeGreaterThan(10)
  })
})
