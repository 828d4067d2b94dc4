import type { SupportMessage } from '@support-chat/shared'
import type { ChatSession } from '@support-chat/shared/client'
import { html, nothing, type ReactiveController, type TemplateResult } from 'lit'
import { directionOf } from '../i18n/direction.js'
import { face, pictureOf } from './face.js'
import { matchesMedia, SMALL } from './media-query.js'
import { closeIcon } from './panel-icons.js'
import type { PanelHost } from './panel-host.js'
import { adoptPanelStyles } from './panel-styles.js'

/** Characters of an answer that two lines may have room for. */
const LONGEST = 200

/** Shows a new answer above the launcher while the chat is closed: once for each answer, and not over the page of a phone. */
export class AnswerCard implements ReactiveController {
  #message: SupportMessage | undefined

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

  /** Opened, read, removed, or of another user: there is nothing to tell any more. */
  hostUpdate(): void {
    const { shown, launcher, snapshot } = this.#host
    const { items, unreadCount } = snapshot.chat
    const found = items.find(({ message }) => (message as SupportMessage).id === this.#message?.id)
      ?.message as SupportMessage
    if (shown || launcher === 'none' || !unreadCount || !found || found.redacted_at) this.#message = undefined
  }

  hostDisconnected(): void {
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
    this.#message = undefined
    this.#host.requestUpdate()
    this.#host.renderRoot.querySelector<HTMLElement>('.launcher')?.focus()
  }
}
