import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core'
import { Icon } from '../ui/icon.js'
import { KeyBindings } from '../keyboard/key-bindings.js'
import { t } from '../language/words.js'
import { NotificationSettings } from './notification-settings.js'

/** Pauses notifications and sounds until it is pressed again, or until the time chosen in the settings is over. */
@Component({
  selector: 'app-mute-button',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon],
  template: `
    <button
      type="button"
      class="icon-button"
      [attr.aria-label]="t('notifications.mute')"
      [attr.aria-pressed]="settings.paused() !== null"
      [attr.aria-keyshortcuts]="keys()"
      [title]="settings.paused() ?? t('notifications.mute')"
      (click)="settings.toggle()"
    >
      <app-icon [name]="settings.paused() === null ? 'bell' : 'bellOff'" />
    </button>
  `,
  styles: `
    button[aria-pressed='true'] {
      color: var(--accent-text);
      background: var(--accent-soft);
    }
  `,
})
export class MuteButton {
  protected readonly t = t
  protected readonly settings = inject(NotificationSettings)
  private readonly bindings = inject(KeyBindings)
  protected readonly keys = computed(() => this.bindings.ariaKeysOf('mute'))
}
