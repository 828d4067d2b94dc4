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
import { counted, t } from '../language/words.js'
import { StaffSession } from '../auth/staff-session.js'
import { Conversation } from './conversation.js'
import { type Draft, Drafts } from '../chats/drafts.js'

/** The room left is shown once it is less than this. */
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
  private readonly conversation = inject(Conversation)
  private readonly drafts = inject(Drafts)
  private readonly staff = inject(StaffSession)
  private readonly view = inject(ChangeDetectorRef)
  private readonly picker = viewChild(ReplyPicker)
  private readonly field = viewChild.required<ElementRef<HTMLTextAreaElement>>('field')

  readonly chatId = input.required<string>()
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
  /** What an answer would be sent over unseen; empty until somebody tries to send. */
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

  /** Where the caret stands; null while text is selected, or the field has not the focus. */
  protected readonly caret = signal<number | null>(null)
  private readonly slashTyped = computed(() => {
    const caret = this.caret()
    return caret === null ? null : slashBefore(this.text(), caret)
  })
  private readonly slashAt = computed(() => this.slashTyped()?.from)
  /** The list was sent away; another slash brings it back. */
  protected readonly dismissed = linkedSignal({ source: this.slashAt, computation: () => false })
  protected readonly slash = computed(() => (this.dismissed() ? null : this.slashTyped()))
  protected readonly activeReply = signal<string | null>(null)
  /** What a canned reply left to be filled in by hand. */
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
    // The list is asked once it is drawn: it stands further up than the field that names its option.
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

  /** Puts a canned reply in the place of the slash that called for it. */
  protected insert(reply: CannedReply): void {
    const slash = this.slash()
    if (slash) typeInto(this.field().nativeElement, filled(reply.content, this.values()), slash.from, slash.to)
    this.updateCaret()
  }

  /** Types the slash for those who do not know of it. */
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

  protected onKey(event: KeyboardEvent): void {
    // Keys may come faster than the list is drawn: it has to answer for what stands in the field now.
    if (this.slash()) this.view.detectChanges()
    if (this.picker()?.onKey(event)) return event.preventDefault()
    if (event.key !== 'Enter' || event.shiftKey) return
    event.preventDefault()
    // A key held down is no second thought.
    if (!event.repeat) this.send()
  }

  /** Sends, or says first what the answer would be sent over or is not filled in: then the second time sends. */
  protected send(): void {
    if (this.blank() || this.tooLong()) return
    if (this.gap() && !this.warnedOfGap()) {
      this.warnedOfGap.set(true)
      return this.goToGap()
    }
    const since = this.draft().since
    const newer = since === null ? [] : this.conversation.newerThan(since, this.warned)
    if (newer.length > 0) {
      this.warned = newer.at(-1)?.sequence ?? 0
      this.newer.set(newer)
      return this.focus()
    }
    if (this.conversation.send(this.text()) === null) return
    this.write('')
    this.focus()
  }

  protected showNewer(): void {
    const first = this.newer()[0]
    if (first) void this.conversation.goTo(first.sequence)
  }
}
