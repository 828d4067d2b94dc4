import { ChangeDetectionStrategy, Component, inject } from '@angular/core'
import { errorWords } from '../../language/error-words.js'
import { t } from '../../language/later.js'
import { Icon } from '../../ui/icon.js'
import { BrandForm } from './brand-form.js'
import { EmbedSnippets } from './embed-snippets.js'
import { HoursForm } from './hours-form.js'
import { WidgetSettingsStore } from './widget-settings.js'

/** What the widget shows: how it looks, what it says first, when the team is there, and the lines that embed it. */
@Component({
  selector: 'app-widget-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [BrandForm, EmbedSnippets, HoursForm, Icon],
  providers: [WidgetSettingsStore],
  templateUrl: './widget-page.html',
  styleUrls: ['../../ui/page.css', './widget-page.css'],
})
export class WidgetPage {
  protected readonly t = t
  protected readonly store = inject(WidgetSettingsStore)
  protected readonly errorWords = errorWords
  protected readonly placeholders = [1, 2, 3]

  constructor() {
    void this.store.load()
  }
}
