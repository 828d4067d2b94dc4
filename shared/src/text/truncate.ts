/** The longest that one character as people see it may be, in UTF-16 units: a letter with more marks on it is cut after all. */
const LONGEST_CHARACTER = 40

let characters: Intl.Segmenter | undefined

/** The beginning of a text, at most so many UTF-16 units, cut between characters as people see them. */
export function truncate(text: string, length: number): string {
  return text.slice(0, characterStart(text, length))
}

/** Where the character as people see it begins that stands at a place in a text; the end for a place beyond it. */
export function characterStart(text: string, place: number): number {
  if (place >= text.length) return text.length
  const isHalf = /^[\uDC00-\uDFFF]/.test(text.slice(place, place + 1)) && /[\uD800-\uDBFF]$/.test(text.slice(0, place))
  const whole = isHalf ? place - 1 : place
  // Not every browser knows where characters end.
  if (!('Segmenter' in Intl)) return whole
  characters ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  const start = characters.segment(text).containing(place)?.index ?? whole
  return place - start > LONGEST_CHARACTER ? whole : start
}
