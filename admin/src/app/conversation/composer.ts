import {
  afterRenderEffect,
  Component,
  computed,
  ElementRef,
  inject,
  input,
  linkedSignal,
  viewChild,
} from '@angular/core'
import { MAX_CONTENT_LENGTH } from '@support-chat/shared'
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
  private readonly conversation = inject(Conversation)
  private readonly drafts = inject(Drafts)
  private readonly field = viewChild.required<ElementRef<HTMLTextAreaElement>>('field')

  readonly chatId = input.required<string>()
  protected readonly text = linkedSignal(() => this.drafts.get(this.chatId()))
  protected readonly blank = computed(() => this.text().trim() === '')
  protected readonly room = computed(() => MAX_CONTENT_LENGTH - this.text().trim().length)
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
    this.text.set(text)
    this.drafts.keep(this.chatId(), text)
    this.conversation.setTyping(text.trim() !== '')
  }

  protected onKey(event: KeyboardEvent): void {
    // Enter also chooses a word in an input method; that is not sending.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    this.send()
  }

  protected send(): void {
    if (this.blank() || this.tooLong()) return
    if (this.conversation.send(this.text()) === null) return
    this.write('')
    this.focus()
  }
}
