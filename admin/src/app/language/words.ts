import { translate } from '@jsverse/transloco'
import type en from './en.json'
import { perLocale } from './locale.js'

/** Path of a text in `en.json`, as `chats.empty.active.title`. */
export type TextKey = Leaf<typeof en>
/** Path of a text that depends on a number: it has a form for each plural category, as `chats.messages`. */
export type CountKey = TextKey extends infer K ? (K extends `${infer Parent}.other` ? Parent : never) : never

type Leaf<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaf<T[K]>}` }[keyof T & string]
type Parameters = Record<string, string | number>

const plurals = perLocale((tag) => new Intl.PluralRules(tag))
const numbers = perLocale((tag) => new Intl.NumberFormat(tag))

/**
 * A text in the language on the screen; `{{name}}` in it is filled from `parameters`, numbers as the reader writes them.
 * Reads a signal: templates and computed values that call it follow a change of language.
 */
export function t(key: TextKey, parameters: Parameters = {}): string {
  const format = numbers()
  const filled = Object.entries(parameters).map(([name, value]) => [
    name,
    typeof value === 'number' ? format.format(value) : isolated(value),
  ])
  return translate(key, Object.fromEntries(filled))
}

/** An address or a name in a text from right to left: kept from drawing the words round it to its own direction. */
const isolated = (text: string): string => (document.documentElement.dir === 'rtl' ? `\u2068${text}\u2069` : text)

/** A text for so many of something: `1 message`, `5 messages`. `{{count}}` in it is the number. */
export function counted(key: CountKey, count: number, parameters: Parameters = {}): string {
  const form = `${key}.${plurals().select(count)}` as TextKey
  return t(form, { ...parameters, count })
}
