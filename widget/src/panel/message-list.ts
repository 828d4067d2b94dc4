import type { PendingMessage, TimelineItem } from '@support-chat/shared'
import { attempt } from '@support-chat/shared/client'
import { html, nothing, type ReactiveController, type TemplateResult } from 'lit'
import { createScrollAnchor, type DrawnMessage, type ScrollAnchor, TimeFormat } from '@support-chat/shared/view'
import { loadFiles } from '../files/load-files.js'
import { matchesMedia } from './media-query.js'
import { dayView, dividerView, messageView, typingView, type MessageActions } from './message.js'
import { emptyNotice, panelStatus, skeleton, statusNotice, topicButtons } from './notice.js'
import { arrowDownIcon } from './panel-icons.js'
import { RowElements } from './row-elements.js'
import type { PanelHost } from './panel-host.js'
import { firstUnread, newestSequence, toRows, type MessageRow, type Row } from './timeline-rows.js'

/** Pixels from the top at which older messages are fetched. */
const NEAR_TOP = 240
/** How long screen readers are kept from reading out older messages that were put in above, in milliseconds. */
const SILENCE = 600

/** The scrolled log. Follows the newest message while its reader does, and keeps the reader's place otherwise. */
export class MessageList implements ReactiveController {
  readonly #elements = new RowElements()
  /** What the rows on the screen were drawn from. */
  #drawn: unknown[] = []
  #observedLog: HTMLElement | null = null
  /** In the language of the words. */
  times = new TimeFormat('en')
  #items: readonly TimelineItem[] = []
  #queued: readonly PendingMessage[] = []
  #rows: readonly Row[] = []
  #anchor: ScrollAnchor | null = null
  /** Sequences up to here have been on the screen. */
  #readUpTo = 0
  /** Sequences up to here were there from the start: they are drawn without animation. */
  #presentUpTo: number | undefined
  #silentUntil = 0
  /** Where the unread ones began when the chat was opened: a divider stands there until it is opened again. */
  #unreadFrom: number | undefined
  #wasShown = false
  #clock: ReturnType<typeof setInterval> | undefined
  readonly #resizeObserver = attempt(() => new ResizeObserver(() => this.#keepPlace()))

  readonly #host: PanelHost
  readonly #actions: MessageActions
  readonly #queue: () => readonly PendingMessage[]

  /** @param queue what waits to be sent, below what the conversation has */
  constructor(host: PanelHost, actions: MessageActions, queue: () => readonly PendingMessage[]) {
    this.#host = host
    this.#actions = actions
    this.#queue = queue
  }

