import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core'
import type { Webhook, WebhookTest } from '@support-chat/shared'
import { counted, t } from '../../language/later.js'
import { shortTime } from '../../time/calendar.js'
import { Clock } from '../../time/clock.js'
import { Confirmation } from '../../ui/confirmation.js'
import { CopyField } from '../../ui/copy-field.js'
import { Icon } from '../../ui/icon.js'
import { RequestState } from '../../ui/request-state.js'
import { WebhookLog } from './webhook-log.js'
import { outcomeWords, refusalWords } from './webhook-words.js'
import { Webhooks } from './webhooks.js'

/** An endpoint: how it stands, and what can be done about it. */
@Component({
  selector: 'app-webhook-line',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Confirmation, CopyField, Icon, WebhookLog],
  templateUrl: './webhook-line.html',
  styleUrls: ['../../ui/page.css', '../accounts.css', './webhook-line.css'],
})
export class WebhookLine {
  protected readonly t = t
  protected readonly outcomeWords = outcomeWords
  private readonly webhooks = inject(Webhooks)
  private readonly clock = inject(Clock)

  readonly webhook = input.required<Webhook>()
  readonly edit = output()

  protected readonly request = new RequestState()
  protected readonly failure = computed(() => {
    const error = this.request.error()
    return error && refusalWords(error)
  })
  protected readonly testing = signal(false)
  protected readonly tested = signal<WebhookTest | null>(null)
  protected readonly showsLog = signal(false)
  protected readonly isDisabled = computed(() => this.webhook().state === 'disabled')
  protected readonly secret = computed(() => {
    const shown = this.webhooks.secret()
    return shown?.id === this.webhook().id ? shown.secret : null
  })
  /** Why nothing is sent there, and since when. */
  protected readonly reason = computed(() => {
    const { disabled_reason: reason, disabled_at: at } = this.webhook()
    return t(`settings.webhooks.disabled.${reason ?? 'staff'}`, { when: at ? shortTime(at, this.clock.now()) : '' })
  })
  protected readonly events = computed(() => {
    const { event_types: types } = this.webhook()
    return types === null ? t('settings.webhooks.allEvents') : counted('settings.webhooks.eventCount', types.length)
  })

  /** `Delete: https://…`, to tell the buttons of several endpoints apart. */
  protected named(words: string): string {
    return `${words}: ${this.webhook().url}`
  }

  protected async test(): Promise<void> {
    if (this.request.pending()) return
    this.tested.set(null)
    this.testing.set(true)
    await this.request.run(async () => this.tested.set(await this.webhooks.test(this.webhook())))
    this.testing.set(false)
  }

  protected async setState(state: Webhook['state']): Promise<void> {
    await this.request.run(() => this.webhooks.change(this.webhook(), { state }))
  }

  protected async rotate(): Promise<void> {
    await this.request.run(() => this.webhooks.rotateSecret(this.webhook()))
  }

  protected async remove(): Promise<void> {
    await this.request.run(() => this.webhooks.remove(this.webhook()))
  }
}
