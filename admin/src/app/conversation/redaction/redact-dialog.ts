import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  inject,
  input,
  viewChild,
} from '@angular/core'
import { routes } from '@support-chat/shared'
import { LiveConnection } from '../../connection/live-connection.js'
import { errorWords } from '../../language/error-words.js'
import { t } from '../../language/later.js'
import { truncate } from '../../language/truncate.js'
import { RequestState } from '../../ui/request-state.js'
import { type Redactable, Redaction } from './redaction.js'

/** So many characters say which message it is. */
const EXCERPT_LENGTH = 200

/** Asks before the text of a message is removed for good. The chat shows that it was, as soon as the server tells so. */
@Component({
  selector: 'app-redact-dialog',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <dialog
      #dialog
      aria-labelledby="redact-title"
      aria-describedby="redact-detail redact-excerpt"
      (close)="redaction.asked.set(null)"
    >
      <h2 id="redact-title">{{ t('redaction.question') }}</h2>
      <p id="redact-detail">{{ t('redaction.detail') }}</p>
      @if (excerpt(); as words) {
        <blockquote id="redact-excerpt" dir="auto">{{ words }}</blockquote>
      }
      @if (failure(); as words) {
        <p class="problem" role="alert">{{ words }}</p>
      }
      <div>
        <button type="button" class="button" (click)="close()">{{ t('settings.cancel') }}</button>
        <button type="button" class="button danger" [attr.aria-disabled]="request.pending()" (click)="redact()">
          {{ t('redaction.action') }}
        </button>
      </div>
    </dialog>
  `,
  styleUrls: ['../../ui/dialog.css', '../../ui/confirmation.css', './redact-dialog.css'],
})
export class RedactDialog {
  protected readonly t = t
  private readonly connection = inject(LiveConnection)
  protected readonly redaction = inject(Redaction)
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog')

  readonly chatId = input.required<string>()
  readonly message = input.required<Redactable>()
  protected readonly request = new RequestState()
  protected readonly excerpt = computed(() => truncate(this.message().content, EXCERPT_LENGTH))
  protected readonly failure = computed(() => {
    const error = this.request.error()
    return error?.code === 'forbidden' ? t('personalData.forbidden') : error && errorWords(error)
  })

  constructor() {
    afterNextRender(() => this.dialog().nativeElement.showModal())
  }

  protected close(): void {
    this.dialog().nativeElement.close()
  }

  protected async redact(): Promise<void> {
    const path = routes.adminRedact(this.chatId(), this.message().id)
    if (await this.request.run(() => this.connection.post(path))) this.close()
  }
}
