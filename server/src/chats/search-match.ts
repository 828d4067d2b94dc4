import { MATCH_LENGTH, type SearchMatch } from '@support-chat/shared'
import { characterStart } from './preview.js'
import { tokensOf, type SearchTerms, type Token } from './search-terms.js'

type Snippet = Pick<SearchMatch, 'text' | 'highlights'>
type Place = [start: number, end: number]

/** So much is shown before the first word that was found. */
const LEAD = 40
/** So often one word is looked for: nobody reads more of them on one line. */
const MAX_PLACES = 50

/**
 * The piece of a message in which most of the words stand, on one line, at most {@link MATCH_LENGTH} UTF-16 units, cut
 * between characters as people see them, and between words where there are any.
 */
export function snippet(content: string, { words }: SearchTerms): Snippet {
  const line = content.normalize().replace(/\s+/g, ' ').trim()
  const tokens = tokensOf(line)
  const found = words.map((word, index) => placesOf(word, tokens, index === words.length - 1))
  const start = line.length <= MATCH_LENGTH ? 0 : startBefore(line, bestPlace(found))
  const before = start > 0 ? '…' : ''
  const whole = line.length - start + before.length <= MATCH_LENGTH
  const end = whole ? line.length : characterStart(line, start + MATCH_LENGTH - before.length - 1)
  const shown = found.flat().filter(([from, to]) => from >= start && to <= end)
  return {
    text: before + line.slice(start, end) + (whole ? '' : '…'),
    highlights: merged(shown).map(([from, to]) => [from - start + before.length, to - start + before.length]),
  }
}

/** An unfinished word is found to its end. */
function placesOf(word: readonly Token[], tokens: Token[], unfinished: boolean): Place[] {
  const last = word.length - 1
  const isAt = (start: number) =>
    word.every(({ folded }, n) => {
      const token = tokens[start + n]?.folded
      return token === folded || (unfinished && n === last && token?.startsWith(folded))
    })
  const places = tokens.flatMap(({ start, end }, n): Place[] =>
    isAt(n) ? [[start, tokens[n + last]?.end ?? end]] : [],
  )
  return places.slice(0, MAX_PLACES)
}

/** The place from which on most of the different words are in reach; the first of several. */
function bestPlace(found: Place[][]): number {
  const wordsFrom = (place: number) =>
    found.filter((places) => places.some(([from, to]) => from >= place && to <= place + MATCH_LENGTH - LEAD)).length
  const places = found.flatMap((places) => places.map(([from]) => from)).sort((a, b) => a - b)
  return places.reduce((best, place) => (wordsFrom(place) > wordsFrom(best) ? place : best), places[0] ?? 0)
}

/** At the beginning of a word, or else of a character. */
function startBefore(line: string, place: number): number {
  if (place <= LEAD) return 0
  const space = line.indexOf(' ', place - LEAD)
  return space === -1 || space >= place ? characterStart(line, place - LEAD) : space + 1
}

/** In order, without those that overlap an earlier one: two words may be found in the same place. */
function merged(places: Place[]): Place[] {
  const inOrder = places.sort(([a, aEnd], [b, bEnd]) => a - b || bEnd - aEnd)
  return inOrder.reduce<Place[]>((kept, place) => {
    return place[0] >= (kept.at(-1)?.[1] ?? 0) ? [...kept, place] : kept
  }, [])
}
