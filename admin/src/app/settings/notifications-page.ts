import { Component, computed, inject } from '@angular/core'
import { Icon } from '../icon/icon.js'
import { t } from '../language/words.js'
import { NotificationSettings } from '../notifications/notification-settings.js'
import { Notifications } from '../notifications/notifications.js'
import { chime } from '../notifications/chime.js'
import { exactTime } from '../time/calendar.js'

/** What new messages may do in this browser. */
@Component({
  selector: 'app-notifications-page',
  imports: [Icon],
  templateUrl: './notifications-page.html',
  styleUrl: './page.css',
})
export class NotificationsPage {
  protected readonly t = t
  protected readonly chime = chime
  protected readonly settings = inject(NotificationSettings)
  protected readonly notifications = inject(Notifications)
  protected readonly pauses = ['hour', 'tomorrow', 'ever'] as const
  protected readonly switches = [
    { choice: this.settings.desktop, label: 'notifications.desktop' },
    { choice: this.settings.text, label: 'notifications.text' },
    { choice: this.settings.sound, label: 'notifications.sound' },
  ] as const

  protected readonly paused = computed(() => {
    const until = this.settings.pausedUntil()
    if (until === null) return null
    return until === Infinity
      ? t('notifications.pausedForGood')
      : t('notifications.pausedUntil', { time: exactTime(new Date(until).toISOString()) })
  })
}
