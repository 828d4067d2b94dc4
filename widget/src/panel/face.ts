import type { SupportChat } from '@support-chat/shared'
import { html, nothing, type TemplateResult } from 'lit'

type Members = SupportChat['team']['members']

/** The picture of a person, else the first letters of the name: decoration beside the name itself. */
export function face(name: string, url: string | null | undefined): TemplateResult {
  return html`<span class="face" part="face" aria-hidden="true"
    >${initialsOf(name)}${url ? html`<img src=${url} alt="" @load=${show} @error=${show} />` : nothing}</span
  >`
}

/** One that does not come, as where the page's content security policy is against it, leaves the letters. */
function show({ type, target }: Event): void {
  ;(target as HTMLElement).hidden = type === 'error'
}

/** Those of the team who are shown, one beside the other. */
export function faces(members: Members, staff: string): TemplateResult | typeof nothing {
  if (!members.length) return nothing
  return html`<span class="faces">${members.map(({ name, avatar_url }) => face(name || staff, avatar_url))}</span>`
}

/** Of the member of the team who has this name; of two with the same nobody can tell. */
export function pictureOf(name: string | null | undefined, members: Members = []): string | null {
  const [found, other] = members.filter((member) => name && member.name === name)
  return (!other && found?.avatar_url) || null
}

/** Of first and last word. What stands between keeps letters from joining that do so within a word. */
export function initialsOf(name: string): string {
  const [first = '', ...more] = name.trim().split(/\s+/)
  return [first, more.at(-1) ?? '']
    .map((word) => [...word].slice(0, 1))
    .join('\u200c')
    .toLocaleUpperCase()
}
