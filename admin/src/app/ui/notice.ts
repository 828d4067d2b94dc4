import { ChangeDetectionStrategy, Component, input, output } from '@angular/core'
import { t } from '../language/words.js'
import { Icon } from './icon.js'

/** A sentence in a row of its own, with buttons that act on it and one that dismisses it. */
@Component({
  selector: 'app-notice',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon],
  template: `
    <ng-content select="app-icon" />
    <p><ng-content /></p>
    <ng-content select="button" />
    @if (dismissible()) {
      <button
        type="button"
        class="icon-button"
        [attr.aria-label]="t('archive.dismiss')"
        [title]="t('archive.dismiss')"
        (click)="dismissed.emit()"
      >
        <app-icon name="clear" />
      </button>
    }
  `,
  styles: `
    :host {
      display: flex;
      gap: 0.5rem;
      align-items: center;
      padding-block: 0.375rem max(0.375rem, env(safe-area-inset-bottom));
      padding-inline: 1rem 0.5rem;
      border-block-start: 1px solid var(--line);
    }
    p {
      flex: 1 1 var(--notice-text-width, 0);
      min-width: 0;
      overflow: hidden;
      text-overflow: ellipsis;
    }
  `,
})
export class Notice {
  protected readonly t = t
  readonly dismissible = input(true)
  readonly dismissed = output()
}
