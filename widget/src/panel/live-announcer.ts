import type { SupportMessage } from '@support-chat/shared'
import type { ChatSession } from '@support-chat/shared/client'
import { onceAcrossTabs, playChime, unlockSound } from '@support-chat/shared/view'
import type { ReactiveController } from 'lit'
import { wasMuted } from './mute-setting.js'
import type { PanelHost } from './panel-host.js'

/** Two soft notes, a fifth apart. */
const NOTES = [
  [587.33, 0],
  [880, 0.09],
] as const

/** Screen readers announce changes only of live regions they know: a new one waits this long, in milliseconds. */
const REGISTRATION_DELAY = 150
/** How long an announcement stays, in milliseconds. */
const DISPLAY_TIME = 5000

/**
 * Announces new messages of staff: one sound, and a sentence for screen readers. It is read out once: by the log while
 * that is shown and live, by a live region of its own otherwise.
 */
export class LiveAnnouncer implements ReactiveController {
  #region: HTMLElement | undefined
  #unreadCount = 0
  #session: ChatSession | undefined

  readonly #host: PanelHost
  readonly #isReadByLog: () => boolean | undefined

  constructor(host: PanelHost, isReadByLog: () => boolean | undefined) {
    this.#host = host
    this.#isReadByLog = isReadByLog
    host.addController(this)
  }

  /** @param session that the messages came in: they are not for another user, who may have signed in meanwhile */
  announce(messages: readonly SupportMessage[], session: ChatSession | undefined): void {
    if (!this.#host.muted && !wasMuted()) chimeOnce(messages.at(-1)?.id ?? '')
    void this.#addLine(messages, session)
  }

  /** Read, or signed out: what was announced is out of date. */
  hostUpdated(): void {
    const { chat, session, isHidden } = this.#host.snapshot
    if (isHidden || (chat.unreadCount === this.#unreadCount && session === this.#session)) return
    this.#region?.replaceChildren()
    this.#unreadCount = chat.unreadCount
    this.#session = session
  }

  async #addLine(messages: readonly SupportMessage[], session: ChatSession | undefined): Promise<void> {
    const host = this.#host
    await host.updateComplete
    if (this.#isReadByLog()) return
    const { words } = host
    const [message] = messages
    const line = document.createElement('p')
    line.textContent = words.newMessages(messages.length)
    if (messages.length === 1 && message)
      line.textContent += `. ${message.sender_name || words.staff}: ${message.content}`
    const region = (this.#region ??= host.renderRoot.appendChild(newRegion()))
    setTimeout(() => {
      if (host.snapshot.session === session) region.append(line)
    }, REGISTRATION_DELAY)
    setTimeout(() => line.remove(), REGISTRATION_DELAY + DISPLAY_TIME)
  }
}

/** Not part of the template: a live region has to stay the same element. */
function newRegion(): HTMLElement {
  const region = document.createElement('div')
  region.className = 'live-region'
  region.ariaLive = 'polite'
  region.style.cssText = 'position:fixed;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%)'
  return region
}

/** Plays the sound of a new message, in one of the tabs that show it: the first that may play anything. */
function chimeOnce(messageId: string): void {
  if (!unlockSound()) return
  const chime = () => playChime({ notes: NOTES, length: 0.32, volume: 0.08 })
  void onceAcrossTabs(`support-chat-sound|${messageId}`, chime)
}
