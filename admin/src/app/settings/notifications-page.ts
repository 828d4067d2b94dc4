import { ChangeDetectionStrategy, Component, inject } from '@angular/core'
import { Icon } from '../ui/icon.js'
import { t } from '../language/later.js'
import { NotificationSettings, PAUSES } from '../notifications/notification-settings.js'
import { Notifications } from '../notifications/notifications.js'
import { chime } from '../notifications/chime.js'

/** How this browser notifies of new messages. */
@Component({
  selector: 'app-notifications-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon],
  templateUrl: './notifications-page.html',
  styleUrl: '../ui/page.css',
})
export class NotificationsPage {
  protected readonly t = t
  protected readonly chime = chime
  protected readonly settings = inject(NotificationSettings)
  protected readonly notifications = inject(Notifications)
  protected readonly pauses = PAUSES
  protected readonly switches = [
    { preference: this.settings.desktop, label: 'notifications.desktop' },
    { preference: this.settings.text, label: 'notifications.text' },
    { preference: this.settings.sound, label: 'notifications.sound' },
  ] as const
}
