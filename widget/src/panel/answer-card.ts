import type { SupportMessage } from '@support-chat/shared'
import { attempt, type ChatSession } from '@support-chat/shared/client'
import { html, nothing, type ReactiveController, type TemplateResult } from 'lit'
import { directionOf } from '../i18n/direction.js'
import { face, pictureOf } from './face.js'
import { matchesMedia, SMALL } from './media-query.js'
import { closeIcon } from './panel-icons.js'
import type { PanelHost } from './panel-host.js'
import { adoptPanelStyles } from './panel-styles.js'

/** Characters of an answer that two lines may have room for. */
const LONGEST = 200

/**
 * Shows a new answer above the launcher while the chat is closed: not over the page of a phone, once for each answer, and
 * not in other tabs where it was dismissed in one.
 */
export class AnswerCard implements ReactiveController {
  #message: SupportMessage | undefined
  #channel: BroadcastChannel | undefined

  readonly #host: PanelHost

  constructor(host: PanelHost) {
    this.#host = host
    host.addController(this)
  }

  /** @param session that the message came in */
  show(message: SupportMessage | undefined, session: ChatSession | undefined): void {
    const host = this.#host
    if (session !== host.snapshot.session || matchesMedia(SMALL)) return
    adoptPanelStyles(host)
    this.#message = message
    host.requestUpdate()
  }

  hostConnected(): void {
    this.#channel = attempt(() => new BroadcastChannel('support-chat-card'))
    if (this.#channel) this.#channel.onmessage = ({ data }) => data === this.#message?.id && this.#hide()
  }

  /** Opened, read, or of another user: there is nothing to tell any more. */
  hostUpdate(): void {
    const { shown, launcher, snapshot } = this.#host
    if (shown || launcher === 'none' || !snapshot.chat.unreadCount) this.#message = undefined
  }

  hostDisconnected(): void {
    this.#channel?.close()
    this.#message = undefined
  }

  render(): TemplateResult | typeof nothing {
    const { words, language, snapshot } = this.#host
    const { content, sender_name: sender } = this.#message ?? {}
    if (!content) return nothing
    const name = sender || words.staff
    return html`<div
      class="card"
      part="card"
      role="group"
      translate="no"
      aria-label=${words.newMessages(1)}
      dir=${directionOf(language)}
    >
      <button class="answer" type="button" @click=${() => this.#host.open()}>
        ${face(name, pictureOf(sender, snapshot.chat.welcome?.team.members))}
        <b>${name}</b>
        <span dir="auto" translate="yes">${content.slice(0, LONGEST)}</span>
      </button>
      <button class="icon-button" type="button" aria-label=${words.dismiss} @click=${this.#dismiss}>
        ${closeIcon}
      </button>
    </div>`
  }

  /** @returns whether the key was for the card */
  handleKey(event: KeyboardEvent): boolean {
    const target = event.composedPath()[0] as Element
    if (event.key !== 'Escape' || !target.closest?.('.card')) return false
    event.stopPropagation()
    event.preventDefault()
    this.#dismiss()
    return true
  }

  readonly #dismiss = () => {
    this.#channel?.postMessage(this.#message?.id)
    this.#hide()
    this.#host.renderRoot.querySelector<HTMLElement>('.launcher')?.focus()
  }

  #hide(): void {
    this.#message = undefined
    this.#host.requestUpdate()
  }
}
