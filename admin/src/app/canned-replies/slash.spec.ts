import type { CannedReply } from '@support-chat/shared'
import { matching, slashBefore } from './slash.js'

describe('slashBefore', () => {
  it('is a slash at the beginning or after white space, with what follows up to the caret', () => {
    expect(slashBefore('/', 1)).toEqual({ from: 0, to: 1, query: '' })
    expect(slashBefore('Hello\n/ref and on', 10)).toEqual({ from: 6, to: 10, query: 'ref' })
    expect(slashBefore('Hello /größe', 12)?.query).toBe('größe')
  })

  it('is none within a word, an address or a fraction, after a blank, or behind the caret', () => {
    const none = ['and/or', 'https://example.com/a', '1/2', '/usr/bin', '/ref und', '/ ']
    expect(none.map((text) => slashBefore(text, text.length))).toEqual(none.map(() => null))
    expect(slashBefore('/ref', 0)).toBeNull()
  })
})

describe('matching', () => {
  const reply = (shortcut: string, content: string): CannedReply => ({
    id: shortcut,
    shortcut,
    content,
    updated_at: '',
  })
  const replies = [
    reply('ask-refund', 'No'),
    reply('hello', 'Good day'),
    reply('late', 'REFUNDS'),
    reply('refund', 'Yes'),
  ]
  const found = (query: string) => matching(replies, query).map(({ shortcut }) => shortcut)

  it('puts shortcuts that begin so first, then those that hold it, then texts', () => {
    expect(found('Refund')).toEqual(['refund', 'ask-refund', 'late'])
  })

  it('is everything for nothing, and nothing for what nobody wrote', () => {
    expect([found(''), found('x')]).toEqual([['ask-refund', 'hello', 'late', 'refund'], []])
  })
})
