import type { CannedReply } from '@support-chat/shared'

/** A slash before the caret that opens the list of canned replies, and what follows it. */
export interface Slash {
  /** Where the slash stands, and where what follows it ends: at the caret. */
  readonly from: number
  readonly to: number
  readonly query: string
}

/** At the beginning or after white space, so that `and/or` and addresses open nothing. */
const SLASH = /(?:^|\s)\/([\p{L}\p{N}_-]{0,40})$/u

export function slashBefore(text: string, caret: number): Slash | null {
  const query = SLASH.exec(text.slice(0, caret))?.[1]
  return query === undefined ? null : { from: caret - query.length - 1, to: caret, query }
}

/** The matching replies: first those whose shortcut begins with the text, then contains it, then whose content does. */
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
