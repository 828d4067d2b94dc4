import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  inject,
  input,
  signal,
  viewChild,
} from '@angular/core'
import {
  countCharacters,
  MAX_CONTENT_LENGTH,
  type NoteBody,
  type StaffList,
  type StaffMember,
  staffRoutes,
  type SupportNote,
  trimContent,
} from '@support-chat/shared'
import { newClientId, toApiError } from '@support-chat/shared/client'
import { typeInto } from '../../canned-replies/type-into.js'
import { Drafts, noteDraft } from '../../chats/drafts.js'
import { LiveConnection } from '../../connection/live-connection.js'
import { errorWords } from '../../language/error-words.js'
import { counted, t } from '../../language/later.js'
import { ActiveOption, ListboxOption } from '../../ui/listbox.js'
import { Conversation } from '../conversation.js'
import { matchingStaff, mentionBefore, mentionLabel, mentionsIn } from './mentions.js'

/** Where a private note is written, in place of an answer. Its draft is its own. */
@Component({
  selector: 'app-note-composer',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [ListboxOption],
  templateUrl: './note-composer.html',
  styleUrls: ['../../ui/listbox.css', './note-composer.css'],
})
export class NoteComposer {
  protected readonly t = t
  protected readonly counted = counted
  protected readonly label = mentionLabel
  private readonly connection = inject(LiveConnection)
  private readonly conversation = inject(Conversation)
  private readonly drafts = inject(Drafts)
  private readonly field = viewChild.required<ElementRef<HTMLTextAreaElement>>('field')
  /** The same for every attempt to store one note. */
  private clientId = newClientId()

  readonly chatId = input.required<string>()
  protected readonly text = computed(() => this.drafts.get(noteDraft(this.chatId())).text)
  protected readonly blank = computed(() => trimContent(this.text()) === '')
  protected readonly over = computed(() => countCharacters(trimContent(this.text())) - MAX_CONTENT_LENGTH)
  protected readonly saving = signal(false)
  protected readonly failure = signal<string | null>(null)
  private readonly staff = signal<readonly StaffMember[]>([])
  private readonly caret = signal<number | null>(null)
  private readonly dismissedAt = signal<number | null>(null)
  private readonly typed = computed(() => {
    const caret = this.caret()
    const typed = caret === null ? null : mentionBefore(this.text(), caret)
    return typed && typed.from !== this.dismissedAt() ? typed : null
  })
  protected readonly offered = computed(() => {
    const typed = this.typed()
    return typed ? matchingStaff(this.staff(), typed.query) : []
  })
  private readonly option = new ActiveOption(this.offered, () => this.typed()?.query ?? '')
  protected readonly active = this.option.active

  constructor() {
    void this.loadStaff()
    afterNextRender(() => this.field().nativeElement.focus({ preventScroll: true }))
  }

  protected close(): void {
    this.conversation.noting.set(false)
  }

  protected write(text: string): void {
    this.drafts.keep(noteDraft(this.chatId()), { text, since: null })
    this.updateCaret()
  }

  protected updateCaret(): void {
    const { selectionStart, selectionEnd } = this.field().nativeElement
    this.caret.set(selectionStart === selectionEnd ? selectionStart : null)
  }

  protected mention(member: StaffMember): void {
    const typed = this.typed()
    if (typed) typeInto(this.field().nativeElement, `@${mentionLabel(member)} `, typed.from, typed.to)
    this.updateCaret()
  }

  protected handleKey(event: KeyboardEvent): void {
    const { key } = event
    const active = this.active()
    const picks = (key === 'Enter' || key === 'Tab') && active !== undefined
    if (picks) this.mention(active)
    else if (key === 'Escape' && active) this.dismissedAt.set(this.typed()?.from ?? null)
    else if (key === 'Escape') this.close()
    else if (active && this.option.move(key)) void 0
    else if (key === 'Enter' && !event.shiftKey) void this.save()
    else return
    event.preventDefault()
  }

  protected async save(): Promise<void> {
    if (this.blank() || this.over() > 0 || this.saving()) return
    const chatId = this.chatId()
    const content = trimContent(this.text())
    const body: NoteBody = { content, client_id: this.clientId, mentions: mentionsIn(content, this.staff()) }
    this.saving.set(true)
    this.failure.set(null)
    try {
      this.conversation.notes.add([await this.connection.post<SupportNote>(staffRoutes.notes(chatId), body)])
      this.clientId = newClientId()
      this.drafts.keep(noteDraft(chatId), { text: '', since: null })
      this.close()
    } catch (error) {
      this.failure.set(errorWords(toApiError(error)))
    } finally {
      this.saving.set(false)
    }
  }

  private async loadStaff(): Promise<void> {
    try {
      const { staff } = await this.connection.get<StaffList>(staffRoutes.staff)
      this.staff.set(staff.filter(({ deactivated_at, invited }) => deactivated_at === null && !invited))
    } catch {
      // A note can be written without naming anybody.
    }
  }
}
