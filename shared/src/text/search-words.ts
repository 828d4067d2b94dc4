import { fold } from './fold.js'

const MAX_WORDS = 8
/** So often one word is looked for: nobody reads more of them on one line. */
const MAX_PLACES = 50

/** Within a class. Each character is a word of its own in the index: `support_chat_words` has the same ranges. */
const SPACELESS = [
  String.raw`\u0E00-\u0EFF\u1000-\u109F\u1100-\u11FF\u1780-\u17FF\u2E80-\u2FDF\u3005-\u3007\u3021-\u3029`,
  String.raw`\u3031-\u303C\u3041-\u30FF\u3105-\u318F\u31A0-\u31BF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF`,
  String.raw`\uA960-\uA97F\uAC00-\uD7FF\uF900-\uFAFF\uFF66-\uFFDC\u{1B000}-\u{1B16F}\u{20000}-\u{3FFFF}`,
].join('')

const JOINED = String.raw`(?![${SPACELESS}])`
const TOKEN = new RegExp(String.raw`[${SPACELESS}]|${JOINED}[\p{L}\p{N}](?:${JOINED}[\p{L}\p{N}\p{M}])*`, 'gu')

/** What the index takes for a word: letters and digits in a row, or one character of a language without spaces. */
export interface SearchToken {
  readonly text: string
  /** As it is compared. */
  readonly folded: string
  readonly start: number
  readonly end: number
}

/** The tokens that must follow each other. */
export type SearchWord = readonly SearchToken[]

/** Where something was found in a text: [start, end) in UTF-16 units. */
export type FoundPlace = [start: number, end: number]

export function tokensOf(text: string): SearchToken[] {
  return Array.from(text.matchAll(TOKEN), ({ index, 0: token }) => ({
    text: token,
    folded: fold(token),
    start: index,
    end: index + token.length,
  }))
}

/**
 * What somebody typed into a search field. Words are cut at everything that is no letter or digit. Where a language writes
 * without spaces a word is a phrase of characters, found in the middle of a text too. Words after the eighth are left out.
 */
export function searchWords(text: string): SearchWord[] {
  const words: SearchToken[][] = []
  for (const token of tokensOf(text.normalize())) {
    const word = words.at(-1)
    if (word?.at(-1)?.end === token.start) word?.push(token)
    else words.push([token])
  }
  return words.slice(0, MAX_WORDS)
}

/** For each word its places in a text, 50 at most. The last word may be unfinished, and is found to its end. */
export function placesOf(words: readonly SearchWord[], text: string): FoundPlace[][] {
  const tokens = tokensOf(text)
  return words.map((word, index) => placesOfWord(word, tokens, index === words.length - 1))
}

/** In order, without those that overlap an earlier one: two words may be found in the same place. */
export function mergedPlaces(places: FoundPlace[]): FoundPlace[] {
  const inOrder = places.sort(([a, aEnd], [b, bEnd]) => a - b || bEnd - aEnd)
  return inOrder.reduce<FoundPlace[]>((kept, place) => {
    return place[0] >= (kept.at(-1)?.[1] ?? 0) ? [...kept, place] : kept
  }, [])
}

function placesOfWord(word: SearchWord, tokens: SearchToken[], unfinished: boolean): FoundPlace[] {
  const last = word.length - 1
  const isAt = (start: number) =>
    word.every(({ folded }, n) => {
      const token = tokens[start + n]?.folded
      return token === folded || (unfinished && n === last && token?.startsWith(folded))
    })
  const places = tokens.flatMap(({ start, end }, n): FoundPlace[] =>
    isAt(n) ? [[start, tokens[n + last]?.end ?? end]] : [],
  )
  return places.slice(0, MAX_PLACES)
}
