import { lazy, type Lazy } from '../loading/lazy.js'
import type { Language, Strings } from './strings.js'

/** One chunk each, fetched when it is spoken. */
const LANGUAGES: Record<string, Lazy<{ default: Language }>> = {
  ar: lazy((_again) => import('../languages/ar.js')),
  de: lazy((_again) => import('../languages/de.js')),
  es: lazy((_again) => import('../languages/es.js')),
  fr: lazy((_again) => import('../languages/fr.js')),
  he: lazy((_again) => import('../languages/he.js')),
  ja: lazy((_again) => import('../languages/ja.js')),
  pt: lazy((_again) => import('../languages/pt.js')),
  zh: lazy((_again) => import('../languages/zh.js')),
}

/** What has to do where a language cannot be fetched, or is not spoken here. */
export const loadEnglish = lazy((_again) => import('./english.js'))

/**
 * The words for a locale in the nearest language there is: `de-AT` gets German. Undefined where English has to do.
 * @param onFailure hears that they cannot be fetched now
 */
export async function wordsIn(locale: string, onFailure?: () => void): Promise<Strings | undefined> {
  const tag = canonical(locale) ?? ''
  return (await LANGUAGES[tag.split('-')[0] ?? '']?.(onFailure))?.default(tag)
}

/** What the element is told to speak, else the page around it, else the browser: a valid tag of BCP 47. */
export const languageOf = (element: HTMLElement & { locale: string | Intl.Locale | null }): string =>
  (element.locale ? canonical(element.locale) : (languageAround(element) ?? canonical(navigator.language))) ?? 'en'

/** Shadow trees speak the language of the page they are in. */
function languageAround(element: Element): string | undefined {
  const around = element.closest<HTMLElement>('[lang]')
  const { host } = element.getRootNode() as ShadowRoot
  return canonical(around?.lang) ?? (host && languageAround(host))
}

/** A tag as it is written today: of `iw`, `zh_Hans_CN`, or `de_DE.UTF-8@euro` as well. */
function canonical(tag: string | Intl.Locale | null | undefined): string | undefined {
  try {
    return Intl.getCanonicalLocales(
      String(tag ?? '')
        .replace(/^posix|[.@].*/i, '')
        .replaceAll('_', '-'),
    )[0]
  } catch {
    return undefined
  }
}
