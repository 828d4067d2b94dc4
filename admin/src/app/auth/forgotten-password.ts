import { ChangeDetectionStrategy, Component, ElementRef, inject, signal, viewChild } from '@angular/core'
import { Router, RouterLink } from '@angular/router'
import { errorWords } from '../language/error-words.js'
import { t } from '../language/later.js'
import { Icon } from '../ui/icon.js'
import { RequestState } from '../ui/request-state.js'
import { SubmitButton } from '../ui/submit-button.js'
import { AuthApi } from './auth-api.js'
import { signInOptions } from './sign-in-options.js'

/** Where who has forgotten their password asks for a link. What it says does not tell whether there is such an account. */
@Component({
  selector: 'app-forgotten-password',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon, RouterLink, SubmitButton],
  templateUrl: './forgotten-password.html',
  styleUrl: './sign-in.css',
})
export class ForgottenPassword {
  protected readonly t = t
  private readonly api = inject(AuthApi)
  private readonly email = viewChild<ElementRef<HTMLInputElement>>('email')
  protected readonly request = new RequestState<'email'>()
  /** The address that was asked for. */
  protected readonly sentTo = signal<string | null>(null)

  constructor() {
    if (!signInOptions().password) void inject(Router).navigateByUrl('/sign-in', { replaceUrl: true })
  }

  protected async ask(event: Event): Promise<void> {
    event.preventDefault()
    const field = this.email()?.nativeElement
    const email = field?.value.trim() ?? ''
    if (!email || !field?.checkValidity()) return this.refuse(t('settings.staff.emailInvalid'))
    await this.request.run(async () => {
      await this.api.askForPasswordReset(email)
      this.sentTo.set(email)
    })
    const error = this.request.error()
    if (error) this.refuse(errorWords(error))
  }

  private refuse(words: string): void {
    this.request.blame('email', words)
    this.email()?.nativeElement.focus()
  }
}
