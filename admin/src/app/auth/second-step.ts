import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  inject,
  input,
  viewChild,
} from '@angular/core'
import { type ApiError, routes, type Session, type TotpSetupDetails } from '@support-chat/shared'
import { errorWords } from '../language/error-words.js'
import { t } from '../language/later.js'
import { Icon } from '../ui/icon.js'
import { RequestState } from '../ui/request-state.js'
import { SubmitButton } from '../ui/submit-button.js'
import { AuthApi } from './auth-api.js'
import { StaffSession } from './staff-session.js'
import { TotpSetupForm } from './totp-setup.js'

/** What the server has asked for after the right password: a code, or that a second factor is set up. */
export interface SecondStepCause {
  readonly email: string
  readonly password: string
  readonly error: ApiError
}

/** The sign-in page after the password. */
@Component({
  selector: 'app-second-step',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon, SubmitButton, TotpSetupForm],
  templateUrl: './second-step.html',
  styleUrl: './sign-in.css',
})
export class SecondStep {
  protected readonly t = t
  private readonly api = inject(AuthApi)
  private readonly session = inject(StaffSession)
  private readonly code = viewChild<ElementRef<HTMLInputElement>>('code')

  readonly cause = input.required<SecondStepCause>()
  /** Back to the password. */
  readonly cancel = input.required<() => void>()
  protected readonly request = new RequestState<'code'>()
  protected readonly problem = computed(() => this.request.words() ?? this.request.problem()?.words)
  protected readonly setupToken = computed(() => {
    const { code, details } = this.cause().error
    return code === 'totp_setup_required' ? (details as TotpSetupDetails).setup_token : null
  })
  protected readonly post = <T>(path: string, body: object): Promise<T> =>
    this.api.post<T>(path, body, this.setupToken() ?? undefined)

  constructor() {
    afterNextRender(() => this.code()?.nativeElement.focus())
  }

  protected begin(session: Session | null): void {
    if (session) this.session.adopt(session)
  }

  protected async signIn(event: Event): Promise<void> {
    event.preventDefault()
    const code = this.code()?.nativeElement.value.trim() ?? ''
    if (!code) return this.refuse(t('secondFactor.missing'))
    const { email, password } = this.cause()
    await this.request.run(async () => {
      this.session.adopt(await this.api.post<Session>(routes.login, { email, password, code }))
    })
    const error = this.request.error()
    if (error?.code === 'unauthenticated') this.cancel()()
    else if (error)
      this.refuse(
        error.code === 'code_invalid' || error.code === 'invalid_request' ? t('secondFactor.wrong') : errorWords(error),
      )
  }

  private refuse(words: string): void {
    this.request.blame('code', words)
    this.code()?.nativeElement.select()
  }
}
