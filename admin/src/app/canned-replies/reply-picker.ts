import {
  afterRenderEffect,
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  input,
  linkedSignal,
  output,
  untracked,
} from '@angular/core'
import { RouterLink } from '@angular/router'
import type { CannedReply } from '@support-chat/shared'
import { Icon } from '../ui/icon.js'
import { counted, t } from '../language/words.js'
import { CannedReplies } from './canned-replies.js'
import { ReplyPieces } from './reply-pieces.js'
import { matching, type Slash } from './slash.js'
import { toPieces, type Values } from './variables.js'

/**
 * The canned replies that answer to what follows a slash. The focus stays in the field, which passes its keys on and
 * says by {@link activeId} which option they are about.
 */
@Component({
  selector: 'app-reply-picker',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon, ReplyPieces, RouterLink],
  templateUrl: './reply-picker.html',
  styleUrl: './reply-picker.css',
})
export class ReplyPicker {
  protected readonly t = t
  private readonly replies = inject(CannedReplies)

  readonly slash = input.required<Slash>()
  readonly values = input.required<Values>()
  readonly chosen = output<CannedReply>()
  readonly dismissed = output()

  protected readonly loading = computed(() => this.replies.all() === null && this.replies.request.error() === null)
  protected readonly failed = computed(() => this.replies.all() === null && !this.loading())
  protected readonly none = computed(() => this.replies.all()?.length === 0)
  protected readonly options = computed(() => matching(this.replies.all() ?? [], this.slash().query))
  /** Place of the active option; begins at the first again whenever other letters are typed. */
  private readonly wanted = linkedSignal({ source: () => this.slash().query, computation: () => 0 })
  protected readonly active = computed(() => this.options()[Math.min(this.wanted(), this.options().length - 1)])
  /** Id of the active option's element; null while there is none. */
  readonly activeId = computed(() => {
    const active = this.active()
    return active ? optionId(active) : null
  })
  protected readonly preview = computed(() => toPieces(this.active()?.content ?? '', this.values()))
  protected readonly hasGap = computed(() => this.preview().some(({ kind }) => kind === 'gap'))
  protected readonly found = computed(() => counted('cannedReplies.found', this.options().length))
  protected readonly optionId = optionId

  constructor() {
    // Somebody may have changed them since.
    effect(() => untracked(() => void this.replies.load()))
    const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement
    afterRenderEffect(() => {
      const id = this.activeId()
      if (id) host.querySelector(`#${id}`)?.scrollIntoView({ block: 'nearest' })
    })
  }

  /** @returns whether the key was meant for the list; the field does not act on it then */
  onKey({ key, shiftKey }: KeyboardEvent): boolean {
    const count = this.options().length
    const at = Math.min(this.wanted(), count - 1)
    if (key === 'Escape') this.dismissed.emit()
    // What is about to be replaced must not be sent.
    else if (key === 'Enter' && this.loading()) return !shiftKey
    else if (count === 0) return false
    else if (key === 'ArrowDown') this.wanted.set((at + 1) % count)
    else if (key === 'ArrowUp') this.wanted.set((at - 1 + count) % count)
    else if ((key === 'Enter' || key === 'Tab') && !shiftKey) this.choose(this.active())
    else return false
    return true
  }

  protected choose(reply: CannedReply | undefined): void {
    if (reply) this.chosen.emit(reply)
  }

  protected reload(): void {
    void this.replies.load()
  }
}

const optionId = ({ id }: CannedReply): string => `canned-reply-${id}`
