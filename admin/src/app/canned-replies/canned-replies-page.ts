import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  inject,
  Injector,
  signal,
  viewChild,
} from '@angular/core'
import type { CannedReply } from '@support-chat/shared'
import { Icon } from '../ui/icon.js'
import { counted, t } from '../language/later.js'
import { Confirmation } from '../ui/confirmation.js'
import { CannedReplies } from './canned-replies.js'
import { ReplyForm } from './reply-form.js'
import { matching } from './slash.js'

/** The canned replies of all staff: search, add, edit and delete. */
@Component({
  selector: 'app-canned-replies-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Confirmation, Icon, ReplyForm],
  templateUrl: './canned-replies-page.html',
  styleUrls: ['../ui/page.css', './canned-replies-page.css'],
})
export class CannedRepliesPage {
  protected readonly t = t
  protected readonly replies = inject(CannedReplies)
  private readonly injector = inject(Injector)
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement
  private readonly adder = viewChild<ElementRef<HTMLElement>>('adder')

  protected readonly placeholders = [1, 2, 3]
  protected readonly searched = signal('')
  protected readonly shown = computed(() => matching(this.replies.all() ?? [], this.searched().trim().toLowerCase()))
  protected readonly found = computed(() => counted('cannedReplies.found', this.shown().length))
  /** Id of the reply whose form is open, or `new`. A form with unsaved text opens again. */
  protected readonly editing = signal<string | null>([...this.replies.unsaved.keys()][0] ?? null)
  /** The reply to be deleted once the reader confirms. */
  protected readonly leaving = signal<CannedReply | null>(null)
  /** An open form shows its own errors. */
  protected readonly failure = computed(() => (this.editing() === null ? this.replies.request.words() : null))

  constructor() {
    void this.replies.load()
  }

  protected edit(id: string): void {
    this.replies.request.reset()
    this.editing.set(id)
  }

  /** Moves the focus back to the button that opened the form. */
  protected close(id: string): void {
    this.replies.unsaved.delete(id)
    this.editing.set(null)
    this.afterDrawing(() => (this.host.querySelector<HTMLElement>(`[data-edit="${id}"]`) ?? this.addButton())?.focus())
  }

  protected async remove(): Promise<void> {
    const reply = this.leaving()
    if (reply && (await this.replies.remove(reply.id))) this.afterDrawing(() => this.addButton()?.focus())
  }

  private addButton(): HTMLElement | undefined {
    return this.adder()?.nativeElement
  }

  private afterDrawing(read: () => void): void {
    afterNextRender({ read }, { injector: this.injector })
  }
}
