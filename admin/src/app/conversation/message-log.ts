import { NgComponentOutlet } from '@angular/common'
import {
  afterRenderEffect,
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  ElementRef,
  inject,
  output,
  signal,
  untracked,
  viewChild,
} from '@angular/core'
import { createScrollAnchor } from '@support-chat/shared/view'
import { Permissions } from '../auth/permissions.js'
import { Icon } from '../ui/icon.js'
import { lazyComponent } from '../ui/lazy-component.js'
import { counted, t } from '../language/words.js'
import { dayName } from '../time/calendar.js'
import { Clock } from '../time/clock.js'
import { Conversation } from './conversation.js'
import { MessageAnnouncer } from './message-announcer.js'
import { MessageBubble } from './message-bubble.js'
import { MessageLines } from './message-lines.js'
import { ReadTracker } from './read-tracker.js'
import { Redaction } from './redaction/redaction.js'
import type { Row } from './rows.js'
import type { ScrollTarget } from './scroll-target.js'

/** Older messages are asked for this far from the beginning. */
const NEAR_START_PX = 400
/** How long a message is highlighted after a jump to it. */
const MARK_MS = 2500

/** The messages. New ones scroll it down only while its reader is at the end. */
@Component({
  selector: 'app-message-log',
  imports: [Icon, MessageBubble, NgComponentOutlet],
  providers: [MessageAnnouncer],
  templateUrl: './message-log.html',
  styleUrl: './message-log.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MessageLog {
  protected readonly t = t
  protected readonly conversation = inject(Conversation)
  protected readonly announcer = inject(MessageAnnouncer)
  private readonly clock = inject(Clock)
  private readonly log = viewChild.required<ElementRef<HTMLElement>>('log')
  private readonly content = viewChild.required<ElementRef<HTMLElement>>('content')
  private readonly lines = computed(() => new MessageLines(this.log().nativeElement, this.content().nativeElement))
  private readonly readTracker = new ReadTracker(() => this.lines())
  private readonly anchor = computed(() => createScrollAnchor(this.log().nativeElement, () => this.lines().all()))
  private lastKey: string | undefined
  private unmark: ReturnType<typeof setTimeout> | undefined

  /** The client_id of a message that could not be sent and is to be changed. */
  readonly edit = output<string>()

  protected readonly shown = computed(() => this.conversation.target() !== null)
  /** Before anything is loaded there may be what was not sent yet. */
  protected readonly drawn = computed(
    () => this.shown() || (!this.conversation.state()?.loaded && this.conversation.rows().length > 0),
  )
  /** By the Tab key: where a chat is opened, the focus is put here and need not be pointed out. */
  protected readonly reached = signal(false)
  protected readonly atEnd = signal(true)
  private readonly unreadIsAbove = signal(false)
  /** No longer offered once staff have answered: they have read it. */
  protected readonly offersUnread = computed(() => this.unreadIsAbove() && !isAnswered(this.conversation.rows()))
  /** The newest message that was on the screen. */
  private readonly newestShown = signal(0)
  /** Sequence of the message that is highlighted for a moment. */
  protected readonly marked = signal<number | null>(null)
  /** Messages further down that were not on the screen yet. */
  protected readonly below = computed(
    () =>
      this.conversation.rows().filter((row) => row.kind === 'message' && (row.sequence ?? 0) > this.newestShown())
        .length,
  )
  protected readonly newestWords = computed(() => {
    const count = this.below()
    return count === 0 ? t('conversation.newest') : counted('conversation.newMessages', count)
  })
  protected readonly noteBubble = lazyComponent(
    () => this.conversation.notes.all().length > 0,
    async () => (await import('./notes/components.js')).NoteBubble,
  )
  protected readonly attachments = lazyComponent(
    () => this.conversation.rows().some((row) => row.kind === 'message' && row.attachments.length > 0),
    async () => (await import('./attachments/message-attachments.js')).MessageAttachments,
  )
  private readonly permissions = inject(Permissions)
  protected readonly redaction = inject(Redaction)
  /** Before it is asked for: the next key is meant for it. */
  protected readonly redactDialog = lazyComponent(
    () => this.permissions.may('messages.redact'),
    async () => (await import('./redaction/redact-dialog.js')).RedactDialog,
  )
  protected readonly newestTextKey = computed(
    () => this.conversation.rows().findLast((row) => row.kind === 'message' && row.id !== null && !row.redacted)?.key,
  )
  protected readonly newestStaffKey = computed(() => newestStaffKey(this.conversation.rows()))
  protected readonly placeholders = ['start', 'end', 'start', 'start', 'end']

  constructor() {
    // Before anything else: until the log is scrolled to where it opens, what is visible is not what is read.
    afterRenderEffect(() => {
      const target = this.conversation.target()
      if (target) untracked(() => this.scrollTo(target))
    })
    afterRenderEffect(() => {
      const rows = this.conversation.rows()
      if (this.shown()) untracked(() => this.followRows(rows))
    })
    this.observeSize()
    inject(DestroyRef).onDestroy(() => clearTimeout(this.unmark))
  }

  protected dayName(row: Row): string {
    return row.kind === 'day' ? dayName(row.at, this.clock.now()) : ''
  }

  protected updateOnScroll(): void {
    this.anchor().note()
    this.updateVisible()
    if (this.shown() && this.log().nativeElement.scrollTop < NEAR_START_PX) this.conversation.loadOlder()
  }

  protected noteTab({ key, target }: KeyboardEvent): void {
    if (key === 'Tab') this.reached.set(target === this.log().nativeElement)
  }

  protected scrollToNewest(): void {
    this.anchor().follow()
    this.keepPlace()
  }

  /** Arrow keys go through what all messages have: their delivery details are one tab stop, and what removes their text. */
  protected moveByArrow(event: KeyboardEvent): void {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    const kind = ['.delivery', '.remove'].find((selector) => (event.target as HTMLElement).matches(selector))
    if (!step || !kind) return
    const all = [...this.content().nativeElement.querySelectorAll<HTMLElement>(kind)]
    all[all.indexOf(event.target as HTMLElement) + step]?.focus()
    event.preventDefault()
  }

  /** After rows were rendered: follows one's own new message, else keeps the reader's place. */
  private followRows(rows: readonly Row[]): void {
    const newest = rows.at(-1)
    const isAnother = this.lastKey !== undefined && newest?.key !== this.lastKey
    const own = isAnother && newest?.kind === 'message' && newest.pending !== null
    this.lastKey = newest?.key
    if (own) this.anchor().follow()
    this.keepPlace()
  }

  private scrollTo(target: ScrollTarget): void {
    const content = this.content().nativeElement
    if (target.kind === 'end') return this.scrollToNewest()
    const selector = target.kind === 'unread' ? '.unread' : `[data-sequence="${target.sequence}"]`
    const line = content.querySelector<HTMLElement>(selector)
    if (!line) return
    const log = this.log().nativeElement
    // Restores the anchor first: the jump has to count as leaving the end.
    this.anchor().keep()
    log.scrollTop = line.offsetTop - log.clientHeight * (target.kind === 'unread' ? 0.15 : 0.35)
    this.anchor().note()
    this.updateVisible()
    if (target.kind === 'message') this.mark(line, target.sequence)
  }

  private mark(line: HTMLElement, sequence: number): void {
    clearTimeout(this.unmark)
    this.marked.set(sequence)
    line.tabIndex = -1
    line.focus({ preventScroll: true })
    this.unmark = setTimeout(() => this.marked.set(null), MARK_MS)
  }

  private keepPlace(): void {
    this.anchor().keep()
    this.updateVisible()
  }

  /** Takes note of what is visible now. */
  private updateVisible(): void {
    const lines = this.lines()
    const last = lines.lastInSight()
    this.newestShown.update((newestShown) => Math.max(newestShown, Number(last?.dataset['sequence'] ?? 0)))
    this.atEnd.set(this.anchor().atEnd)
    this.unreadIsAbove.set(lines.isAbove(this.content().nativeElement.querySelector('.unread')))
    this.readTracker.check()
  }

  /** The place is kept also when the window, the composer, a keyboard or a line of the log takes room away. */
  private observeSize(): void {
    const observer = new ResizeObserver(() => this.keepPlace())
    afterRenderEffect(() => {
      observer.observe(this.log().nativeElement)
      observer.observe(this.content().nativeElement)
    })
    inject(DestroyRef).onDestroy(() => observer.disconnect())
  }
}

const isAnswered = (rows: readonly Row[]): boolean =>
  rows
    .slice(rows.findIndex(({ kind }) => kind === 'unread'))
    .some((row) => row.kind === 'message' && row.side === 'admin')

function newestStaffKey(rows: readonly Row[]): string | undefined {
  return rows.findLast((row) => row.kind === 'message' && row.side === 'admin' && row.state === 'stored')?.key
}
