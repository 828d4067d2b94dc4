import { ChangeDetectionStrategy, Component, ElementRef, inject, signal, viewChild } from '@angular/core'
import { ActivatedRoute, Router, RouterLink } from '@angular/router'
import { type ApiError, MIN_PASSWORD_LENGTH } from '@support-chat/shared'
import { Icon } from '../ui/icon.js'
import { SubmitButton } from '../ui/submit-button.js'
import { RequestState } from '../ui/request-state.js'
import { errorWords } from '../language/error-words.js'
import { t } from '../language/later.js'
import { Preferences } from '../storage/preferences.js'
import { AuthApi } from './auth-api.js'
import { signInOptions } from './sign-in-options.js'
import { StaffSession } from './staff-session.js'

/**
 * Where the link of an invitation leads, and that for a new password. Its token stands in the fragment of the address, which browsers send to no
 * server; it leaves the address as soon as it has been read.
 */
@Component({
  selector: 'app-choose-password',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon, RouterLink, SubmitButton],
  templateUrl: './choose-password.html',
  styleUrl: './sign-in.css',
})
export class ChoosePassword {
  protected readonly t = t
  private readonly router = inject(Router)
  /** A member has forgotten theirs; otherwise it is the first one of who was invited. */
  protected readonly isNew = inject(ActivatedRoute).snapshot.data['purpose'] === 'reset'
  private readonly api = inject(AuthApi)
  private readonly session = inject(StaffSession)
  /** Whoever comes for the first time is led through what is new to them. */
  private readonly guide = inject(Preferences).text('support-chat.guide')
  private readonly password = viewChild<ElementRef<HTMLInputElement>>('password')
  private readonly code = viewChild<ElementRef<HTMLInputElement>>('code')
  private readonly token = location.hash.slice(1)

  protected readonly minimum = MIN_PASSWORD_LENGTH
  protected readonly request = new RequestState<'password' | 'code'>()
  /** The account has a second factor. */
  protected readonly needsCode = signal(false)
  /** The link is wrong, used or too old: there is nothing to fill in. */
  protected readonly dead = signal(this.token === '')

  constructor() {
    if (!signInOptions().password) void this.router.navigateByUrl('/sign-in', { replaceUrl: true })
    history.replaceState(history.state, '', location.pathname)
  }

  protected rule(): string {
    return t('settings.profile.rule', { count: MIN_PASSWORD_LENGTH })
  }

  protected async choose(event: Event): Promise<void> {
    event.preventDefault()
    const password = this.password()?.nativeElement.value ?? ''
    if ([...password].length < MIN_PASSWORD_LENGTH) return this.refuse(this.rule())
    await this.request.run(async () => {
      const chosen = this.isNew
        ? this.api.resetPassword(this.token, password, this.code()?.nativeElement.value.trim() || undefined)
        : this.api.acceptInvitation(this.token, password)
      this.session.adopt(await chosen)
      if (!this.isNew) this.guide.set('welcome')
      await this.router.navigateByUrl('/chats', { replaceUrl: true })
    })
    const error = this.request.error()
    if (error) await this.explain(error)
  }

  private async explain(error: ApiError): Promise<void> {
    if (error.code === 'not_found') this.dead.set(true)
    // The password is set: signing in with it sets up what is missing.
    else if (error.code === 'totp_setup_required') await this.router.navigateByUrl('/sign-in', { replaceUrl: true })
    else if (error.code === 'code_required' || error.code === 'code_invalid') {
      this.needsCode.set(true)
      this.request.blame('code', t(error.code === 'code_invalid' ? 'secondFactor.wrong' : 'secondFactor.needed'))
      setTimeout(() => this.code()?.nativeElement.select())
    } else this.refuse(error.code === 'invalid_request' ? this.rule() : errorWords(error))
  }

  private refuse(words: string): void {
    this.request.blame('password', words)
    this.password()?.nativeElement.focus()
  }
}
