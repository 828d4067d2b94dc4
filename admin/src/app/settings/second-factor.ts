import { ChangeDetectionStrategy, Component, ElementRef, inject, signal, viewChild } from '@angular/core'
import { totpRoutes, type TotpStatus } from '@support-chat/shared'
import { TotpSetupForm } from '../auth/totp-setup.js'
import { LiveConnection } from '../connection/live-connection.js'
import { errorWords } from '../language/error-words.js'
import { counted, t } from '../language/later.js'
import { Icon } from '../ui/icon.js'
import { RequestState } from '../ui/request-state.js'
import { SubmitButton } from '../ui/submit-button.js'

/** The second factor of one's own password: set up, or turned off by a code. */
@Component({
  selector: 'app-second-factor',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon, SubmitButton, TotpSetupForm],
  templateUrl: './second-factor.html',
  styleUrl: '../ui/page.css',
})
export class SecondFactor {
  protected readonly t = t
  protected readonly counted = counted
  private readonly connection = inject(LiveConnection)
  private readonly code = viewChild<ElementRef<HTMLInputElement>>('code')
  protected readonly request = new RequestState<'code'>()
  /** Null until it is loaded. */
  protected readonly status = signal<TotpStatus | null>(null)
  protected readonly settingUp = signal(false)
  protected readonly post = <T>(path: string, body: object): Promise<T> => this.connection.post<T>(path, body)

  constructor() {
    void this.load()
  }

  protected load(): Promise<boolean> {
    return this.request.run(async () => this.status.set(await this.connection.get<TotpStatus>(totpRoutes.status)))
  }

  protected async finish(): Promise<void> {
    this.settingUp.set(false)
    await this.load()
  }

  protected async disable(event: Event): Promise<void> {
    event.preventDefault()
    const code = this.code()?.nativeElement.value.trim() ?? ''
    if (!code) return this.refuse(t('secondFactor.missing'))
    const isOff = await this.request.run(async () => {
      await this.connection.post(totpRoutes.disable, { code })
    })
    if (isOff) return void (await this.load())
    const error = this.request.error()
    if (error) this.refuse(error.code === 'forbidden' ? t('secondFactor.wrong') : errorWords(error))
  }

  private refuse(words: string): void {
    this.request.blame('code', words)
    this.code()?.nativeElement.select()
  }
}
