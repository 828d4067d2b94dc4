import { html, nothing, type TemplateResult } from 'lit'
import type { TimeFormat } from '@support-chat/shared/view'
import { faces } from './face.js'
import type { PanelHost } from './panel-host.js'
import { teamLine } from './team-line.js'

/** A team that nobody has named: the heading of each language says it better. */
const UNNAMED = 'Support Chat'

/**
 * Who is there: faces, the page's heading or else the team's name, and when an answer can be expected.
 * @param isMentioned whether the connection is shown in place of the last; it is always there for who asks
 */
export function panelTitle(host: PanelHost, isMentioned: boolean, times: TimeFormat): TemplateResult {
  const { words, snapshot } = host
  const { status } = snapshot.connection
  const { welcome, otherOnline } = snapshot.chat
  const team = welcome?.team
  const name = team?.name === UNNAMED ? '' : team?.name
  const own = host.heading || host.strings?.heading
  const line = team && teamLine(team, otherOnline, words, times)
  const style = `status ${status} ${isMentioned ? '' : 'visually-hidden'}`
  return html`${team ? faces(team.members, words.staff) : nothing}
    <div class="title">
      <h2 id="heading" part="heading">${own || name || words.heading}</h2>
      <p class=${style} part="status" role="status" aria-live="off">${words[status]}</p>
      <p class="team" part="team">${own && name ? html`<span>${name}</span>` : nothing}${line}</p>
    </div>`
}
