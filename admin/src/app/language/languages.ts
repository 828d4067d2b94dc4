import en from './en.json'
import type { Texts } from './words.js'

export interface LanguageInfo {
  /** As the html element's `lang` says it. */
  readonly code: string
  /** In the language itself. Null: not offered, for trying the layout. */
  readonly name: string | null
  readonly direction: 'ltr' | 'rtl'
  /** Locale of times and numbers where the reader has no variant of their own. */
  readonly tag: string
  /** Fetches the texts, which are a chunk of their own. */
  readonly load: () => Promise<{ default: Texts }>
}

export const ENGLISH: LanguageInfo = {
  code: 'en',
  name: 'English',
  direction: 'ltr',
  tag: 'en-GB',
  // Comes with the console itself: it stands in where another cannot be had, and says so.
  load: () => Promise.resolve({ default: en }),
}

/** To add one, add its file beside `en.json` and its line here. */
export const LANGUAGES: readonly LanguageInfo[] = [
  ENGLISH,
  { code: 'de', name: 'Deutsch', direction: 'ltr', tag: 'de-DE', load: () => import('./de.json') },
  // The pseudo-locale of the Unicode CLDR for right to left: English words in a mirrored layout.
  { ...ENGLISH, code: 'ar-XB', name: null, direction: 'rtl' },
]

/** The language that was chosen, else the first of the browser's that there is, else English. */
export function pickLanguage(chosen: string, preferred: readonly string[]): LanguageInfo {
  const offered = LANGUAGES.filter(({ name }) => name !== null)
  const spoken = preferred.map((tag) => offered.find(({ code }) => code === primary(tag))).find(Boolean)
  return LANGUAGES.find(({ code }) => code === chosen) ?? spoken ?? ENGLISH
}

/** The reader's own variant of a language, as en-US, else the usual one. */
export const pickLocale = (language: LanguageInfo, preferred: readonly string[]): string =>
  preferred.find((tag) => primary(tag) === language.code && isLocale(tag)) ?? language.tag

/** Browsers name some that `Intl` refuses: Chromium says en-US@posix where the system has no language set. */
function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

const primary = (tag: string): string => tag.split('-', 1)[0]?.toLowerCase() ?? ''
