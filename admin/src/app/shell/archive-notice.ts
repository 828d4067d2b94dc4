import { ChangeDetectionStrategy, Component, inject } from '@angular/core'
import { Icon } from '../ui/icon.js'
import { ArchiveActions } from '../chats/archive-actions.js'
import { t } from '../language/words.js'

/** Says what was archived or restored, and takes it back; or that it did not work, and tries again. */
@Component({
  selector: 'app-archive-notice',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon],
  host: {
    '(pointerenter)': 'actions.hold()',
    '(focusin)': 'actions.hold()',
    '(pointerleave)': 'actions.release()',
    '(focusout)': 'actions.release()',
  },
  template: `
    <!-- Always there: what is put into a live region is told, what comes along with one may not be. -->
    <div role="status">
      @if (!actions.failed() && actions.words(); as words) {
        <p>
          <span class="words">{{ words }}</span>
          <button type="button" class="text-button" (click)="actions.undo()">{{ t('chats.undo') }}</button>
          <button
            type="button"
            class="icon-button"
            [attr.aria-label]="t('archive.dismiss')"
            [title]="t('archive.dismiss')"
            (click)="actions.dismiss()"
          >
            <app-icon name="clear" />
          </button>
        </p>
      }
    </div>
    @if (actions.failed()) {
      <p class="error" role="alert">
        <span class="words">{{ actions.words() }}</span>
        <button type="button" class="text-button" (click)="actions.tryAgain()">{{ t('chats.tryAgain') }}</button>
        <button
          type="button"
          class="icon-button"
          [attr.aria-label]="t('archive.dismiss')"
          [title]="t('archive.dismiss')"
          (click)="actions.dismiss()"
        >
          <app-icon name="clear" />
        </button>
      </p>
    }
  `,
  styleUrl: './archive-notice.css',
})
export class ArchiveNotice {
  protected readonly t = t
  protected readonly actions = inject(ArchiveActions)
}
