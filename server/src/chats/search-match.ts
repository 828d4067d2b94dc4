import {
  characterStart,
  MATCH_LENGTH,
  mergedPlaces,
  type FoundPlace,
  placesOf,
  type SearchMatch,
} from '@support-chat/shared'
import type { SearchTerms } from './search-terms.js'

type Snippet = Pick<SearchMatch, 'text' | 'highlights'>

/** So much is shown before the first word that was found. */
const LEAD = 40

/**
 * The piece of a message in which most of the words stand, on one line, at most {@link MATCH_LENGTH} UTF-16 units, cut
 * between characters as people see them, and between words where there are any.
 */
export function snippet(content: string, { words }: SearchTerms): Snippet {
  const line = content.normalize().replace(/\s+/g, ' ').trim()
  const found = placesOf(words, line)
  const start = line.length <= MATCH_LENGTH ? 0 : startBefore(line, bestPlace(found))
  const before = start > 0 ? '…' : ''
  const whole = line.length - start + before.length <= MATCH_LENGTH
  const end = whole ? line.length : characterStart(line, start + MATCH_LENGTH - before.length - 1)
  const shown = found.flat().filter(([from, to]) => from >= start && to <= end)
  return {
    text: before + line.slice(start, end) + (whole ? '' : '…'),
    highlights: mergedPlaces(shown).map(([from, to]) => [from - start + before.length, to - start + before.length]),
  }
}

/** The place from which on most of the different words are in reach; the first of several. */
function bestPlace(found: FoundPlace[][]): number {
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
