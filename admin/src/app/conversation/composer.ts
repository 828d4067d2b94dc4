import {
  afterRenderEffect,
  ChangeDetectionStrategy,
  ChangeDetectorRef,
  Component,
  computed,
  ElementRef,
  inject,
  input,
  linkedSignal,
  output,
  signal,
  viewChild,
} from '@angular/core'
import {
  type CannedReply,
  countCharacters,
  MAX_CONTENT_LENGTH,
  type SupportMessage,
  trimContent,
} from '@support-chat/shared'
import { ReplyPicker } from '../canned-replies/reply-picker.js'
import { slashBefore } from '../canned-replies/slash.js'
import { typeInto } from '../canned-replies/type-into.js'
import { filled, firstGap, type Values } from '../canned-replies/variables.js'
import { Icon } from '../ui/icon.js'
import { messageWords } from '../language/attachment-words.js'
import { counted, t } from '../language/words.js'
import { StaffSession } from '../auth/staff-session.js'
import { Conversation } from './conversation.js'
import { type Draft, Drafts } from '../chats/drafts.js'

/** The number of characters left is shown once it is below this. */
const NEARLY_FULL = 400

/** Where an answer is written. What is typed is kept until it is sent, over reloads too. */
@Component({
  selector: 'app-composer',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon, ReplyPicker],
  templateUrl: './composer.html',
  styleUrl: './composer.css',
})
export class Composer {
  protected readonly t = t
  protected readonly counted = counted
  protected readonly messageWords = messageWords
  private readonly conversation = inject(Conversation)
  private readonly drafts = inject(Drafts)
  private readonly staff = inject(StaffSession)
  private readonly view = inject(ChangeDetectorRef)
  private readonly picker = viewChild(ReplyPicker)
  private readonly field = viewChild.required<ElementRef<HTMLTextAreaElement>>('field')

  readonly chatId = input.required<string>()
  /** By the Escape key. */
  readonly left = output()
  /** A private note is to be written instead. */
  readonly noted = output()
  /**
   * What is typed here. Another tab in the same chat does not take it away; but as long as both have the same text it
   * is one, so that what was sent there is not sent from here again.
   */
  private readonly draft = linkedSignal<{ chatId: string; kept: Draft }, Draft>({
    source: () => ({ chatId: this.chatId(), kept: this.drafts.get(this.chatId()) }),
    computation: ({ chatId, kept }, before) => {
      const isOwn = before?.source.chatId === chatId && before.value.text !== before.source.kept.text
      return isOwn ? before.value : kept
    },
  })
  protected readonly text = computed(() => this.draft().text)
  /** Messages that came while this answer was written and have not been viewed; empty until the reader tries to send. */
  protected readonly newer = signal<readonly SupportMessage[]>([])
  /** The newest message that was warned of while this answer was written. */
  private warned = 0
  protected readonly blank = computed(() => trimContent(this.text()) === '')
  protected readonly room = computed(() => MAX_CONTENT_LENGTH - countCharacters(trimContent(this.text())))
  protected readonly nearlyFull = computed(() => this.room() < NEARLY_FULL)
  protected readonly tooLong = computed(() => this.room() < 0)
  protected readonly roomWords = computed(() =>
    this.tooLong()
      ? counted('composer.tooLong', -this.room(), { limit: MAX_CONTENT_LENGTH })
      : counted('composer.roomLeft', this.room()),
  )

  /** Position of the caret; null while text is selected, or the field does not have the focus. */
  protected readonly caret = signal<number | null>(null)
  private readonly slashTyped = computed(() => {
    const caret = this.caret()
    return caret === null ? null : slashBefore(this.text(), caret)
  })
  private readonly slashAt = computed(() => this.slashTyped()?.from)
  /** The list was closed by Escape; another slash opens it again. */
  protected readonly dismissed = linkedSignal({ source: this.slashAt, computation: () => false })
  protected readonly slash = computed(() => (this.dismissed() ? null : this.slashTyped()))
  protected readonly activeReply = signal<string | null>(null)
  /** The first variable of a canned reply that has to be filled in by hand. */
  protected readonly gap = computed(() => firstGap(this.text()))
  protected readonly warnedOfGap = signal(false)
  protected readonly values = computed<Values>(() => {
    const chat = this.conversation.chat()
    return {
      'user.name': chat?.user_name || null,
      'user.email': chat?.user_email || null,
      'staff.name': this.staff.user()?.name || null,
    }
  })

