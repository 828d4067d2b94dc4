import {
  afterRenderEffect,
  Component,
  computed,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  output,
  signal,
  untracked,
  viewChild,
} from '@angular/core'
import { Attention } from '../attention/attention.js'
import { Icon } from '../icon/icon.js'
import { counted, t } from '../language/words.js'
import { dayName } from '../time/calendar.js'
import { Clock } from '../time/clock.js'
import { Conversation } from './conversation.js'
import { MessageBubble } from './message-bubble.js'
import type { Row } from './rows.js'

/** This near to the end counts as at the end. */
const NEAR_END_PX = 48
/** Older messages are asked for this far from the beginning. */
const NEAR_START_PX = 400

/** The messages. Stays at the newest while the reader is there, and where the reader is otherwise. */
@Component({
  selector: 'app-message-log',
  imports: [Icon, MessageBubble],
  templateUrl: './message-log.html',
  styleUrl: './message-log.css',
})
export class MessageLog {
  protected readonly t = t
  protected readonly conversation = inject(Conversation)
  private readonly attention = inject(Attention)
  private readonly clock = inject(Clock)
  private readonly log = viewChild.required<ElementRef<HTMLElement>>('log')
  private readonly content = viewChild.required<ElementRef<HTMLElement>>('content')

  /** The client_id of a message that could not be sent and is to be changed. */
  readonly edit = output<string>()

  protected readonly atEnd = signal(true)
  /** Messages that came while the reader was further up. */
  protected readonly below = signal(0)
  protected readonly newestWords = computed(() => {
    const count = this.below()
    return count === 0 ? t('conversation.newest') : counted('conversation.newMessages', count)
  })
  protected readonly placeholders = ['start', 'end', 'start', 'start', 'end']

  /** What the log was like after the last drawing. */
  private drawn: { rows: readonly Row[]; height: number; top: number } = { rows: [], height: 0, top: 0 }

  constructor() {
    afterRenderEffect(() => this.settle(this.conversation.rows()))
    effect(() => {
      const read = this.atEnd() && this.attention.here() && this.conversation.state()?.loaded
      // Asked again for each change of the messages: a new one at the end is being looked at.
      this.conversation.rows()
      if (read) untracked(() => this.conversation.markRead())
    })
    this.followSize()
  }

  protected dayName(row: Row): string {
    return row.kind === 'day' ? dayName(row.at, this.clock.now()) : ''
  }

  protected onScroll(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.log().nativeElement
    this.drawn = { ...this.drawn, top: scrollTop, height: scrollHeight }
    this.atEnd.set(scrollHeight - scrollTop - clientHeight < NEAR_END_PX)
    if (this.atEnd()) this.below.set(0)
    if (scrollTop < NEAR_START_PX) this.conversation.loadOlder()
  }

  protected toNewest(): void {
    const log = this.log().nativeElement
    log.scrollTop = log.scrollHeight
    this.onScroll()
  }

  /** After new rows are drawn: keeps the reader's place, or follows to the end. */
  private settle(rows: readonly Row[]): void {
    const log = this.log().nativeElement
    const before = this.drawn.rows
    const grown = log.scrollHeight - this.drawn.height
    const older = before.length > 0 && rows[0]?.key !== before[0]?.key
    const added = lastKey(rows) === lastKey(before) ? 0 : countAfter(rows, lastKey(before))
    const own = added > 0 && isSending(rows.at(-1))
    if (this.atEnd() || own || before.length === 0) log.scrollTop = log.scrollHeight
    else if (older) log.scrollTop = this.drawn.top + grown
    else if (added > 0) this.below.update((count) => count + added)
    this.drawn = { rows, height: log.scrollHeight, top: log.scrollTop }
    untracked(() => this.onScroll())
  }

  /** The end stays in sight when the window, the composer or a keyboard takes room away. */
  private followSize(): void {
    const observer = new ResizeObserver(() => {
      if (this.atEnd()) this.toNewest()
    })
    afterRenderEffect(() => {
      observer.observe(this.log().nativeElement)
      observer.observe(this.content().nativeElement)
    })
    inject(DestroyRef).onDestroy(() => observer.disconnect())
  }
}

const lastKey = (rows: readonly Row[]): string | undefined => rows.at(-1)?.key

const isSending = (row: Row | undefined): boolean => row?.kind === 'message' && row.pending !== null

function countAfter(rows: readonly Row[], key: string | undefined): number {
  const index = rows.findIndex((row) => row.key === key)
  return rows.slice(index + 1).filter((row) => row.kind === 'message').length
}
