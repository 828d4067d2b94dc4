import { withoutFilters } from './filters.js'
import { type SearchContext, parseSearch } from './parse-search.js'

const context: SearchContext = {
  staff: [
    { id: 'cleo', name: 'Cleo Young', email: 'cleo@staff.example' },
    { id: 'carl', name: 'Carl Öberg', email: 'carl@staff.example' },
    { id: 'ann', name: null, email: 'ann.b@staff.example' },
    { id: 'cl', name: 'Cl', email: 'x@staff.example' },
  ],
  me: 'carl',
  now: new Date(2026, 2, 31, 15, 30),
}
const parse = (text: string) => parseSearch(text, context)
const parameters = (text: string) => {
  const { parameters, problem } = parse(text)
  expect(problem).toBeNull()
  return parameters
}
const day = (year: number, month: number, date: number) => new Date(year, month - 1, date).toISOString()

describe('What is typed into the search field', () => {
  it.each([
    ['', {}],
    ['  ', {}],
    ['invoice  wrong', { q: 'invoice wrong' }],
    ['"order number" paid', { q: '"order number" paid' }],
    ['from:grace', { from: 'grace' }],
    ['FROM:Grace', { from: 'Grace' }],
    ['from:"Grace Hopper" invoice', { q: 'invoice', from: 'Grace Hopper' }],
    ['from:“Grace Hopper”', { from: 'Grace Hopper' }],
    ['from:"Grace Hop', { from: 'Grace Hop' }],
    ['invoice from:o.mueller+shop@iceland.example', { q: 'invoice', from: 'o.mueller+shop@iceland.example' }],
    ['from:', {}],
    ['from: grace', { q: 'grace' }],
    ['tag:""', {}],
    ['tag:"very urgent" tagged', { q: 'tagged', tag: 'very urgent' }],
    ['tag:注文', { tag: '注文' }],
    ['assignee:me', { assignee_id: 'carl' }],
    ['assignee:ICH', { assignee_id: 'carl' }],
    ['assignee:none', { assignee_id: 'none' }],
    ['assignee:niemand', { assignee_id: 'none' }],
    ['assignee:cleo', { assignee_id: 'cleo' }],
    ['assignee:"cleo young"', { assignee_id: 'cleo' }],
    ['assignee:young', { assignee_id: 'cleo' }],
    ['assignee:oberg', { assignee_id: 'carl' }],
    ['assignee:cl', { assignee_id: 'cl' }],
    ['assignee:ann.b@staff.example', { assignee_id: 'ann' }],
    ['after:2026-03-05', { after: day(2026, 3, 5) }],
    ['after:2026-3-5', { after: day(2026, 3, 5) }],
    ['after:5.3.2026', { after: day(2026, 3, 5) }],
    ['before:2026-03', { before: day(2026, 3, 1) }],
    ['before:2026', { before: day(2026, 1, 1) }],
    ['after:today', { after: day(2026, 3, 31) }],
    ['after:gestern', { after: day(2026, 3, 30) }],
    [
      'tag:vip before:2026-03 "not yet" from:ann after:2025 assignee:me paid',
      {
        q: '"not yet" paid',
        tag: 'vip',
        from: 'ann',
        assignee_id: 'carl',
        after: day(2025, 1, 1),
        before: day(2026, 3, 1),
      },
    ],
    ['https://shop.example/cart?id=7', { q: 'https://shop.example/cart?id=7' }],
    ['at 12:30 re:invoice', { q: 'at 12:30 re:invoice' }],
    ['ratio:3 C:\\temp ::', { q: 'ratio:3 C:\\temp ::' }],
    ["from:a'b%_\\", { from: "a'b%_\\" }],
    ['__proto__:x constructor:y', { q: '__proto__:x constructor:y' }],
  ])('"%s" is understood', (text, expected) => {
    expect(parameters(text)).toEqual(expected)
  })

  it.each([
    ['after:soon', { kind: 'day', filter: 'after', value: 'soon' }],
    ['before:2026-02-30', { kind: 'day', filter: 'before', value: '2026-02-30' }],
    ['before:2026-13', { kind: 'day', filter: 'before', value: '2026-13' }],
    ['before:0000', { kind: 'day', filter: 'before', value: '0000' }],
    ['before:0026-01-01', { kind: 'day', filter: 'before', value: '0026-01-01' }],
    ['after:99999', { kind: 'day', filter: 'after', value: '99999' }],
    ['assignee:zoe', { kind: 'nobody', filter: 'assignee', value: 'zoe' }],
    ['assignee:c', { kind: 'several', value: 'c', names: ['Cleo Young', 'Carl Öberg', 'Cl'] }],
    ['from:ann from:bob', { kind: 'twice', filter: 'from' }],
    ['after:2026 AFTER:2025', { kind: 'twice', filter: 'after' }],
    [`tag:${'x'.repeat(41)}`, { kind: 'longTag', filter: 'tag', value: 'x'.repeat(41) }],
    ['form:grace', { kind: 'unknown', name: 'form', meant: 'from' }],
    ['tags:vip', { kind: 'unknown', name: 'tags', meant: 'tag' }],
    ['assigned:me', { kind: 'unknown', name: 'assigned', meant: 'assignee' }],
    ['after:soon assignee:zoe', { kind: 'day', filter: 'after', value: 'soon' }],
  ])('"%s" is wrong, and it is said why', (text, problem) => {
    expect(parse(text).problem).toEqual(problem)
  })

  it('holds words that stand beside its filters', () => {
    expect(withoutFilters('tag:vip  invoice from:"Grace Hopper" wrong After:2026')).toBe('invoice  wrong')
    expect(withoutFilters('from:“Grace Hopper” mailfrom:x')).toBe('mailfrom:x')
    expect(withoutFilters('from:"Grace')).toBe('')
  })
})
