import { ChangeDetectionStrategy, Component, inject } from '@angular/core'
import { Icon } from '../ui/icon.js'
import { t } from '../language/later.js'
import { Notifications } from './notifications.js'

/** Asks once whether to be notified, after the first message that nobody viewed. */
@Component({
  selector: 'app-ask-to-notify',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon],
  template: `
    @if (notifications.shouldAsk()) {
      <aside [attr.aria-label]="t('notifications.title')">
        <app-icon name="bell" />
        <p>{{ t('notifications.ask') }}</p>
        <button type="button" class="button" (click)="notifications.notNow()">{{ t('notifications.notNow') }}</button>
        <button type="button" class="button primary" (click)="notifications.allow()">
          {{ t('notifications.turnOn') }}
        </button>
      </aside>
    }
  `,
  styleUrl: './ask-to-notify.css',
})
export class AskToNotify {
  protected readonly t = t
  protected readonly notifications = inject(Notifications)
}
