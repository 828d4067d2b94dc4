import { filled, firstGap, toPieces, type Values } from './variables.js'

const KNOWN: Values = { 'user.name': 'Ada', 'user.email': 'ada@example.com', 'staff.name': 'Bea' }

describe('the variables of canned replies', () => {
  it('become what is known', () => {
    expect(filled('Hello {{user.name}} ({{ user.email }}),\n{{staff.name}}', KNOWN)).toBe(
      'Hello Ada (ada@example.com),\nBea',
    )
  })

  it('become the words that stand in for what is not known, and stay where there are none', () => {
    const values = { ...KNOWN, 'user.name': null }
    expect(filled('Hello {{user.name|there}}.', KNOWN)).toBe('Hello Ada.')
    expect(filled('Hello {{user.name | you there }}{{user.name|}}.', values)).toBe('Hello you there.')
    expect(filled('Hello {{user.name}}.', values)).toBe('Hello {{user.name}}.')
  })

  it('are told apart for those who look before they send', () => {
    const kinds = toPieces('a {{user.name}} {{user.email|x}} {{staff.name}} {{user.phone}} }}', {
      'user.name': null,
      'user.email': null,
      'staff.name': 'Bea',
    })
    expect(kinds.filter(({ text }) => text !== ' ').map(({ text, kind }) => [text, kind])).toEqual([
      ['a ', 'words'],
      ['{{user.name}}', 'gap'],
      ['x', 'instead'],
      ['Bea', 'value'],
      ['{{user.phone}}', 'unknown'],
      [' }}', 'words'],
    ])
  })

  it('are not looked for in what a person is called', () => {
    expect(filled('{{user.name}}', { ...KNOWN, 'user.name': '{{staff.name}} $&' })).toBe('{{staff.name}} $&')
  })

  it('are found in an answer while they are not filled in', () => {
    expect(firstGap('{{x}} Hello {{user.name}}')).toEqual({ from: 12, to: 25, written: '{{user.name}}' })
    expect(firstGap('Write {{x}} or { user.name }')).toBeNull()
  })
})
