import { ChangeDetectionStrategy, Component } from '@angular/core'
import { SetupFacts } from './setup-facts.js'
import { SetupGuide } from './setup-guide.js'

/** The set-up, to be gone on with at any time. */
@Component({
  selector: 'app-setup-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [SetupGuide],
  providers: [SetupFacts],
  template: `<app-setup-guide />`,
  styleUrls: ['../../ui/page.css'],
  styles: `
    :host {
      max-width: 48rem;
    }
  `,
})
export class SetupPage {}
