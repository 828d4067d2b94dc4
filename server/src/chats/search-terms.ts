const MAX_WORDS = 8

/**
 * What somebody typed into a search field, as a PostgreSQL `tsquery`: every word must occur, the last one may be
 * unfinished. Null when there is no word in it.
 */
export function searchTerms(text: string): string | null {
  const words = text.match(/[\p{L}\p{N}\p{M}]+/gu)?.slice(0, MAX_WORDS)
  return words ? `${words.map((word) => `'${word}'`).join(' & ')}:*` : null
}
