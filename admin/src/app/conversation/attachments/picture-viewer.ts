import { ChangeDetectionStrategy, Component, computed, input, output, signal } from '@angular/core'
import type { Attachment } from '@support-chat/shared'
import { serverUrl } from '../../auth/auth-api.js'
import { t } from '../../language/later.js'
import { Icon } from '../../ui/icon.js'
import { Modal } from '../../ui/modal.js'
import { fileSize } from './attachment-view.js'

/** A picture as large as the window allows. */
@Component({
  selector: 'app-picture-viewer',
  imports: [Icon, Modal],
  template: `
    <dialog appModal #modal="modal" [attr.aria-label]="picture().name" (closed)="closed.emit()">
      <div class="viewer">
        <header>
          <span class="name" dir="auto" [title]="picture().name">{{ picture().name }}</span>
          <span class="size">{{ size() }}</span>
          <button
            type="button"
            class="icon-button"
            [attr.aria-label]="t('attachments.save')"
            [title]="t('attachments.save')"
            (click)="download.emit()"
          >
            <app-icon name="download" />
          </button>
          <button
            type="button"
            class="icon-button"
            [attr.aria-label]="t('attachments.close')"
            [title]="t('attachments.close')"
            (click)="modal.close()"
          >
            <app-icon name="clear" />
          </button>
        </header>
        @if (failed()) {
          <p class="failed" role="alert">{{ t('attachments.failed') }}</p>
        } @else {
          <img
            [src]="address()"
            [alt]="picture().name"
            [attr.width]="picture().width"
            [attr.height]="picture().height"
            (error)="failed.set(true)"
          />
        }
      </div>
    </dialog>
  `,
  styleUrls: ['../../ui/dialog.css', './picture-viewer.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PictureViewer {
  protected readonly t = t
  readonly picture = input.required<Attachment>()
  readonly closed = output()
  readonly download = output()
  protected readonly failed = signal(false)
  protected readonly address = computed(() => serverUrl() + (this.picture().url ?? ''))
  protected readonly size = computed(() => fileSize(this.picture().size))
}