  constructor() {
    // After rendering: the list comes before the field in the template, and its active option is not known earlier.
    afterRenderEffect(() => this.activeReply.set(this.picker()?.activeId() ?? null))
    // Grows with its text; the style sheet says how far.
    afterRenderEffect(() => {
      this.text()
      const field = this.field().nativeElement
      field.style.height = 'auto'
      field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`
    })
  }

  focus(): void {
    this.field().nativeElement.focus({ preventScroll: true })
  }

  /** Puts text back to be changed, before whatever has been typed since. */
  putBack(text: string): void {
    this.write([text, this.text()].filter((part) => part.trim()).join('\n\n'))
    this.focus()
  }

  /** Replaces the slash, and what was typed after it, with a canned reply. */
  protected insert(reply: CannedReply): void {
    const slash = this.slash()
    if (slash) typeInto(this.field().nativeElement, filled(reply.content, this.values()), slash.from, slash.to)
    this.updateCaret()
  }

  /** Opens the list of canned replies by typing the slash. */
  protected openReplyPicker(): void {
    const field = this.field().nativeElement
    field.focus()
    this.dismissed.set(false)
    if (this.slash()) return
    const { selectionStart: from, selectionEnd: to, value } = field
    typeInto(field, from === 0 || /\s/u.test(value[from - 1] ?? '') ? '/' : ' /', from, to)
    this.updateCaret()
  }

  protected goToGap(): void {
    const gap = this.gap()
    this.focus()
    if (gap) this.field().nativeElement.setSelectionRange(gap.from, gap.to)
  }

  protected updateCaret(): void {
    const { selectionStart, selectionEnd } = this.field().nativeElement
    this.caret.set(selectionStart === selectionEnd ? selectionStart : null)
  }

  protected write(text: string): void {
    const blank = trimContent(text) === ''
    const since = blank ? null : (this.draft().since ?? this.conversation.newest())
    this.draft.set({ text, since })
    this.drafts.keep(this.chatId(), { text, since })
    this.conversation.setTyping(!blank)
    if (this.gap() === null) this.warnedOfGap.set(false)
    if (!blank) return
    this.warned = 0
    this.newer.set([])
  }

  protected handleKey(event: KeyboardEvent): void {
    // Keys may come faster than the list is rendered: it has to know the text as it is now.
    if (this.slash()) this.view.detectChanges()
    if (this.picker()?.handleKey(event)) return event.preventDefault()
    if (event.key === 'Escape' && !event.defaultPrevented) {
      event.preventDefault()
      return this.left.emit()
    }
    // With Ctrl or ⌘ it is a command.
    if (event.key !== 'Enter' || event.shiftKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    // A key that is held down must not confirm the warning.
    if (!event.repeat) this.send()
  }

  /**
   * Sends. Warns first of newer messages and of variables that are not filled in: the second time it sends anyway.
   * @returns the message's client_id; null where nothing was sent
   */
  send(): string | null {
    if (this.blank() || this.tooLong()) return null
    if (this.gap() && !this.warnedOfGap()) {
      this.warnedOfGap.set(true)
      this.goToGap()
      return null
    }
    const since = this.draft().since
    const newer = since === null ? [] : this.conversation.newerThan(since, this.warned)
    if (newer.length > 0) {
      this.warned = newer.at(-1)?.sequence ?? 0
      this.newer.set(newer)
      this.focus()
      return null
    }
    const clientId = this.conversation.send(this.text())
    if (clientId === null) return null
    this.write('')
    this.focus()
    return clientId
  }

  protected showNewer(): void {
    const first = this.newer()[0]
    if (first) void this.conversation.goTo(first.sequence)
  }
}
