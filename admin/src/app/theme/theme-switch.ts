import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core'
import { Icon, type IconName } from '../ui/icon.js'
import { t } from '../language/words.js'
import { Appearance, THEMES, type ThemeName } from './appearance.js'

const ICONS: Record<ThemeName, IconName> = { auto: 'display', light: 'sun', dark: 'moon' }

/** A button that switches between the themes in turn: as the system, light, dark. */
@Component({
  selector: 'app-theme-switch',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon],
  template: `
    <button type="button" class="icon-button" [attr.aria-label]="label()" [title]="label()" (click)="next()">
      <app-icon [name]="icon()" />
    </button>
  `,
})
export class ThemeSwitch {
  private readonly theme = inject(Appearance).theme
  protected readonly icon = computed(() => ICONS[this.theme.value()])
  protected readonly label = computed(() => t(`theme.${this.theme.value()}`))

  protected next(): void {
    const following = THEMES[(THEMES.indexOf(this.theme.value()) + 1) % THEMES.length]
    this.theme.set(following ?? 'auto')
  }
}
