import { fold, toTyped } from './fold.js'

const MAX_WORDS = 8
/** Places of one word that are searched for: nobody reads more of them on one line. */
const MAX_PLACES = 50

/** Ranges of a character class: each such character is a word of its own in the index. `support_chat_words` has the same. */
const SPACELESS = [
  String.raw`\u0E00-\u0EFF\u1000-\u109F\u1100-\u11FF\u1780-\u17FF\u2E80-\u2FDF\u3005-\u3007\u3021-\u3029`,
  String.raw`\u3031-\u303C\u3041-\u30FF\u3105-\u318F\u31A0-\u31BF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF`,
  String.raw`\uA960-\uA97F\uAC00-\uD7FF\uF900-\uFAFF\uFF66-\uFFDC\u{1B000}-\u{1B16F}\u{20000}-\u{3FFFF}`,
].join('')

const JOINED = String.raw`(?![${SPACELESS}])`
const CHARACTER_WORD = new RegExp(`^[${SPACELESS}]`, 'u')
const TOKEN = new RegExp(String.raw`[${SPACELESS}]|${JOINED}[\p{L}\p{N}](?:${JOINED}[\p{L}\p{N}\p{M}])*`, 'gu')

/** What the index takes for a word: letters and digits in a row, or one character of a language without spaces. */
export interface SearchToken {
  readonly text: string
  /** As it is compared. */
  readonly folded: string
  readonly start: number
  readonly end: number
}

/** Whether no word of the index begins with it but itself. */
export function isWholeWord({ text }: SearchToken): boolean {
  return CHARACTER_WORD.test(text)
}

export interface SearchWord {
  /** They must follow each other. */
  readonly tokens: readonly SearchToken[]
  /** The last one may go on. */
  readonly unfinished: boolean
}

/** Where something was found in a text: [start, end) in UTF-16 units. */
export type FoundPlace = [start: number, end: number]

/** Left out of words: `O'Brien` is one word, as `OBrien` is. `support_chat_words` has the same ones. */
const APOSTROPHES = /['’‘‛`]+/g

const QUOTED = /["“”„][^"“”„]*["“”]/g

/** A character with what may join it, or letters of which Korean syllables are put together. */
const CHARACTER =
  /[\uAC00-\uD7A3]?[\u1100-\u11FF\u3131-\u318E\uA960-\uA97C\uD7B0-\uD7FB\uFFA0-\uFFDC]+|(?:[0-9][\xBC-\xBE\u2150-\u215F\u2189]|[^])[\p{M}\p{Default_Ignorable_Code_Point}\uFF9E\uFF9F]*/gu

export function tokensOf(text: string): SearchToken[] {
  return typedTokens(text, (typed) => typed.replace(APOSTROPHES, ''))
}

/**
 * What was typed into a search field. Words are cut at everything that is no letter or digit. Where a language writes
 * without spaces a word is a phrase of characters, found in the middle of a text too. What stands in quotes is one word, and
 * complete; the last word may be unfinished otherwise. Words after the eighth are left out.
 */
export function searchWords(text: string): SearchWord[] {
  const typed = toTyped(text).replace(APOSTROPHES, '')
  const quotes = Array.from(typed.matchAll(QUOTED), ({ index, 0: all }) => [index, index + all.length] as const)
  const words: { tokens: SearchToken[]; quote: number }[] = []
  for (const token of tokensOf(typed)) {
    const quote = quotes.findIndex(([start, end]) => token.start >= start && token.end <= end)
    const word = words.at(-1)
    const goesOn = quote === -1 ? word?.tokens.at(-1)?.end === token.start : word?.quote === quote
    if (word && goesOn) word.tokens.push(token)
    else words.push({ tokens: [token], quote })
  }
  const counted = words.slice(0, MAX_WORDS)
  return counted.map(({ tokens, quote }, n) => ({ tokens, unfinished: quote === -1 && n === counted.length - 1 }))
}

function typedTokens(text: string, change: (typed: string) => string): SearchToken[] {
  const { typed, places } = typedText(text, change)
  const folds = new Map<string, string>()
  return Array.from(typed.matchAll(TOKEN), ({ index, 0: token }) => {
    const end = index + token.length
    const folded = folds.get(token) ?? fold(token)
    folds.set(token, folded)
    return { text: token, folded, start: places?.[index]?.[0] ?? index, end: places?.[end - 1]?.[1] ?? end }
  }).filter(({ folded }) => folded !== '')
}

/** A text as it is typed, and, where that is another one, of which place in the text each of its UTF-16 units is. */
function typedText(text: string, change: (typed: string) => string): { typed: string; places?: FoundPlace[] } {
  const typed = change(toTyped(text))
  if (typed === text) return { typed }
  const places: FoundPlace[] = []
  let pieces = ''
  for (const { index, 0: character } of text.matchAll(CHARACTER)) {
    const piece = change(toTyped(character))
    places.push(...piece.split('').map((): FoundPlace => [index, index + character.length]))
    pieces += piece
  }
  return { typed: pieces, places }
}

/** For each word its places in a text, 50 at most. The last word may be unfinished, and is found to its end. */
export function placesOf(words: readonly SearchWord[], text: string): FoundPlace[][] {
  // They are in the index as both: `l'été` is found by `lete` and by `ete`.
  const isBoth = /['’‘‛`´＇]/.test(text)
  const lines = [lineOf(tokensOf(text)), ...(isBoth ? [lineOf(typedTokens(text, (typed) => typed))] : [])]
  return words.map((word) => mergedPlaces(lines.flatMap((line) => placesOfWord(word, line))))
}

/** In order, without those that overlap an earlier one: two words may be found in the same place. */
export function mergedPlaces(places: FoundPlace[]): FoundPlace[] {
  let last = 0
  return places
    .sort(([a, aEnd], [b, bEnd]) => a - b || bEnd - aEnd)
    .filter(([start, end]) => {
      const isFree = start >= last
      if (isFree) last = end
      return isFree
    })
}

/** The words of a text in a string, in which a phrase is found at once, however it repeats itself. */
interface Line {
  readonly folded: string
  /** By where it begins in the string. */
  readonly tokens: ReadonlyMap<number, number>
  readonly all: readonly SearchToken[]
}

const BETWEEN = '\0'

function lineOf(all: readonly SearchToken[]): Line {
  const tokens = new Map<number, number>()
  let folded = BETWEEN
  for (const [n, token] of all.entries()) {
    tokens.set(folded.length, n)
    folded += token.folded + BETWEEN
  }
  return { folded, tokens, all }
}

function placesOfWord({ tokens: word, unfinished }: SearchWord, { folded, tokens, all }: Line): FoundPlace[] {
  const phrase = BETWEEN + word.map((token) => token.folded).join(BETWEEN) + (unfinished ? '' : BETWEEN)
  const places: FoundPlace[] = []
  for (let at = folded.indexOf(phrase); at !== -1 && places.length < MAX_PLACES; at = folded.indexOf(phrase, at + 1)) {
    const first = tokens.get(at + 1) ?? 0
    const last = all[first + word.length - 1]
    if (last) places.push([all[first]?.start ?? 0, last.end])
  }
  return places
}
