import type { StaffMember } from '@support-chat/shared'

/** An `@` before the caret, and what follows it: the beginning of a name. */
export interface MentionTyped {
  readonly from: number
  readonly to: number
  readonly query: string
}

/** At the beginning or after white space, so that addresses open nothing. A name may have two words. */
const TYPED = /(?:^|\s)@([\p{L}\p{N}._-]*(?: [\p{L}\p{N}._-]+)?)$/u

export const mentionLabel = ({ name, email }: Pick<StaffMember, 'name' | 'email'>): string => name ?? email

export function mentionBefore(text: string, caret: number): MentionTyped | null {
  const query = TYPED.exec(text.slice(0, caret))?.[1]
  return query === undefined ? null : { from: caret - query.length - 1, to: caret, query }
}

/** The colleagues whose name or address begins with what is typed, a few of them. */
export function matchingStaff(staff: readonly StaffMember[], query: string): StaffMember[] {
  const typed = query.toLocaleLowerCase()
  const begins = ({ name, email }: StaffMember) =>
    email.toLocaleLowerCase().startsWith(typed) ||
    (name ?? '').toLocaleLowerCase().startsWith(typed) ||
    (name ?? '').toLocaleLowerCase().includes(` ${typed}`)
  return staff.filter((member) => begins(member)).slice(0, 6)
}

/** The ids of those whom a text names, in the order in which it does. Of `@Bea Miller` and `@Bea` the longer one counts. */
export function mentionsIn(text: string, staff: readonly StaffMember[]): string[] {
  const longestFirst = [...staff].sort((a, b) => mentionLabel(b).length - mentionLabel(a).length)
  const found: { at: number; id: string }[] = []
  let rest = text
  for (const member of longestFirst) {
    const label = `@${mentionLabel(member)}`
    for (let at = rest.indexOf(label); at !== -1; at = rest.indexOf(label, at + 1)) {
      if (/^[\p{L}\p{N}]/u.test(rest.slice(at + label.length))) continue
      found.push({ at, id: member.id })
      rest = rest.slice(0, at) + ' '.repeat(label.length) + rest.slice(at + label.length)
    }
  }
  return [...new Set(found.sort((a, b) => a.at - b.at).map(({ id }) => id))]
}
