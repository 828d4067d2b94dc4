import { isWholeWord, searchWords, type SearchToken, type SearchWord } from '@support-chat/shared'

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
  return { words, query: words.map(queryOf).join(' & ') }
}

const phrase = (tokens: readonly SearchToken[]) => `'${tokens.map(({ text }) => text).join(' ')}'`

/** Of a phrase only the last word is unfinished; a character that is a word of its own begins no other one. */
function queryOf({ tokens, unfinished }: SearchWord): string {
  const last = tokens.at(-1)
  if (!last || !unfinished || isWholeWord(last)) return phrase(tokens)
  const before = tokens.slice(0, -1)
  return (before.length > 0 ? `${phrase(before)} <-> ` : '') + `${phrase([last])}:*`
}
