import { attributes } from './attributes.js'

const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`key ${index}`, index]))

describe('attributes', () => {
  it.each<[string, object]>([
    ['texts, numbers and booleans', { plan: 'pro', seats: 12, trial: false, city: 'Łódź 🦊' }],
    ['none at all', {}],
    ['twenty', many(20)],
  ])('are %s, and come out as they are', (_what, given) => {
    expect(attributes.parse(given)).toEqual(given)
  })

  it.each<[string, unknown]>([
    ['one too many', many(21)],
    ['one that holds others', { plan: { name: 'pro' } }],
    ['null', { plan: null }],
    ['a list in place of them', ['pro']],
    ['no number', { seats: NaN }],
    ['a name that is blank', { ' ': 1 }],
    ['a long name', { ['n'.repeat(65)]: 1 }],
    ['a long text', { plan: 'p'.repeat(501) }],
    ['a character that PostgreSQL cannot hold', { plan: '\0' }],
    ['half a character', { plan: '\ud83e' }],
    ['more than 4 KiB', Object.fromEntries(Object.keys(many(9)).map((key) => [key, '🦊'.repeat(125)]))],
  ])('are refused with %s', (_what, given) => {
    expect(attributes.safeParse(given).success).toBe(false)
  })
})
