import { type Filter, FILTERS } from './filters.js'

/** A word, a phrase in quotes, or a filter, as it was typed. */
export interface SearchPart {
  readonly text: string
  readonly start: number
  /** What stands before the colon, whatever it is; null for words. */
  readonly name: string | null
  /** Without its quotes. */
  readonly value: string
}

const PART = /(\p{L}+):("[^"]*"?|[^\s"]*)|"[^"]*"?|[^\s"]+/gu

/** Telephones write other quotes. */
const straight = (text: string): string => text.replace(/[“”„]/g, '"')

export function searchParts(text: string): SearchPart[] {
  return Array.from(straight(text).matchAll(PART), ({ 0: all, 1: name, 2: value = '', index }) => ({
    text: all,
    start: index,
    name: name ?? null,
    value: value.replace(/^"|"$/g, '').trim(),
  }))
}

export const isFilter = (name: string | null): name is Filter => FILTERS.includes((name ?? '').toLowerCase() as Filter)

/** The filter that somebody means who has written another word before a colon: `form:`, `tags:`, `assigned:`; null for none. */
export function meantFilter(name: string): Filter | null {
  const letters = (text: string) => [...text].sort().join('')
  const written = name.toLowerCase()
  const isAlike = (filter: string) =>
    letters(filter) === letters(written) ||
    (written.length >= 3 && (filter.startsWith(written.slice(0, 4)) || written.startsWith(filter)))
  return FILTERS.find(isAlike) ?? null
}
