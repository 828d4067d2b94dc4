import {
  characterStart,
  mergedPlaces,
  placesOf,
  type SearchMatch,
  searchWords,
  type SupportChatListItem,
} from '@support-chat/shared'

/** A stretch of a text, as the card draws it. */
export interface MatchPiece {
  readonly text: string
  readonly found: boolean
}

/** So much stands before the first word that was found: a card has room for one line. */
const LEAD = 24
const LEAD_WITHIN = 6

/** Cuts a snippet where the words that were found begin and end, and its beginning so that the first one is in sight. */
export function matchPieces({ text, highlights }: Pick<SearchMatch, 'text' | 'highlights'>): MatchPiece[] {
  const start = leadStart(text, highlights[0]?.[0] ?? 0)
  const pieces = cut(text, highlights, start)
  return start > 0 ? [{ text: '…', found: false }, ...pieces] : pieces
}

/** Whom a card is of, with what a search has found there: marked where all of its words stand in address and name. */
export function userPieces(
  { user_email, user_name }: Pick<SupportChatListItem, 'user_email' | 'user_name'>,
  q: string,
): { email: MatchPiece[]; name: MatchPiece[] } {
  const words = searchWords(q)
  const texts = [user_email, user_name ?? ''] as const
  const found = texts.map((text) => placesOf(words, text))
  const everyWord = words.every((_, word) => found.some((places) => places[word]?.length))
  const [email = [], name = []] = texts.map((text, index) =>
    cut(text, everyWord ? mergedPlaces(found[index]?.flat() ?? []) : [], 0),
  )
  return { email, name }
}

function cut(text: string, places: SearchMatch['highlights'], start: number): MatchPiece[] {
  const pieces: MatchPiece[] = []
  let end = start
  for (const [from, to] of places) {
    if (from < end || to <= from) continue
    if (from > end) pieces.push({ text: text.slice(end, from), found: false })
    pieces.push({ text: text.slice(from, to), found: true })
    end = to
  }
  if (end < text.length) pieces.push({ text: text.slice(end), found: false })
  return pieces
}

/** At the beginning of a word; within what has no spaces, as Chinese, a little before the first one found. */
function leadStart(text: string, first: number): number {
  if (first <= LEAD) return 0
  const space = text.indexOf(' ', first - LEAD)
  if (space !== -1 && space < first) return space + 1
  let start = first - LEAD_WITHIN
  // Not within a character.
  while (start < first && characterStart(text, start) < start) start++
  return start
}
