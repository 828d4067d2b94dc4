import type { CannedReply } from '@support-chat/shared'

/** A slash before the caret that calls for a canned reply, and what follows it. */
export interface Slash {
  /** Where the slash stands, and where what follows it ends: at the caret. */
  readonly from: number
  readonly to: number
  readonly query: string
}

/** At the beginning or after white space: `and/or` and addresses call for nothing. */
const SLASH = /(?:^|\s)\/([\p{L}\p{N}_-]{0,40})$/u

export function slashBefore(text: string, caret: number): Slash | null {
  const query = SLASH.exec(text.slice(0, caret))?.[1]
  return query === undefined ? null : { from: caret - query.length - 1, to: caret, query }
}

/** The replies that answer to what was typed: first those whose shortcut begins so, then holds it, then whose text does. */
export function matching(replies: readonly CannedReply[], query: string): CannedReply[] {
  const typed = query.toLowerCase()
  const ranks = [
    ({ shortcut }: CannedReply) => shortcut.startsWith(typed),
    ({ shortcut }: CannedReply) => shortcut.includes(typed),
    ({ content }: CannedReply) => content.toLowerCase().includes(typed),
  ]
  const rank = (reply: CannedReply) => ranks.findIndex((answers) => answers(reply))
  return replies.filter((reply) => rank(reply) !== -1).sort((one, other) => rank(one) - rank(other))
}
