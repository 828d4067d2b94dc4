import { linkify, type TextPiece } from '@support-chat/shared'

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Longest preview in an e-mail, in characters as people count them. */
export const EMAIL_PREVIEW_LENGTH = 200

/**
 * The first 200 whole characters of a message; an emoji or an accented letter is never cut in two. A link that is cut
 * still leads to all of its address.
 */
export function emailPreview(content: string): TextPiece[] {
  const pieces = linkify(printable(content))
  const shown = beginning(pieces.map(({ text }) => text).join(''))
  if (shown === null) return pieces
  const cut: TextPiece[] = []
  for (let left = shown.length, n = 0; left > 0; n++) {
    const piece = pieces[n] ?? { text: '' }
    const text = piece.text.slice(0, left)
    cut.push({ ...piece, text })
    left -= text.length
  }
  return [...cut, { text: '…' }]
}

/** Null where that is the whole text. */
function beginning(text: string): string | null {
  let count = 0
  for (const { index } of graphemes.segment(text)) {
    if (count === EMAIL_PREVIEW_LENGTH) return text.slice(0, index).trimEnd()
    count++
  }
  return null
}

/** Without control characters, which mail programs show as boxes or refuse; lines stay lines. */
function printable(content: string): string {
  return content
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .trim()
}
