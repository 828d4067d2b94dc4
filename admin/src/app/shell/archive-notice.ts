import { ChangeDetectionStrategy, Component, inject } from '@angular/core'
import { Notice } from '../ui/notice.js'
import { ArchiveActions } from '../chats/archive-actions.js'
import { t } from '../language/words.js'

/** What was archived or restored, with an undo; or what failed, with another try. */
@Component({
  selector: 'app-archive-notice',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Notice],
  host: {
    '(pointerenter)': 'actions.hold()',
    '(focusin)': 'actions.hold()',
    '(pointerleave)': 'actions.release()',
    '(focusout)': 'actions.release()',
  },
  template: `
    <!-- Always there: screen readers may not announce what comes together with its live region. -->
    <div role="status">
      @if (!actions.failed() && actions.words(); as words) {
        <app-notice (dismissed)="actions.dismiss()">
          {{ words }}
          <button type="button" class="text-button" (click)="actions.undo()">{{ t('chats.undo') }}</button>
        </app-notice>
      }
    </div>
    @if (actions.failed()) {
      <app-notice class="error" role="alert" (dismissed)="actions.dismiss()">
        {{ actions.words() }}
        <button type="button" class="text-button" (click)="actions.tryAgain()">{{ t('chats.tryAgain') }}</button>
      </app-notice>
    }
  `,
  styleUrl: './archive-notice.css',
})
export class ArchiveNotice {
  protected readonly t = t
  protected readonly actions = inject(ArchiveActions)
}
