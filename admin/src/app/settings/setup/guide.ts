import { ChangeDetectionStrategy, Component, inject } from '@angular/core'
import { FirstSetup } from './first-setup.js'
import { FirstSteps } from './first-steps.js'
import { GuideState } from './guide-state.js'

/** What helps somebody who is new here, in place of a chat. */
@Component({
  selector: 'app-guide',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [FirstSetup, FirstSteps],
  template: `
    @if (state() === 'welcome') {
      <app-first-steps />
    } @else {
      <app-first-setup />
    }
  `,
})
export class Guide {
  protected readonly state = inject(GuideState).kept.value
}
