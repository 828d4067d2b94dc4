import { ChangeDetectionStrategy, Component, computed, effect, inject, input, untracked } from '@angular/core'
import { Router } from '@angular/router'
import { type Session, SSO_DONE, ssoSessionRoute } from '@support-chat/shared'
import { t } from '../language/later.js'
import { Icon } from '../ui/icon.js'
import { RequestState } from '../ui/request-state.js'
import { AuthApi } from './auth-api.js'
import { SignIn } from './sign-in.js'
import { signInOptions } from './sign-in-options.js'
import { SsoButton } from './sso-button.js'
import { ssoWords } from './sso-words.js'
import { StaffSession } from './staff-session.js'

/** The sign-in page where there is single sign-on, beside passwords or alone. The identity provider leads back to it. */
@Component({
  selector: 'app-sso-sign-in',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon, SignIn, SsoButton],
  templateUrl: './sso-sign-in.html',
  styleUrl: './sign-in.css',
})
export class SsoSignIn {
  protected readonly t = t
  private readonly router = inject(Router)
  private readonly api = inject(AuthApi)
  protected readonly session = inject(StaffSession)

  /** The address to go to afterwards; from the URL. */
  readonly to = input('/chats')
  /** How it went at the identity provider; from the URL. */
  readonly sso = input<string>()
  protected readonly request = new RequestState<'sso'>()
  protected readonly options = signInOptions()
  protected readonly isComingBack = computed(() => this.sso() === SSO_DONE)

  constructor() {
    effect(() => {
      if (this.session.user()) void this.router.navigateByUrl(this.to() || '/chats')
    })
    effect(() => {
      const sso = this.sso()
      // Once for each: what it reads does not begin it again.
      if (sso) untracked(() => void this.comeBack(sso))
    })
  }

  private async comeBack(sso: string): Promise<void> {
    const problem = sso === SSO_DONE ? await this.exchange() : sso
    if (problem === null) return
    this.request.refuse('sso', ssoWords(problem))
    // A reload does not say it again.
    await this.router.navigate([], { queryParams: { sso: null }, queryParamsHandling: 'merge', replaceUrl: true })
  }

  /** By the cookie that the identity provider's answer has come to. @returns why it is none */
  private async exchange(): Promise<string | null> {
    await this.request.run(async () => {
      this.session.adopt(await this.api.post<Session>(ssoSessionRoute, {}))
    })
    const code = this.request.error()?.code ?? null
    return code === 'unauthenticated' ? 'expired' : code
  }
}
