import { searchWords, type SearchWord } from '@support-chat/shared'

/** What was typed into a search field. */
export interface SearchTerms {
  /** A PostgreSQL `tsquery`: every word must occur. */
  readonly query: string
  readonly words: readonly SearchWord[]
}

/** Null when there is no word. */
export function searchTerms(text: string): SearchTerms | null {
  const words = searchWords(text)
  if (words.length === 0) return null
  const phrases = words.map(
    ({ tokens, unfinished }) => `'${tokens.map(({ text }) => text).join(' ')}'${unfinished ? ':*' : ''}`,
  )
  return { words, query: phrases.join(' & ') }
}
