/** A piece of a message: plain text, or a link with the address it leads to. */
export interface TextPiece {
  text: string
  href?: string
}

const CANDIDATE = /\b(?:https?:\/\/|mailto:|www\.)[^\s<>"'`]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gi
const ALLOWED = new Set(['http:', 'https:', 'mailto:'])

/**
 * Finds web and e-mail addresses in a message. Only http, https and mailto lead anywhere; all else stays the text it is.
 * The pieces put together are the message again.
 */
export function linkify(content: string): TextPiece[] {
  const pieces: TextPiece[] = []
  let end = 0
  for (const match of content.matchAll(CANDIDATE)) {
    const text = withoutPunctuation(match[0])
    const href = addressOf(text)
    if (!href) continue
    if (match.index > end) pieces.push({ text: content.slice(end, match.index) })
    pieces.push({ text, href })
    end = match.index + text.length
  }
  if (end < content.length) pieces.push({ text: content.slice(end) })
  return pieces
}

/** A full stop after an address belongs to the sentence, and so does a bracket that was opened before it. */
function withoutPunctuation(text: string): string {
  let kept = text.replace(/[.,;:!?…]+$/, '')
  while (/[)\]}]$/.test(kept) && count(kept, /[([{]/g) < count(kept, /[)\]}]/g)) {
    kept = kept.slice(0, -1).replace(/[.,;:!?…]+$/, '')
  }
  return kept
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}

function addressOf(text: string): string | null {
  const address = /^www\./i.test(text) ? `https://${text}` : /^[a-z]+:/i.test(text) ? text : `mailto:${text}`
  try {
    const url = new URL(address)
    const leadsSomewhere = url.protocol === 'mailto:' ? url.pathname !== '' : url.hostname !== ''
    return ALLOWED.has(url.protocol) && leadsSomewhere ? url.href : null
  } catch {
    return null
  }
}
