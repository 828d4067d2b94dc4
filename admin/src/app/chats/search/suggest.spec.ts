import { complete, type Known, suggest, typedAt } from './suggest.js'

const known: Known = {
  staff: [
    { id: 'cleo', name: 'Cleo Young', email: 'cleo@staff.example' },
    { id: 'me', name: 'Carl', email: 'carl@staff.example' },
    { id: 'a', name: 'Ann', email: 'ann.a@staff.example' },
    { id: 'b', name: 'Ann', email: 'ann.b@staff.example' },
    { id: 'none', name: null, email: 'zoe@staff.example' },
  ],
  me: 'me',
  tags: ['vip', 'very urgent', 'say "hi"'],
  users: [{ name: 'Grace Hopper', email: 'grace@example.com' }],
  now: new Date(2026, 2, 31),
}
const offered = (text: string, caret = text.length) => {
  const typed = typedAt(text, caret)
  return typed ? suggest(typed, known).map((suggestion) => suggestion.text) : null
}

describe('While one types', () => {
  it('filters are offered at the beginning of a word, and once two of their letters stand there', () => {
    const all = ['from:', 'tag:', 'assignee:', 'after:', 'before:']
    expect(offered('')).toEqual(all)
    expect(offered('invoice ')).toEqual(all)
    expect(offered('a')).toEqual([])
    expect(offered('as')).toEqual(['assignee:'])
    expect(offered('invoice FR')).toEqual(['from:'])
    expect(offered('invoice')).toEqual([])
    expect(offered('"as')).toBeNull()
    expect(offered('https://')).toBeNull()
  })

  it('the values of a filter are offered that begin so', () => {
    expect(offered('assignee:')).toEqual([
      'assignee:me',
      'assignee:none',
      'assignee:"Cleo Young"',
      'assignee:ann.a@staff.example',
      'assignee:ann.b@staff.example',
      'assignee:zoe@staff.example',
    ])
    expect(offered('assignee:you')).toEqual(['assignee:"Cleo Young"'])
    expect(offered('tag:v')).toEqual(['tag:vip', 'tag:"very urgent"'])
    expect(offered('tag:say')).toEqual(['tag:"say hi"'])
    expect(offered('tag:"very ur')).toEqual(['tag:"very urgent"'])
    expect(offered('from:gr')).toEqual(['from:grace@example.com'])
    expect(offered('after:')).toEqual([
      'after:today',
      'after:yesterday',
      'after:2026-03-24',
      'after:2026-03-01',
      'after:2026-01-01',
    ])
    expect(offered('before:2026-03')).toEqual(['before:2026-03-24', 'before:2026-03-01'])
  })

  it('what is chosen takes the place of what was typed, wherever that stands', () => {
    const chosen = (text: string, caret: number) => {
      const typed = typedAt(text, caret)!
      const done = complete(text, typed, suggest(typed, known)[0]!)
      return `${done.text.slice(0, done.caret)}|${done.text.slice(done.caret)}`
    }
    expect(chosen('invoice fr', 10)).toBe('invoice from:|')
    expect(chosen('tag:v', 5)).toBe('tag:vip |')
    expect(chosen('tag:v paid', 5)).toBe('tag:vip| paid')
    expect(chosen('paid assignee:"cle', 18)).toBe('paid assignee:"Cleo Young" |')
    expect(chosen('a ', 2)).toBe('a from:|')
  })
})
