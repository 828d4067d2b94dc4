import { Component, computed, inject } from '@angular/core'
import { Icon, type IconName } from '../icon/icon.js'
import { Theme, THEMES, type ThemeName } from './theme.js'

const LOOKS: Record<ThemeName, { icon: IconName; label: string }> = {
  auto: { icon: 'display', label: 'Theme: as the system' },
  light: { icon: 'sun', label: 'Theme: light' },
  dark: { icon: 'moon', label: 'Theme: dark' },
}

/** One button that goes round: as the system, light, dark. */
@Component({
  selector: 'app-theme-switch',
  imports: [Icon],
  template: `
    <button type="button" class="icon-button" [attr.aria-label]="look().label" [title]="look().label" (click)="next()">
      <app-icon [name]="look().icon" />
    </button>
  `,
})
export class ThemeSwitch {
  private readonly theme = inject(Theme)
  protected readonly look = computed(() => LOOKS[this.theme.name()])

  protected next(): void {
    const following = THEMES[(THEMES.indexOf(this.theme.name()) + 1) % THEMES.length]
    this.theme.choose(following ?? 'auto')
  }
}
