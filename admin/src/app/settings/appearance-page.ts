import { ChangeDetectionStrategy, Component, inject } from '@angular/core'
import { Language } from '../language/language.js'
import { LANGUAGES } from '../language/languages.js'
import { t } from '../language/later.js'
import { Appearance, DENSITIES, THEMES } from '../theme/appearance.js'

/** Theme, density and language in this browser. Changes apply at once; there is nothing to save. */
@Component({
  selector: 'app-appearance-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './appearance-page.html',
  styleUrl: '../ui/page.css',
})
export class AppearancePage {
  protected readonly t = t
  protected readonly theme = inject(Appearance).theme
  protected readonly density = inject(Appearance).density
  protected readonly language = inject(Language)
  protected readonly themes = THEMES
  protected readonly densities = DENSITIES
  protected readonly languages = LANGUAGES.filter(({ name }) => name !== null)
}
