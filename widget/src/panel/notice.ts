import { html, nothing, type TemplateResult } from 'lit'
import { chatIcon } from './icons.js'
import { alertIcon, cloudOffIcon, lockIcon } from './panel-icons.js'
import type { Strings } from '../i18n/strings.js'
import type { SupportChat } from '../element/support-chat.js'

/** Why there is no conversation to show. */
export type Trouble = 'signed-out' | 'refused' | 'forbidden' | 'unreachable'

/** Null while all is well, or may still become so. */
export function troubleOf({ signedOut, conversation }: SupportChat): Trouble | null {
  if (signedOut) return 'signed-out'
  const { connection, chat } = conversation
  const error = connection.error ?? chat.error
  if (error?.code === 'unauthenticated' || error?.code === 'wrong_user') return 'refused'
  if (error?.code === 'forbidden') return 'forbidden'
  return error || (connection.status === 'offline' && !chat.loaded) ? 'unreachable' : null
}

/** Nothing has been said yet. */
export function emptyNotice(words: Strings, name: string | undefined): TemplateResult {
  return notice(chatIcon, words.greeting(name?.trim().split(/\s+/)[0]), words.greetingText)
}

/** What went wrong and what to do. */
export function troubleNotice(trouble: Trouble, words: Strings, tryAgain: () => void): TemplateResult {
  const button = html`<button class="action" type="button" @click=${tryAgain}>${words.tryAgain}</button>`
  switch (trouble) {
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
    <span class="unseen">${words.loading}</span>
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
