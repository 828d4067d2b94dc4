import { DestroyRef, effect, inject, Injectable, signal } from '@angular/core'
import type { SupportMessage } from '@support-chat/shared'
import { WindowFocus } from '../ui/window-focus.js'
import { messageWords } from '../language/attachment-words.js'
import { counted, t } from '../language/words.js'
import { Conversation } from './conversation.js'
import { storedIn } from './scroll-target.js'

/** Messages that arrive within this time are announced together. */
const DELAY_MS = 400

/**
 * Announces new messages of the open chat to screen readers, each once; not older ones that are loaded, nor one's own.
 * While the window does not have the focus, `NewMessageAnnouncer` announces them instead.
 */
@Injectable()
export class MessageAnnouncer {
  private readonly conversation = inject(Conversation)
  private readonly windowFocus = inject(WindowFocus)
  /** The newest message so far; null until the chat is loaded. */
  private newest: number | null = null
  private waiting: SupportMessage[] = []
  private timer: ReturnType<typeof setTimeout> | undefined

  /** A new object for each: the same words twice are announced twice. */
  readonly announcement = signal<{ words: string } | null>(null)

  constructor() {
    effect(() => this.collect())
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer))
  }

  private collect(): void {
    const newest = this.conversation.newest()
    if (newest === null) return
    const before = this.newest ?? newest
    this.newest = Math.max(before, newest)
    if (!this.windowFocus.focused()) return
    const arrived = storedIn(this.conversation.state() ?? { items: [] }).filter(
      (message) => message.sequence > before && !this.conversation.isOwn(message),
    )
    if (arrived.length === 0) return
    this.waiting.push(...arrived)
    this.timer ??= setTimeout(() => this.announce(), DELAY_MS)
  }

  private announce(): void {
    const [first, ...more] = this.waiting
    this.timer = undefined
    this.waiting = []
    if (!first) return
    const words = more.length > 0 ? counted('conversation.newMessages', more.length + 1) : this.sentence(first)
    this.announcement.set({ words })
  }

  private sentence(message: SupportMessage): string {
    const { sender_type, sender_name } = message
    const name = sender_type === 'user' ? this.conversation.userName() : (sender_name ?? t('conversation.support'))
    return `${name}: ${messageWords(message)}`
  }
}
