import { searchWords, type SearchWord } from '@support-chat/shared'

/** What was typed into a search field. */
export interface SearchTerms {
  /** A PostgreSQL `tsquery`: every word must occur, the last one may be unfinished. */
  readonly query: string
  readonly words: readonly SearchWord[]
}

/** Null when there is no word. */
export function searchTerms(text: string): SearchTerms | null {
  const words = searchWords(text)
  if (words.length === 0) return null
  const phrases = words.map((word) => `'${word.map(({ text }) => text).join(' ')}'`)
  return { words, query: `${phrases.join(' & ')}:*` }
}
