import {
  afterRenderEffect,
  Component,
  computed,
  ElementRef,
  inject,
  input,
  linkedSignal,
  signal,
  viewChild,
} from '@angular/core'
import { countCharacters, MAX_CONTENT_LENGTH, trimContent, type SupportMessage } from '@support-chat/shared'
import { Icon } from '../icon/icon.js'
import { counted, t } from '../language/words.js'
import { Conversation } from './conversation.js'
import { Drafts } from './drafts.js'

/** The room left is shown once it is less than this. */
const NEARLY_FULL = 400

/** Where an answer is written. What is typed is kept until it is sent, over reloads too. */
@Component({ selector: 'app-composer', imports: [Icon], templateUrl: './composer.html', styleUrl: './composer.css' })
export class Composer {
  protected readonly t = t
  protected readonly counted = counted
  private readonly conversation = inject(Conversation)
  private readonly drafts = inject(Drafts)
  private readonly field = viewChild.required<ElementRef<HTMLTextAreaElement>>('field')

  readonly chatId = input.required<string>()
  private readonly draft = linkedSignal(() => this.drafts.get(this.chatId()))
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

  constructor() {
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

  protected write(text: string): void {
    const blank = trimContent(text) === ''
    const since = blank ? null : (this.draft().since ?? this.conversation.newest())
    this.draft.set({ text, since })
    this.drafts.keep(this.chatId(), { text, since })
    this.conversation.setTyping(!blank)
    if (!blank) return
    this.warned = 0
    this.newer.set([])
  }

  protected onKey(event: KeyboardEvent): void {
    // Enter also chooses a word in an input method; that is not sending.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    // A key held down is no second thought.
    if (!event.repeat) this.send()
  }

  /** Sends, or says first what the answer would be sent over: then the second time sends. */
  protected send(): void {
    if (this.blank() || this.tooLong()) return
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
