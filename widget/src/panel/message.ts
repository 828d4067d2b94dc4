import { linkify, type PendingMessage, type SupportChat } from '@support-chat/shared'
import { html, nothing, type TemplateResult } from 'lit'
import type { TimeFormat } from '@support-chat/shared/view'
import { face, pictureOf } from './face.js'
import { alertIcon, clockIcon } from './panel-icons.js'
import type { Strings } from '../i18n/strings.js'
import type { MessageRow } from './timeline-rows.js'

export interface MessageActions {
  retry(clientId: string): void
  edit(clientId: string): void
  discard(clientId: string): void
  /** Sends a text that the user has chosen. */
  send: (content: string) => void
}

/** Those of the team who are shown, once they are known. */
type Members = SupportChat['team']['members'] | undefined

export interface MessageContext {
  words: Strings
  times: TimeFormat
  actions: MessageActions
  members: Members
  /** It comes in while the log is being looked at. */
  arriving: boolean
}

/** One to three emoji and nothing else: shown large, without a bubble. */
const EMOJI_ONLY =
  /^(?:(?:\p{RI}{2}|\p{Extended_Pictographic}(?:[\uFE0F\p{EMod}]|\u200D\p{Extended_Pictographic})*) ?){1,3}$/u

/** How a row of the log is drawn. */
export interface RowView {
  /** Its classes, which are its parts as well: `::part(message own)`. */
  style: string
  /** What screen readers call it; left out where its text says so already. */
  label?: string
  content: unknown
}

export function dayView(at: string, times: TimeFormat): RowView {
  return { style: 'day', content: html`<time datetime=${at}>${times.day(at)}</time>` }
}

export const dividerView = (words: Strings): RowView => ({
  style: 'day new',
  content: html`<span>${words.unreadDivider}</span>`,
})

/** A message: the sender's picture and name above the first of a run, the bubble, and time and state below the last. */
export function messageView(row: MessageRow, context: MessageContext): RowView {
  const { words, times, actions, members, arriving } = context
  const { own, first, last, pending } = row
  const failed = pending?.state === 'failed'
  const style = ['message', own ? 'own' : 'staff']
  if (first) style.push('first')
  if (last) style.push('last')
  if (pending) style.push(pending.state)
  if (arriving) style.push('arriving')
  const sender = row.stored?.sender_name
  const name = own ? words.you : sender || words.staff
  const files = row.stored?.attachments[0]
  return {
    style: style.join(' '),
    label: `${name}, ${times.time(row.at)}`,
    content: html`${own || !first ? nothing : face(name, pictureOf(sender, members))}
      <p class="name ${own || !first ? 'visually-hidden' : ''}" part="name">${name}</p>
      ${bubble(row, context)} ${files && html`<div class="files" id=${row.key}></div>`}
      ${failed ? failure(pending, words, actions) : below(row, words, times)}`,
  }
}

/** Not read out: it comes and goes with each answer, and the answer is. */
export function typingView(words: Strings, name: string | null, members: Members): TemplateResult {
  return html`<div class="message staff first last typing arriving" part="typing" aria-live="off">
    ${face(name || words.staff, pictureOf(name, members))}
    <p class="name" part="name">${name ? words.typingName(name) : words.typing}</p>
    <div class="bubble" aria-hidden="true"><i></i><i></i><i></i></div>
  </div>`
}

function bubble({ own, stored, message: { content, created_at: at } }: MessageRow, { words, times }: MessageContext) {
  const [side, alias] = own ? ['own', 'mine'] : ['staff', 'theirs']
  const redacted = stored?.redacted_at
  const style = `bubble ${side} ${redacted ? 'redacted' : EMOJI_ONLY.test(content) ? 'emoji' : alias}`
  // White space counts in a bubble, so none may be put in here.
  // prettier-ignore
  return html`<div class=${style} part=${style} dir="auto" translate="yes" title=${times.exact(at)}>${redacted ? words.redacted : text(content)}</div>`
}

function text(content: string) {
  return linkify(content).map(({ text, href }) =>
    href ? html`<a href=${href} target="_blank" rel="noopener noreferrer nofollow">${text}</a>` : text,
  )
}

function below({ last, seen, pending, message }: MessageRow, words: Strings, times: TimeFormat) {
  const at = message.created_at
  return html`<p part="meta" class="meta ${last || seen ? '' : 'visually-hidden'}">
    <time datetime=${at}>${times.time(at)}</time>
    ${pending ? html`<span class="clock">${clockIcon}<span class="visually-hidden">${words.sending}</span></span>` : nothing}
    ${seen ? html`<span class="seen">${words.seen}</span>` : nothing}
  </p>`
}

function failure({ client_id: id, error }: PendingMessage, words: Strings, actions: MessageActions) {
  const hopeless = error?.code === 'content_too_long' || error?.code === 'invalid_request'
  const reason = words.notSent(error)
  return html`<div class="meta failure" part="meta failure">
    <p>${alertIcon}${reason}</p>
    <span>
      <button type="button" @click=${() => (hopeless ? actions.edit(id) : actions.retry(id))}>
        ${hopeless ? words.edit : words.retry}
      </button>
      <button type="button" @click=${() => actions.discard(id)}>${words.remove}</button>
    </span>
  </div>`
}
