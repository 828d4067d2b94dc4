import { ChangeDetectionStrategy, Component, effect, inject } from '@angular/core'
import { t } from '../../language/later.js'
import { GuideState } from './guide-state.js'
import { SetupFacts } from './setup-facts.js'
import { SetupGuide } from './setup-guide.js'

/** The set-up of an installation in which nobody has written yet. */
@Component({
  selector: 'app-first-setup',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [SetupGuide],
  providers: [SetupFacts],
  template: `
    <header>
      <h2>{{ t('settings.setup.welcome') }}</h2>
      <p class="lead">{{ t('settings.setup.welcomeLead') }}</p>
    </header>
    <app-setup-guide>
      <button type="button" class="button" (click)="state.set('hidden')">{{ t('settings.setup.later') }}</button>
    </app-setup-guide>
  `,
  styleUrls: ['../../ui/page.css', './guide.css'],
})
export class FirstSetup {
  protected readonly t = t
  protected readonly state = inject(GuideState).kept

  constructor() {
    const { facts } = inject(SetupFacts)
    const first = effect(() => {
      const known = facts()
      if (!known) return
      // Whoever has archived all chats is not new.
      if (known.has_messages) this.state.set('hidden')
      first.destroy()
    })
  }
}
