import {
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  inject,
  input,
  signal,
  viewChild,
} from '@angular/core'
import { type Setup, staffRoutes, type TokenReport } from '@support-chat/shared'
import { LiveConnection } from '../../connection/live-connection.js'
import { errorWords } from '../../language/error-words.js'
import { t } from '../../language/later.js'
import { Preferences } from '../../storage/preferences.js'
import { Icon } from '../../ui/icon.js'
import { RequestState } from '../../ui/request-state.js'
import { SubmitButton } from '../../ui/submit-button.js'
import { CodeBlock } from '../widget/code-block.js'
import { BACKEND_NAMES, BACKENDS, TOKEN_CODE } from '../widget/token-code.js'

/** The longest token that is sent to be looked at. */
const LONGEST = 20_000

/** How the host's own server signs users in, and a look at a token that it has made. */
@Component({
  selector: 'app-sign-in-step',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [CodeBlock, Icon, SubmitButton],
  templateUrl: './sign-in-step.html',
  styleUrls: ['../../ui/page.css', '../widget/stack.css', './step.css'],
})
export class SignInStep {
  protected readonly t = t
  private readonly connection = inject(LiveConnection)
  private readonly token = viewChild.required<ElementRef<HTMLTextAreaElement>>('token')
  readonly facts = input.required<Setup>()
  protected readonly backends = BACKENDS
  protected readonly names = BACKEND_NAMES
  protected readonly backend = inject(Preferences).oneOf('support-chat.backend', BACKENDS)
  protected readonly code = computed(() => TOKEN_CODE[this.backend.value()])
  protected readonly request = new RequestState<'token'>()
  protected readonly report = signal<TokenReport | null>(null)
  protected readonly failure = computed(() => {
    const error = this.request.error()
    return error && errorWords(error)
  })

  protected async check(event: Event): Promise<void> {
    event.preventDefault()
    // People copy what stands around it, too.
    const token = this.token()
      .nativeElement.value.trim()
      .replace(/^Bearer\s+/i, '')
    this.report.set(null)
    if (!token || token.length > LONGEST) return this.request.refuse('token', t('settings.setup.signIn.missing'))
    await this.request.run(async () => {
      this.report.set(await this.connection.post<TokenReport>(staffRoutes.checkToken, { token }))
    })
  }
}
