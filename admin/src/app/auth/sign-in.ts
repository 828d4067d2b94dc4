import { NgComponentOutlet } from '@angular/common'
import { ChangeDetectionStrategy, Component, effect, ElementRef, inject, input, signal, viewChild } from '@angular/core'
import { Router, RouterLink } from '@angular/router'
import type { ApiError } from '@support-chat/shared'
import { Icon } from '../ui/icon.js'
import { lazyComponent } from '../ui/lazy-component.js'
import { selectField } from '../ui/select-field.js'
import { t } from '../language/words.js'
import { BrowserStorage } from '../storage/browser-storage.js'
import { SubmitButton } from '../ui/submit-button.js'
import { RequestState } from '../ui/request-state.js'
import type { SecondStepCause } from './second-step.js'
import { signInError } from './sign-in-error.js'
import { StaffSession } from './staff-session.js'

@Component({
  selector: 'app-sign-in',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon, NgComponentOutlet, RouterLink, SubmitButton],
  templateUrl: './sign-in.html',
  styleUrl: './sign-in.css',
})
export class SignIn {
  protected readonly t = t
  private readonly router = inject(Router)
  protected readonly session = inject(StaffSession)
  protected readonly storage = inject(BrowserStorage)
  private readonly email = viewChild.required<ElementRef<HTMLInputElement>>('email')
  private readonly password = viewChild.required<ElementRef<HTMLInputElement>>('password')

  /** The address to go to afterwards; from the URL. */
  readonly to = input('/chats')
  protected readonly request = new RequestState<'email' | 'password'>()
  /** What is asked for after the right password. */
  protected readonly cause = signal<SecondStepCause | null>(null)
  protected readonly secondStep = lazyComponent(
    () => this.cause() !== null,
    async () => (await import('./second-step.js')).SecondStep,
  )
  protected readonly cancel = (): void => this.cause.set(null)

  constructor() {
    // Also when another tab has signed in.
    effect(() => {
      if (this.session.user()) void this.router.navigateByUrl(this.to() || '/chats')
    })
  }

  protected async signIn(event: Event): Promise<void> {
    event.preventDefault()
    const email = this.email().nativeElement
    const password = this.password().nativeElement
    const missing = [email, password].find((field) => !field.value.trim())
    if (missing) {
      this.request.refuse(missing === email ? 'email' : 'password', t('session.missing'))
      return selectField(missing)
    }
    await this.request.run(() => this.session.signIn(email.value.trim(), password.value))
    const error = this.request.error()
    if (!error) return
    if (needsSecondStep(error)) return this.cause.set({ email: email.value.trim(), password: password.value, error })
    this.request.blame('password', signInError(error))
    selectField(password)
  }
}

const needsSecondStep = ({ code }: ApiError): boolean => code === 'code_required' || code === 'totp_setup_required'
