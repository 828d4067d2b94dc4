import {
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  input,
  type OnInit,
  output,
  signal,
  viewChild,
} from '@angular/core'
import { type Session, type TotpConfirmation, totpRoutes, type TotpSetup } from '@support-chat/shared'
import { errorWords } from '../language/error-words.js'
import { t } from '../language/later.js'
import { CopyButton } from '../ui/copy-button.js'
import { CopyField } from '../ui/copy-field.js'
import { Icon } from '../ui/icon.js'
import { RequestState } from '../ui/request-state.js'
import { SubmitButton } from '../ui/submit-button.js'

/** Sets up a second factor: a key for an app, a code of it, and then the recovery codes, once. */
@Component({
  selector: 'app-totp-setup',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [CopyButton, CopyField, Icon, SubmitButton],
  templateUrl: './totp-setup.html',
  styleUrl: './totp-setup.css',
})
export class TotpSetupForm implements OnInit {
  protected readonly t = t
  private readonly code = viewChild<ElementRef<HTMLInputElement>>('code')
  private readonly codesHeading = viewChild<ElementRef<HTMLElement>>('codesHeading')

  /** Asks the server, as whoever sets it up. */
  readonly post = input.required<<T>(path: string, body: object) => Promise<T>>()
  /** The recovery codes are kept; with the session where the setup was part of a sign-in. */
  readonly done = output<Session | null>()
  protected readonly request = new RequestState<'code'>()
  protected readonly setup = signal<TotpSetup | null>(null)
  protected readonly confirmed = signal<TotpConfirmation | null>(null)
  protected readonly problem = computed(() => {
    const error = this.request.error()
    if (!error) return this.request.problem()?.words
    return error.code === 'unauthenticated' ? t('secondFactor.tooLate') : errorWords(error)
  })
  /** In groups, since people type it. */
  protected readonly key = computed(
    () =>
      this.setup()
        ?.secret.match(/.{1,4}/g)
        ?.join(' ') ?? '',
  )
  protected readonly codes = computed(() => this.confirmed()?.recovery_codes.join('\n') ?? '')

  ngOnInit(): void {
    void this.begin()
  }

  protected begin(): Promise<boolean> {
    return this.request.run(async () => this.setup.set(await this.post()<TotpSetup>(totpRoutes.setup, {})))
  }

  protected async confirm(event: Event): Promise<void> {
    event.preventDefault()
    const code = this.code()?.nativeElement.value.trim() ?? ''
    if (!code) return this.refuse(t('secondFactor.missing'))
    await this.request.run(async () => {
      this.confirmed.set(await this.post()<TotpConfirmation>(totpRoutes.confirm, { code }))
    })
    const error = this.request.error()
    if (error?.code === 'forbidden' || error?.code === 'invalid_request') this.refuse(t('secondFactor.wrong'))
    else setTimeout(() => this.codesHeading()?.nativeElement.focus())
  }

  protected download(): void {
    const url = URL.createObjectURL(new Blob([`${this.codes()}\n`], { type: 'text/plain' }))
    Object.assign(document.createElement('a'), { href: url, download: 'recovery-codes.txt' }).click()
    URL.revokeObjectURL(url)
  }

  private refuse(words: string): void {
    this.request.blame('code', words)
    this.code()?.nativeElement.select()
  }
}
