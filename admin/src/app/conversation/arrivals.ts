import { DestroyRef, effect, inject, Injectable, signal } from '@angular/core'
import type { SupportMessage } from '@support-chat/shared'
import { WindowFocus } from '../ui/window-focus.js'
import { counted, t } from '../language/words.js'
import { Conversation } from './conversation.js'
import { storedIn } from './scroll-target.js'

/** What comes within this time is told in one sentence. */
const GATHER_MS = 400

/**
 * What a screen reader is told of new messages in the open chat, each once: not of older ones that are loaded, nor of
 * one's own. While nobody looks, the list tells instead.
 */
@Injectable()
export class Arrivals {
  private readonly conversation = inject(Conversation)
  private readonly windowFocus = inject(WindowFocus)
  /** The newest that was there; null until the chat is loaded. */
  private newest: number | null = null
  private gathered: SupportMessage[] = []
  private timer: ReturnType<typeof setTimeout> | undefined

  /** A new object for each sentence: the same words twice are told twice. */
  readonly told = signal<{ words: string } | null>(null)

  constructor() {
    effect(() => this.look())
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer))
  }

  private look(): void {
    const newest = this.conversation.newest()
    if (newest === null) return
    const before = this.newest ?? newest
    this.newest = Math.max(before, newest)
    if (!this.windowFocus.focused()) return
    const arrived = storedIn(this.conversation.state() ?? { items: [] }).filter(
      (message) => message.sequence > before && !this.conversation.isOwn(message),
    )
    if (arrived.length === 0) return
    this.gathered.push(...arrived)
    this.timer ??= setTimeout(() => this.tell(), GATHER_MS)
  }

  private tell(): void {
    const [first, ...more] = this.gathered
    this.timer = undefined
    this.gathered = []
    if (!first) return
    const words = more.length > 0 ? counted('conversation.newMessages', more.length + 1) : this.sentence(first)
    this.told.set({ words })
  }

  private sentence({ sender_type, sender_name, content }: SupportMessage): string {
    const name = sender_type === 'user' ? this.conversation.userName() : (sender_name ?? t('conversation.support'))
    return `${name}: ${content}`
  }
}
