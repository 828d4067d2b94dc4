import { signal } from '@angular/core'
import en from './en.json'
import { perLocale } from './locale.js'

/** Path of a text in `en.json`, as `chats.empty.active.title`; of those that come later see `later.ts`. */
export type TextKey<T = typeof en> = Leaf<T>
/** Path of a text that depends on a number: it has a form for each plural category, as `chats.messages`. */
export type CountKey<T = typeof en> =
  TextKey<T> extends infer K ? (K extends `${infer Parent}.other` ? Parent : never) : never
/** The texts of one language, by the folder that shows them. */
export interface Texts {
  readonly [key: string]: string | Texts
}

type Leaf<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaf<T[K]>}` }[keyof T & string]
export type Parameters = Record<string, string | number>

const plurals = perLocale((tag) => new Intl.PluralRules(tag))
const numbers = perLocale((tag) => new Intl.NumberFormat(tag))
/** Stands in for what another language lacks. */
const english = byPath(en)
const texts = signal(english)

/** Changes the language of the page: whatever shows a text is drawn again. */
export function showTexts(next: Texts): void {
  texts.set(byPath(next))
}

/** Adds English texts that have come with a part of the console. They are there before that part is drawn. */
export function addEnglish(more: Texts): void {
  byPath(more, '', english)
}

/**
 * A text in the language on the screen; `{{name}}` in it is filled from `parameters`, numbers as the reader writes them.
 * Reads signals: templates and computed values that call it follow a change of language.
 */
export function t(key: TextKey, parameters: Parameters = {}): string {
  const text = texts().get(key) ?? english.get(key) ?? key
  const format = numbers()
  // In one pass: braces in a person's name are not filled in turn.
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = parameters[name] ?? ''
    return typeof value === 'number' ? format.format(value) : isolated(value)
  })
}

/** A text for so many of something: `1 message`, `5 messages`. `{{count}}` in it is the number. */
export function counted(key: CountKey, count: number, parameters: Parameters = {}): string {
  const form = `${key}.${plurals().select(count)}` as TextKey
  return t(form, { ...parameters, count })
}

/** Keeps an address or a name in a text from right to left from changing the direction of the words around it. */
const isolated = (text: string): string => (document.documentElement.dir === 'rtl' ? `\u2068${text}\u2069` : text)

function byPath(from: Texts, path = '', found = new Map<string, string>()): Map<string, string> {
  for (const [key, text] of Object.entries(from)) {
    if (typeof text === 'string') found.set(path + key, text)
    else byPath(text, `${path}${key}.`, found)
  }
  return found
}
