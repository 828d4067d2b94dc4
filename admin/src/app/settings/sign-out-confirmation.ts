import { ChangeDetectionStrategy, Component, effect, inject, viewChild } from '@angular/core'
import { t } from '../language/words.js'
import { Confirmation } from '../ui/confirmation.js'
import { SignOut } from './sign-out.js'

/** Asks before a sign-out that would delete what has not been sent. */
@Component({
  selector: 'app-sign-out-confirmation',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Confirmation],
  template: `
    <app-confirmation
      [question]="t('signOut.question')"
      [detail]="signOut.loss() ?? ''"
      [action]="t('session.signOut')"
      (confirmed)="signOut.finish()"
    />
  `,
})
export class SignOutConfirmation {
  protected readonly t = t
  protected readonly signOut = inject(SignOut)
  private readonly confirmation = viewChild.required(Confirmation)

  constructor() {
    effect(() => {
      if (this.signOut.asked() > 0) this.confirmation().ask()
    })
  }
}
