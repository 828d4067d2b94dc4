import { countCharacters, MAX_CONTENT_LENGTH, trimContent, type PendingMessage } from '@support-chat/shared'
import { html, nothing, type ReactiveController, type TemplateResult } from 'lit'
import { draftOf, keepDraft } from '../chat/drafts.js'
import type { UserKey } from '../chat/identity.js'
import { sendIcon } from './panel-icons.js'
import type { PanelHost } from './panel-host.js'

/** The other side is told that the user has stopped typing after this long without a key, in milliseconds. */
const TYPING_PAUSE = 4000

/** Whether a key belongs to an input method: Enter takes its suggestion, Escape drops it. Safari shows it by `keyCode` alone. */
export const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229

/**
 * Where the user writes. What is written stays until it has been taken over by the conversation: an element that leaves
 * the page, or the next page in this tab, goes on with it when its user is there again.
 */
export class Composer implements ReactiveController {
  #pause: ReturnType<typeof setTimeout> | undefined
  #text = ''
  /** Whose text it is; undefined while nobody is signed in. */
  #userKey: UserKey | undefined
  /** What was sent before it is known who sends it. */
  #queue: readonly PendingMessage[] = []
  /** What the page has put into the input. */
  #suggested = ''

  readonly #host: PanelHost

  constructor(host: PanelHost) {
    this.#host = host
  }

  get #input(): HTMLTextAreaElement | null {
    return this.#host.renderRoot.querySelector('textarea')
  }

  get queue(): readonly PendingMessage[] {
    return this.#queue
  }

  focus(): void {
    this.#input?.focus()
  }

  /** Puts a text that was not sent back into the input, above what has been written since. */
  restore(text: string): void {
    this.#write(join(text, this.#text))
    this.focus()
    this.#updateText()
  }

  /** Below what the user has written, in place of an earlier suggestion that they have left as it was. */
  suggest(draft: string): void {
    const own = this.#text === this.#suggested ? '' : this.#text
    this.#suggested = draft
    this.#text = own.includes(draft) ? own : join(own, draft)
    this.#host.requestUpdate()
  }

  /** Once it is known who is writing, goes on with what they wrote before; what nobody has signed yet becomes theirs. */
  hostUpdated(): void {
    const { userKey, session, isHidden } = this.#host.snapshot
    // The draft is kept, and shown again if it is still the same user.
    if (isHidden && this.#userKey) this.hostDisconnected()
    if (session && this.#queue.length > 0) {
      for (const { content } of this.#queue) session.send(content)
      this.#queue = []
    }
    if (userKey && userKey !== this.#userKey) {
      const draft = draftOf(userKey)
      const isKept = this.#userKey || (this.#text === this.#suggested && draft.includes(this.#text))
      this.#text = isKept ? draft : join(draft, this.#text)
      this.#userKey = userKey
      keepDraft(userKey, this.#text)
      this.#host.requestUpdate()
    }
    if (this.#input && this.#input.value !== this.#text) this.#write(this.#text)
  }

  hostDisconnected(): void {
    clearTimeout(this.#pause)
    if (this.#userKey) this.#text = ''
    this.#userKey = undefined
  }

  render(disabled: boolean): TemplateResult {
    const { words } = this.#host
    const length = countCharacters(trimContent(this.#text))
    const over = length - MAX_CONTENT_LENGTH
    return html`<form class="composer" part="composer" @submit=${this.#sendAndFocus}>
      <div class="field ${over > 0 ? 'over' : ''}" part="field">
        <textarea
          part="input"
          rows="1"
          aria-label=${words.message}
          aria-describedby=${over > 0 ? 'limit' : nothing}
          aria-invalid=${over > 0}
          placeholder=${words.placeholder}
          dir=${this.#text ? 'auto' : nothing}
          enterkeyhint="send"
          autocomplete="off"
          ?disabled=${disabled}
          @input=${this.#updateText}
          @blur=${this.#stopTyping}
        ></textarea>
        <button
          class="send"
          part="send"
          type="submit"
          aria-label=${words.send}
          ?disabled=${disabled || length === 0 || over > 0}
          @click=${this.#sendAndFocus}
        >
          ${sendIcon}
        </button>
      </div>
      ${
        over > 0
          ? html`<p class="limit" id="limit" aria-live="polite">${words.tooLong(over, MAX_CONTENT_LENGTH)}</p>`
          : nothing
      }
    </form>`
  }

  /** Sends a text that the user has chosen: what they are writing stays. */
  sendText(content: string): void {
    const { session } = this.#host.snapshot
    const message = { content, created_at: new Date().toISOString(), state: 'sending', error: null } as const
    if (session) session.send(content)
    else this.#queue = [...this.#queue, { client_id: `queued ${this.#queue.length}`, ...message }]
    this.#host.requestUpdate()
  }

  readonly #updateText = () => {
    const input = this.#input
    if (!input) return
    this.#text = input.value
    if (this.#userKey) keepDraft(this.#userKey, this.#text)
    fit(input)
    const typing = trimContent(this.#text) !== ''
    clearTimeout(this.#pause)
    this.#host.snapshot.session?.setTyping(typing)
    if (typing) this.#pause = setTimeout(this.#stopTyping, TYPING_PAUSE)
    this.#host.requestUpdate()
  }

  readonly #stopTyping = () => {
    clearTimeout(this.#pause)
    this.#host.snapshot.session?.setTyping(false)
  }

  sendOnEnter(event: KeyboardEvent): void {
    if (event.composedPath()[0] !== this.#input) return
    if (event.key !== 'Enter' || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return
    if (isComposing(event)) return
    event.preventDefault()
    this.#send()
  }

  /** For the button's click as well as for `submit`, which sandboxed frames never fire. */
  readonly #sendAndFocus = (event: Event) => {
    event.preventDefault()
    this.#send()
    this.focus()
  }

  #write(text: string): void {
    const input = this.#input
    if (!input) return
    input.value = text
    fit(input)
  }

  #send(): void {
    const input = this.#input
    const content = trimContent(input?.value ?? '')
    if (!input || !content || countCharacters(content) > MAX_CONTENT_LENGTH) return
    this.sendText(content)
    input.value = ''
    this.#updateText()
  }
}

const join = (before: string, after: string) => [before, after].filter(Boolean).join('\n')

/** As high as its text; the style sheet sets the most. */
function fit(input: HTMLTextAreaElement): void {
  input.style.height = 'auto'
  input.style.height = `${input.scrollHeight}px`
}
