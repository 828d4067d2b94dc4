import { ChangeDetectionStrategy, Component, inject } from '@angular/core'
import { RouterOutlet } from '@angular/router'
import { FocusRecovery } from './ui/focus-recovery.js'
import { Language } from './language/language.js'
import { Appearance } from './theme/appearance.js'
import { CodeNotice } from './shell/code-notice.js'

@Component({
  selector: 'app-root',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [CodeNotice, RouterOutlet],
  template: '<router-outlet /><app-code-notice />',
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      min-height: 100dvh;
    }
    /* What scrolls is in there. */
    :host:has(> app-signed-in) {
      height: 100dvh;
    }
    @media print {
      :host {
        display: block;
        height: auto !important;
        min-height: 0;
      }
    }
  `,
})
export class App {
  constructor() {
    // Made here so that the chosen theme is on the page, and its words are on their way, before the first screen is.
    inject(Appearance)
    inject(Language)
    inject(FocusRecovery)
  }
}
