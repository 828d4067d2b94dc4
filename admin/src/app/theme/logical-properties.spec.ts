import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const SIDED =
  /(?:^|[\s;{])((?:[a-z-]+-)?(?:left|right)(?:-[a-z-]+)?\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right))/g
/** Four values of which the second and the fourth, right and left, differ. */
const LOPSIDED =
  /(?:^|[\s;{])(?:margin|padding|inset|border-width)\s*:\s*([^\s(]+) ([^\s(]+) ([^\s(]+) (?!\2;)([^\s;(]+);/g

const folder = join(__dirname, '..', '..')
const sheets = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.css') || (name.endsWith('.ts') && !name.endsWith('.spec.ts')))
  .map((name) => ({ name, css: styles(name, readFileSync(join(folder, name), 'utf8')) }))

/** A style sheet, or the styles that a component carries. */
function styles(name: string, text: string): string {
  return name.endsWith('.css') ? text : (/styles: `([^`]*)`/.exec(text)?.[1] ?? '')
}

describe('the style sheets', () => {
  it('know a start and an end, never a left and a right, so that every screen can be mirrored', () => {
    const found = sheets.flatMap(({ name, css }) =>
      [...css.matchAll(SIDED), ...css.matchAll(LOPSIDED)].map(([sided]) => `${name}: ${sided.trim()}`),
    )
    expect(sheets.filter(({ css }) => css !== '').length).toBeGreaterThan(20)
    expect(found).toEqual([])
  })

  it('would be found out', () => {
    for (const bad of [
      'a{left:0}',
      'p { margin-left: 1px }',
      'b { border-top-right-radius: 1px }',
      'i { float: left }',
    ])
      expect(bad).toMatch(new RegExp(SIDED))
    expect('p { padding: 1px 2px 3px 4px; }').toMatch(new RegExp(LOPSIDED))
    expect('p { padding: 1px 2px 3px 2px; inset-inline-start: 0; }').not.toMatch(new RegExp(LOPSIDED))
  })
})
