import { fold } from '@support-chat/shared'

const MAX_WORDS = 8

/** Within a class. Each character is a word of its own in the index: `support_chat_words` has the same ranges. */
const SPACELESS = [
  String.raw`\u0E00-\u0EFF\u1000-\u109F\u1100-\u11FF\u1780-\u17FF\u2E80-\u2FDF\u3005-\u3007\u3021-\u3029`,
  String.raw`\u3031-\u303C\u3041-\u30FF\u3105-\u318F\u31A0-\u31BF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF`,
  String.raw`\uA960-\uA97F\uAC00-\uD7FF\uF900-\uFAFF\uFF66-\uFFDC\u{1B000}-\u{1B16F}\u{20000}-\u{3FFFF}`,
].join('')

const JOINED = String.raw`(?![${SPACELESS}])`
const TOKEN = new RegExp(String.raw`[${SPACELESS}]|${JOINED}[\p{L}\p{N}](?:${JOINED}[\p{L}\p{N}\p{M}])*`, 'gu')

/** What somebody typed into a search field. */
export interface SearchTerms {
  /** A PostgreSQL `tsquery`: every word must occur, the last one may be unfinished. */
  readonly query: string
  /** Each word as the tokens that must follow each other. */
  readonly words: readonly (readonly Token[])[]
}

/** What the index takes for a word: letters and digits in a row, or one character of a language without spaces. */
export interface Token {
  readonly text: string
  /** As it is compared. */
  readonly folded: string
  readonly start: number
  readonly end: number
}

export function tokensOf(text: string): Token[] {
  return Array.from(text.matchAll(TOKEN), ({ index, 0: token }) => ({
    text: token,
    folded: fold(token),
    start: index,
    end: index + token.length,
  }))
}

/**
 * Words are cut at everything that is no letter or digit. Where a language writes without spaces a word is a phrase of
 * characters, found in the middle of a text too. Null when there is no word; words after the eighth are left out.
 */
export function searchTerms(text: string): SearchTerms | null {
  const words: Token[][] = []
  for (const token of tokensOf(text.normalize())) {
    const word = words.at(-1)
    if (word?.at(-1)?.end === token.start) word?.push(token)
    else words.push([token])
  }
  if (words.length === 0) return null
  const used = words.slice(0, MAX_WORDS)
  const phrases = used.map((word) => `'${word.map(({ text }) => text).join(' ')}'`)
  return { words: used, query: `${phrases.join(' & ')}:*` }
}
