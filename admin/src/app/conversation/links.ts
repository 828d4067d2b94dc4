/** A piece of a message: text, or a link to follow. */
export interface Piece {
  readonly text: string
  readonly href: string | null
}

const ADDRESS = /\b(?:https?:\/\/|mailto:)[^\s<>"]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/giu
const TRAILING = /[.,;:!?'")\]}]+$/u

/** Finds what can be followed in plain text. Only http, https and mailto become links; everything else stays text. */
export function toPieces(text: string): Piece[] {
  const pieces: Piece[] = []
  let end = 0
  for (const match of text.matchAll(ADDRESS)) {
    const address = withoutTrailing(match[0])
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), href: null })
    pieces.push({ text: address, href: /^(?:https?|mailto):/i.test(address) ? address : `mailto:${address}` })
    end = match.index + address.length
  }
  if (end < text.length) pieces.push({ text: text.slice(end), href: null })
  return pieces
}

/** The full stop after an address is the sentence's; a closing bracket is the address's own if it was opened in it. */
function withoutTrailing(address: string): string {
  const cut = address.replace(TRAILING, '')
  const rest = address.slice(cut.length)
  return rest.startsWith(')') && cut.includes('(') && !cut.includes(')') ? `${cut})` : cut
}
