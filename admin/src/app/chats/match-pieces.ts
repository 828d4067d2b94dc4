import {
  characterStart,
  mergedPlaces,
  placesOf,
  type SearchMatch,
  searchWords,
  type SupportChatListItem,
} from '@support-chat/shared'
import { t } from '../language/words.js'

/** A part of a text, highlighted where a search has found it. */
export interface MatchPiece {
  readonly text: string
  readonly found: boolean
}

/** So many characters at most are shown before the first word that was found: a card has room for one line. */
const LEAD = 24
const LEAD_WITHIN = 6

/** Cuts a snippet where found words begin and end, and shortens its beginning so that the first one is visible. */
export function matchPieces({ text, highlights }: Pick<SearchMatch, 'text' | 'highlights'>): MatchPiece[] {
  const start = leadStart(text, highlights[0]?.[0] ?? 0)
  const pieces = cut(text, highlights, start)
  return start > 0 ? [{ text: '…', found: false }, ...pieces] : pieces
}

/** Whose words were found: `You:`, a colleague's name, or null for the user's. */
export function matchAuthor({ sender_type, sender_id, sender_name }: SearchMatch, staffId?: string): string | null {
  if (sender_type !== 'admin') return null
  if (sender_id !== null && sender_id === staffId) return t('chats.you')
  return t('chats.colleague', { name: sender_name ?? t('conversation.support') })
}

/** Address and name of a user, highlighted where a search has found all of its words in them. */
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

/** Where to cut: at the beginning of a word or, in text without spaces such as Chinese, a little before the match. */
function leadStart(text: string, first: number): number {
  if (first <= LEAD) return 0
  const space = text.indexOf(' ', first - LEAD)
  if (space !== -1 && space < first) return space + 1
  let start = first - LEAD_WITHIN
  // Not within a character.
  while (start < first && characterStart(text, start) < start) start++
  return start
}
