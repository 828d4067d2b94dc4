import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import de from './de.json'
import en from './en.json'
import later from './en-later.json'
import { locale } from './locale.js'
import { addEnglish, counted, showTexts, t } from './words.js'

type Texts = { [key: string]: string | Texts }

const flat = (texts: Texts, path = ''): [key: string, text: string][] =>
  Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value] as [string, string]] : flat(value, `${path}${key}.`),
  )
const english = new Map([...flat(en), ...flat(later)])
const german = new Map(flat(de))
const blanks = (text = '') => [...text.matchAll(/\{\{.*?\}\}/g)].map(([blank]) => blank).sort()

/** Plural forms are asked for by what stands before their category. */
const asked = (key: string) => key.replace(/\.(?:one|other)$/, '')

const folder = join(__dirname, '..')
const source = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(?:ts|html)$/.test(name) && !name.endsWith('.spec.ts'))
  .map((name) => readFileSync(join(folder, name), 'utf8'))
  .join('\n')

describe('the texts', () => {
  it('are the same in both languages, with the same blanks to fill', () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort())
    for (const [key, text] of english)
      expect({ key, blanks: blanks(german.get(key)) }).toEqual({ key, blanks: blanks(text) })
  })

  it('are said in words, never left empty', () => {
    const empty = [...english, ...german].filter(([, text]) => text.trim() !== text || text === '')
    expect(empty).toEqual([])
  })

  it('have a form for each plural category of their language', () => {
    for (const [tag, texts] of [['en', english] as const, ['de', german] as const]) {
      const { pluralCategories } = new Intl.PluralRules(tag).resolvedOptions()
      const plurals = [...texts.keys()].filter(
        (key) => key.endsWith('.other') && texts.has(key.replace(/other$/, 'one')),
      )
      expect(plurals.length).toBeGreaterThan(0)
      for (const key of plurals) {
        for (const category of pluralCategories) expect(texts.has(`${asked(key)}.${category}`)).toBe(true)
      }
    }
  })

  it('exist for every key that the console asks for', () => {
    const known = new Set([...english.keys()].flatMap((key) => [key, asked(key)]))
    const keys = [...source.matchAll(/\b(?:t|counted)\(\s*'([\w.]+)'/g)].map(([, key]) => key)
    expect(keys.length).toBeGreaterThan(50)
    expect(keys.filter((key) => !known.has(key!))).toEqual([])
  })

  it('are all asked for', () => {
    const built = [...source.matchAll(/`((?:\w+\.)+)\$\{\w/g)].map(([, start]) => start!)
    const unused = [...english.keys()].filter(
      (key) =>
        !source.includes(`'${asked(key)}'`) &&
        !source.includes(`'${key}'`) &&
        !built.some((start) => key.startsWith(start)),
    )
    expect(unused).toEqual([])
  })
})

describe('the texts that come later', () => {
  it('are others than those of the first screens', () => {
    const first = new Map(flat(en))
    expect(flat(later).filter(([key]) => first.has(key))).toEqual([])
  })

  it('are English also where another language is on the screen and lacks them', () => {
    showTexts({})
    addEnglish({ team: { unassigned: 'Nobody has it' } })
    expect(t('team.unassigned' as never)).toBe('Nobody has it')
    showTexts(en)
  })
})

describe('t', () => {
  afterEach(() => locale.set('en-GB'))

  it('fills in what a person wrote as it is, braces and all', () => {
    expect(t('conversation.typing', { name: '{{name}} $& {{ x }}' })).toBe('{{name}} $& {{ x }} is typing…')
  })

  it('keeps a name to its own direction in a text from right to left', () => {
    document.documentElement.dir = 'rtl'
    expect(t('conversation.typing', { name: 'ada@example.com' })).toBe('\u2068ada@example.com\u2069 is typing…')
    document.documentElement.dir = 'ltr'
  })

  it('counts, and writes numbers as the reader does', () => {
    expect([counted('chats.messages', 1), counted('chats.messages', 12_345)]).toEqual(['1 message', '12,345 messages'])
    locale.set('de-DE')
    expect(counted('chats.messages', 12_345)).toBe('12.345 messages')
  })
})