  /** Messages of staff that are drawn and not read, oldest first. */
  get unread(): DrawnMessage[] {
    return this.#rows.flatMap((row) => {
      const element = row.kind === 'message' && !row.own && this.#elements.of(row)
      return element && row.stored && !row.stored.read_at ? [{ element, sequence: row.stored.sequence }] : []
    })
  }

  get isEmpty(): boolean {
    return this.#rows.length === 0
  }

  get #log(): HTMLElement | null {
    return this.#host.renderRoot.querySelector('.log')
  }

  hostConnected(): void {
    // "Today" is another day from midnight on.
    this.#clock = setInterval(() => this.#host.requestUpdate(), 60_000)
  }

  hostUpdate(): void {
    const { shown, language, snapshot } = this.#host
    const { chat } = snapshot
    const isShown = shown && chat.loaded
    const isOpened = isShown && !this.#wasShown
    this.#wasShown = isShown
    if (isOpened) this.#unreadFrom = firstUnread(chat.items, chat.unreadCount)
    if (isOpened || this.#items !== chat.items || this.#queued !== this.#queue()) {
      if (shown) this.#anchor?.note()
      this.#updateRows()
    }
    if (language !== this.times.locale) this.times = new TimeFormat(language)
  }

  hostUpdated(): void {
    const log = this.#log
    this.#observe(log)
    if (!log) return
    this.#drawRows(log)
    this.#keepPlace()
  }

  hostDisconnected(): void {
    clearInterval(this.#clock)
    this.#observe(null)
  }

  #observe(log: HTMLElement | null): void {
    if (log === this.#observedLog) return
    this.#observedLog = log
    this.#resizeObserver?.disconnect()
    if (log) this.#resizeObserver?.observe(log)
    this.#anchor = log && createScrollAnchor(log, () => [...log.querySelectorAll('.rows :is(.bubble, .files)')])
  }

  render(): TemplateResult {
    const { snapshot, words } = this.#host
    const { loaded, hasMore, loadingOlder, otherTyping } = snapshot.chat
    return html`<div
        class="log ${hasMore ? 'more' : ''}"
        part="messages"
        role="log"
        tabindex="0"
        aria-label=${words.messages}
        aria-live=${this.isReadOut ? 'polite' : 'off'}
        aria-busy=${!loaded || loadingOlder}
        @scroll=${this.#followScroll}
      >
        <div class="rows" role=${this.#rows.length === 0 ? nothing : 'list'}></div>
        ${this.#rows.length === 0 ? this.#placeholder() : nothing}
        ${otherTyping ? typingView(words, snapshot.chat.typingName, snapshot.chat.welcome?.team.members) : nothing}
      </div>
      ${loadingOlder ? html`<p class="spinner" part="spinner"><span class="visually-hidden">${words.loadingOlder}</span></p>` : nothing}
      ${this.#jumpButton()}`
  }

  /** Only when something shown has changed, not at each key typed in the composer. */
  #drawRows(log: HTMLElement): void {
    const { words } = this.#host
    const members = this.#host.snapshot.chat.welcome?.team.members
    const shows = [words, this.times, new Date().toDateString(), log, members]
    const all = shows.some((value, index) => value !== this.#drawn[index])
    if (!all && this.#drawn.at(-1) === this.#rows) return
    this.#drawn = [...shows, this.#rows]
    const context = { words, times: this.times, actions: this.#actions, members }
    const view = (row: Row) => {
      if (row.kind === 'day') return dayView(row.at, this.times)
      if (row.kind === 'unread') return dividerView(words)
      return messageView(row, { ...context, arriving: this.#isArriving(row) })
    }
    this.#elements.draw(log.querySelector('.rows') as Element, this.#rows, view, all)
    if (log.querySelector('.files')) void loadFiles().then(({ showFiles }) => showFiles(this.#host))
  }

  #placeholder() {
    const host = this.#host
    const { snapshot, words } = host
    const { loaded, welcome } = snapshot.chat
    const status = panelStatus(snapshot, host.signedOut)
    if (status) return statusNotice(status, words, () => host.reconnect())
    if (!loaded) return skeleton(words)
    return html`<div class="empty">
      <slot name="empty">${emptyNotice(words, snapshot.userName, welcome?.greeting)}</slot>
      ${topicButtons(welcome?.topics, words, this.#actions.send)}
    </div>`
  }

  #jumpButton() {
    if (this.#anchor?.atEnd !== false || this.#rows.length === 0) return nothing
    const { words } = this.#host
    const unread = this.#items.filter(
      ({ kind, message }) => kind === 'stored' && message.sender_type === 'admin' && message.sequence > this.#readUpTo,
    ).length
    const label = unread ? words.newMessages(unread) : ''
    return html`<button
      class="jump"
      part="jump"
      type="button"
      aria-label=${label ? `${words.jumpToNewest}, ${label}` : words.jumpToNewest}
      @click=${this.#jumpToNewest}
    >
      ${arrowDownIcon}${label ? html`<span>${label}</span>` : nothing}
    </button>`
  }

  /** What comes in now is read out by the log itself; `LiveAnnouncer` does it otherwise. Older messages are never read out. */
  get isReadOut(): boolean {
    const { shown, snapshot } = this.#host
    const { loaded, loadingOlder } = snapshot.chat
    return shown && loaded && !loadingOlder && Date.now() > this.#silentUntil
  }

  #updateRows(): void {
    const { chat } = this.#host.snapshot
    const before = this.#rows
    this.#items = chat.items
    this.#queued = this.#queue()
    this.#rows = toRows(
      [...chat.items, ...this.#queued.map((message) => ({ kind: 'pending' as const, message }))],
      this.#unreadFrom,
    )
    if (chat.loaded) this.#presentUpTo ??= newestSequence(chat.items)
    // `LiveAnnouncer` announces several at once in one sentence.
    if (before.at(0)?.key !== this.#rows.at(0)?.key || this.#rows.length > before.length + 2) this.#silenceLog()
    const [was, is] = [before.at(-1), this.#rows.at(-1)]
    if (is?.kind === 'message' && is.pending && is.key !== was?.key) this.#anchor?.follow()
  }

  /** Keeps screen readers from reading out a whole page of older messages. */
  #silenceLog(): void {
    this.#silentUntil = Date.now() + SILENCE
    setTimeout(() => this.#host.requestUpdate(), SILENCE + 50)
  }

  #isArriving({ stored }: MessageRow): boolean {
    return !stored || (this.#presentUpTo !== undefined && stored.sequence > this.#presentUpTo)
  }

  #keepPlace(): void {
    if (this.#host.shown && this.#rows.length > 0) this.#moveAnchor((anchor) => anchor.keep())
  }

  /** Moves the log, and notes what has come on the screen by that. */
  #moveAnchor(work: (anchor: ScrollAnchor) => void): void {
    const anchor = this.#anchor
    if (!anchor) return
    const { atEnd } = anchor
    work(anchor)
    if (anchor.atEnd) this.#readUpTo = newestSequence(this.#items)
    if (anchor.atEnd !== atEnd) this.#host.requestUpdate()
  }

  readonly #followScroll = () => {
    const log = this.#log
    if (!log || !this.#host.shown) return
    this.#moveAnchor((anchor) => anchor.scrolled())
    // Does nothing where there are none.
    if (log.scrollTop < NEAR_TOP) void this.#host.snapshot.session?.loadOlder()
  }

  readonly #jumpToNewest = () => {
    const log = this.#log
    this.#anchor?.follow()
    const behavior = matchesMedia('(prefers-reduced-motion: reduce)') ? 'auto' : 'smooth'
    log?.scrollTo({ top: log.scrollHeight, behavior })
    log?.focus({ preventScroll: true })
  }
}
