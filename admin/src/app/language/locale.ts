import { signal } from '@angular/core'

/**
 * BCP 47 tag by which times, dates and numbers are written: the reader's own variant of the language on the screen.
 * A signal, so that whatever is drawn with it is drawn anew when the language changes.
 */
export const locale = signal('en-GB')

/** Makes a formatter for the present locale, anew only when the locale changes. */
export function perLocale<T>(make: (tag: string) => T): () => T {
  let made: { tag: string; formatter: T } | null = null
  return () => {
    const tag = locale()
    if (made?.tag !== tag) made = { tag, formatter: make(tag) }
    return made.formatter
  }
}
