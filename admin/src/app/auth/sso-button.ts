import { booleanAttribute, ChangeDetectionStrategy, Component, input } from '@angular/core'
import { ssoStartRoute } from '@support-chat/shared'
import { t } from '../language/later.js'
import { Icon } from '../ui/icon.js'
import { serverUrl } from './auth-api.js'
import { signInOptions } from './sign-in-options.js'

/** Leads to the identity provider, and says why nobody is signed in who has been there. */
@Component({
  selector: 'app-sso-button',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon],
  template: `
    @if (problem(); as words) {
      <p class="notice error" role="alert"><app-icon name="alert" />{{ words }}</p>
    }
    <button type="button" class="button" [class.primary]="alone()" (click)="leave()">{{ label }}</button>
  `,
  styleUrls: ['./sign-in.css', './sso-button.css'],
})
export class SsoButton {
  /** The address to go to afterwards. */
  readonly to = input.required<string>()
  readonly problem = input<string>()
  /** There is no other way in. */
  readonly alone = input(false, { transform: booleanAttribute })
  protected readonly label = signInOptions().sso?.button ?? t('sso.button')

  protected leave(): void {
    location.assign(`${serverUrl()}${ssoStartRoute}?to=${encodeURIComponent(this.to() || '/chats')}`)
  }
}
