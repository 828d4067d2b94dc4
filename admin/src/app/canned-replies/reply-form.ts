import {
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  inject,
  input,
  linkedSignal,
  type OnInit,
  output,
  signal,
  viewChild,
} from '@angular/core'
import {
  type CannedReply,
  type CannedReplyBody,
  countCharacters,
  MAX_CONTENT_LENGTH,
  trimContent,
} from '@support-chat/shared'
import { counted, t } from '../language/later.js'
import { StaffSession } from '../auth/staff-session.js'
import { CannedReplies } from './canned-replies.js'
import { SubmitButton } from '../ui/submit-button.js'
import { ReplyPieces } from './reply-pieces.js'
import { typeInto } from './type-into.js'
import { toPieces, type Values, VARIABLES, type Variable } from './variables.js'

const SHORTCUT = /^[a-z0-9_-]{1,40}$/

/** Adds or edits a canned reply. Unsaved text is kept until it is saved or discarded. */
@Component({
  selector: 'app-reply-form',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [ReplyPieces, SubmitButton],
  templateUrl: './reply-form.html',
  styleUrls: ['../ui/page.css', './reply-form.css'],
})
export class ReplyForm implements OnInit {
  protected readonly t = t
  protected readonly variables = VARIABLES
  private readonly replies = inject(CannedReplies)
  protected readonly request = this.replies.request
  private readonly staff = inject(StaffSession)
  private readonly shortcutField = viewChild.required<ElementRef<HTMLInputElement>>('shortcut')
  private readonly contentField = viewChild.required<ElementRef<HTMLTextAreaElement>>('content')

  /** Null: a new one. */
  readonly reply = input.required<CannedReply | null>()
  readonly closed = output()

  /** Null while it is a new one. */
  private readonly id = linkedSignal(() => this.reply()?.id ?? null)
  private readonly key = computed(() => this.reply()?.id ?? 'new')
  protected readonly shortcut = signal('')
  protected readonly text = signal('')
  protected readonly problem = this.request.problem
  /** Why it was not saved, where no field is to blame. */
  protected readonly failure = computed(() =>
    this.request.error()?.code === 'not_found' ? t('cannedReplies.gone') : this.request.words(),
  )
  protected readonly knowsName = signal(true)
  protected readonly preview = computed(() => toPieces(this.text(), this.examples()))
  protected readonly hasUnknown = computed(() => this.preview().some(({ kind }) => kind === 'unknown'))
  private readonly examples = computed<Values>(() => ({
    'user.name': this.knowsName() ? t('cannedReplies.exampleName') : null,
    'user.email': 'robin@example.com',
    'staff.name': this.staff.user()?.name || null,
  }))

  ngOnInit(): void {
    const { shortcut, content } = this.replies.unsaved.get(this.key()) ?? this.reply() ?? { shortcut: '', content: '' }
    this.shortcut.set(shortcut)
    this.text.set(content)
    setTimeout(() => this.shortcutField().nativeElement.focus())
  }

  protected write(change: Partial<CannedReplyBody>): void {
    if (change.shortcut !== undefined) this.shortcut.set(change.shortcut)
    if (change.content !== undefined) this.text.set(change.content)
    this.replies.unsaved.set(this.key(), { shortcut: this.shortcut(), content: this.text() })
  }

  /** Escape closes a form that has no changes; typed text is discarded by the button only. */
  protected leave(event: Event): void {
    event.preventDefault()
    if (!this.replies.unsaved.has(this.key())) this.closed.emit()
  }

  protected addVariable(variable: Variable): void {
    const field = this.contentField().nativeElement
    typeInto(field, `{{${variable}}}`, field.selectionStart, field.selectionEnd)
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault()
    // A leading slash is accepted, since that is how shortcuts are typed.
    const shortcut = this.shortcut().trim().replace(/^\//, '').toLowerCase()
    const content = trimContent(this.text())
    this.request.reset()
    if (!SHORTCUT.test(shortcut)) return this.refuse('shortcut', t('cannedReplies.shortcutRule'))
    if (!content) return this.refuse('content', t('cannedReplies.blank'))
    const excess = countCharacters(content) - MAX_CONTENT_LENGTH
    if (excess > 0) return this.refuse('content', counted('composer.tooLong', excess, { limit: MAX_CONTENT_LENGTH }))
    if (await this.replies.save(this.id(), { shortcut, content })) this.closed.emit()
    else if (this.request.error()?.code === 'conflict') this.refuse('shortcut', t('cannedReplies.taken'))
    // Another staff member has deleted it meanwhile: saved once more it is a new one.
    else if (this.request.error()?.code === 'not_found') this.id.set(null)
  }

  /** The text stays, and the field to correct gets the focus. */
  private refuse(field: 'shortcut' | 'content', words: string): void {
    this.request.blame(field, words)
    ;(field === 'shortcut' ? this.shortcutField() : this.contentField()).nativeElement.focus()
  }
}
