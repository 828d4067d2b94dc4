import type { Strings } from './strings.js'

/** Everything the widget says in one language. @param locale the tag wanted, of whatever region: for numbers and plural forms */
export type Language = (locale: string) => Strings

/** One chunk each, fetched when it is spoken. */
const LANGUAGES: Record<string, () => Promise<{ default: Language }>> = {
  ar: () => import('./languages/ar.js'),
  de: () => import('./languages/de.js'),
  es: () => import('./languages/es.js'),
  fr: () => import('./languages/fr.js'),
  he: () => import('./languages/he.js'),
  ja: () => import('./languages/ja.js'),
  pt: () => import('./languages/pt.js'),
  zh: () => import('./languages/zh.js'),
}

/**
 * The words for a locale in the nearest language there is: `de-AT` gets German. Undefined where English has to do, because
 * there is no such language or it could not be fetched.
 */
export async function wordsIn(locale: string): Promise<Strings | undefined> {
  try {
    const chunk = await LANGUAGES[locale.toLowerCase().replace(/[-_].*/, '')]?.()
    return chunk?.default(locale.replace('_', '-'))
  } catch {
    return undefined
  }
}

/** What the element is told to speak, else the page around it, else the browser. */
export const languageOf = (element: HTMLElement & { locale: string }): string =>
  element.locale || element.closest<HTMLElement>('[lang]')?.lang || document.documentElement.lang || navigator.language
