import { NgComponentOutlet } from '@angular/common'
import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core'
import { Permissions } from '../auth/permissions.js'
import { CopyButton } from '../ui/copy-button.js'
import { Icon } from '../ui/icon.js'
import { lazyComponent } from '../ui/lazy-component.js'
import { errorWords } from '../language/error-words.js'
import { t } from '../language/words.js'
import { exactTime, shortDate, timeIn } from '../time/calendar.js'
import { Clock } from '../time/clock.js'
import { relativeTime } from '../time/relative-time.js'
import { UserDetails } from './user-details.js'

const hasAny = (told: object | undefined) => Object.keys(told ?? {}).length > 0

/** Who the user of the open chat is. */
@Component({
  selector: 'app-user-panel',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [CopyButton, Icon, NgComponentOutlet],
  templateUrl: './user-panel.html',
  styleUrl: './user-panel.css',
})
export class UserPanel {
  protected readonly t = t
  protected readonly exactTime = exactTime
  protected readonly shortDate = shortDate
  protected readonly clock = inject(Clock)

  private readonly permissions = inject(Permissions)

  readonly chatId = input.required<string>()
  readonly closed = output()

  protected readonly details = new UserDetails(this.chatId)
  protected readonly attributes = lazyComponent(
    () => [this.details.user()?.attributes, this.details.user()?.context].some(hasAny),
    async () => (await import('./user-attributes.js')).UserAttributes,
  )
  protected readonly history = lazyComponent(
    () => this.details.user() !== null,
    async () => (await import('../chats/team/components.js')).ChatHistory,
  )

  protected readonly personalData = lazyComponent(
    () => this.details.user() !== null && this.permissions.may('users.export'),
    async () => (await import('./personal-data.js')).PersonalData,
  )

  protected readonly placeholders = ['wide', 'half', 'wide', 'half', 'wide']
  protected readonly failure = computed(() => {
    const error = this.details.error()
    return error && this.details.user() === null ? errorWords(error) : null
  })
  protected readonly localTime = computed(() => {
    const zone = this.details.user()?.time_zone
    return zone ? timeIn(zone, this.clock.now()) : null
  })
  protected readonly lastSeen = computed(() => {
    const user = this.details.user()
    if (user?.online) return t('userPanel.now')
    return user?.last_seen_at ? relativeTime(user.last_seen_at, this.clock.now()) : t('userPanel.never')
  })
  /** Where the user is or was last, without what all pages of a site share. */
  protected readonly page = computed(() => {
    const url = this.details.user()?.page_url
    return url && URL.canParse(url) ? { url, words: url.replace(/^https?:\/\//, '').replace(/\/$/, '') } : null
  })
}
