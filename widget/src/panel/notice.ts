import { html, nothing, type TemplateResult } from 'lit'
import type { ChatSnapshot } from '../chat/chat-snapshot.js'
import type { Strings } from '../i18n/strings.js'
import { chatIcon } from '../launcher/icons.js'
import { alertIcon, cloudOffIcon, lockIcon } from './panel-icons.js'

/** Why there is no conversation to show. */
export type PanelStatus = 'signed-out' | 'refused' | 'forbidden' | 'unreachable'

/** Null while all is well, or may still become so. */
export function panelStatus({ connection, chat }: ChatSnapshot, signedOut: boolean): PanelStatus | null {
  if (signedOut) return 'signed-out'
  const error = connection.error ?? chat.error
  if (error?.code === 'unauthenticated' || error?.code === 'wrong_user') return 'refused'
  if (error?.code === 'forbidden') return 'forbidden'
  return error || (connection.status === 'offline' && !chat.loaded) ? 'unreachable' : null
}

/** Nothing has been said yet: the team's greeting, or one of our own. */
export const emptyNotice = (words: Strings, name: string | undefined, greeting: string | undefined): TemplateResult =>
  notice(chatIcon, greeting || words.greeting(name?.trim().split(/\s+/)[0]), words.greetingText)

/** What can be written about, each a message by a click. */
export function topicButtons(topics: readonly string[] = [], words: Strings, send: (topic: string) => void) {
  if (!topics.length) return nothing
  return html`<div class="topics" role="group" aria-label=${words.topics}>
    ${topics.map(
      (topic) =>
        html`<button class="action topic" part="topic" type="button" dir="auto" @click=${() => send(topic)}>
          ${topic}
        </button>`,
    )}
  </div>`
}

/** What went wrong and what to do. */
export function statusNotice(status: PanelStatus, words: Strings, tryAgain: () => void): TemplateResult {
  const button = html`<button class="action" type="button" @click=${tryAgain}>${words.tryAgain}</button>`
  switch (status) {
    case 'signed-out':
      return notice(lockIcon, words.signedOutTitle, words.signedOutText)
    case 'refused':
      return notice(lockIcon, words.refusedTitle, words.refusedText, button)
    case 'forbidden':
      return notice(alertIcon, words.forbiddenTitle, words.forbiddenText)
    case 'unreachable':
      return notice(cloudOffIcon, words.unreachableTitle, words.unreachableText, button)
  }
}

/** The shape of a conversation, until it is there. */
export function skeleton(words: Strings): TemplateResult {
  return html`<div class="skeleton" part="skeleton">
    <span class="visually-hidden">${words.loading}</span>
    <i></i><i></i><i class="right"></i><i></i><i class="right"></i><i class="right"></i>
  </div>`
}

function notice(icon: TemplateResult, title: string, text: string, action: TemplateResult | typeof nothing = nothing) {
  return html`<div class="notice" part="notice">
    <div class="notice-icon">${icon}</div>
    <h3>${title}</h3>
    <p>${text}</p>
    ${action}
  </div>`
}
