import { ChangeDetectionStrategy, Component, computed, inject, input, type OnInit, output } from '@angular/core'
import { RouterLink } from '@angular/router'
import type { CannedReply } from '@support-chat/shared'
import { Icon } from '../ui/icon.js'
import { ActiveOption, ListboxOption } from '../ui/listbox.js'
import { counted, t } from '../language/words.js'
import { CannedReplies } from './canned-replies.js'
import { ReplyPieces } from './reply-pieces.js'
import { matching, type Slash } from './slash.js'
import { toPieces, type Values } from './variables.js'

/**
 * The canned replies that match what follows a slash. The focus stays in the text field, which passes its keys on and
 * names the active option by {@link activeId}.
 */
@Component({
  selector: 'app-reply-picker',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon, ListboxOption, ReplyPieces, RouterLink],
  templateUrl: './reply-picker.html',
  styleUrls: ['../ui/listbox.css', './reply-picker.css'],
})
export class ReplyPicker implements OnInit {
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
  private readonly option = new ActiveOption(this.options, () => this.slash().query)
  protected readonly active = this.option.active
  /** Id of the active option's element; null while there is none. */
  readonly activeId = computed(() => {
    const active = this.active()
    return active ? optionId(active) : null
  })
  protected readonly preview = computed(() => toPieces(this.active()?.content ?? '', this.values()))
  protected readonly hasGap = computed(() => this.preview().some(({ kind }) => kind === 'gap'))
  protected readonly found = computed(() => counted('cannedReplies.found', this.options().length))
  protected readonly optionId = optionId

  ngOnInit(): void {
    // Others may have changed them since.
    this.reload()
  }

  /** @returns whether the key was meant for the list; the field does not act on it then */
  handleKey({ key, shiftKey }: KeyboardEvent): boolean {
    if (key === 'Escape') this.dismissed.emit()
    // The slash is about to be replaced: Enter must not send it, nor Tab lead to the button that does.
    else if ((key === 'Enter' || key === 'Tab') && this.loading()) return !shiftKey
    else if (this.options().length === 0) return false
    else if ((key === 'Enter' || key === 'Tab') && !shiftKey) this.choose(this.active())
    else return this.option.move(key)
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
