import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core'
import { RouterLink } from '@angular/router'
import { KeyBindings } from '../../keyboard/key-bindings.js'
import { KeyCaps } from '../../keyboard/key-caps.js'
import { t } from '../../language/later.js'
import { Notifications } from '../../notifications/notifications.js'
import { Icon } from '../../ui/icon.js'
import { OwnProfile } from '../own-profile.js'
import { GuideState } from './guide-state.js'

/** The commands that one needs first. */
const KEYS = ['nextChat', 'previousChat', 'reply', 'archive', 'palette', 'shortcuts'] as const

/** What somebody who was invited does first: say their name, be notified, know the keys. */
@Component({
  selector: 'app-first-steps',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon, KeyCaps, OwnProfile, RouterLink],
  templateUrl: './first-steps.html',
  styleUrls: ['../../ui/page.css', './guide.css', './step.css'],
})
export class FirstSteps {
  protected readonly t = t
  protected readonly state = inject(GuideState).kept
  protected readonly notifications = inject(Notifications)
  private readonly bindings = inject(KeyBindings)
  protected readonly keys = computed(() =>
    KEYS.flatMap((id) => {
      const keys = this.bindings.keysOf(id)
      return keys ? [{ words: `commands.${id}` as const, keys }] : []
    }),
  )
}
