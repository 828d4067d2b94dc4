import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  inject,
  input,
  linkedSignal,
  output,
  viewChild,
} from '@angular/core'
import { EVENT_TYPES, type Webhook, type WebhookBody } from '@support-chat/shared'
import { t } from '../../language/later.js'
import { RequestState } from '../../ui/request-state.js'
import { selectField } from '../../ui/select-field.js'
import { SubmitButton } from '../../ui/submit-button.js'
import { refusalWords } from './webhook-words.js'
import { Webhooks } from './webhooks.js'

/** Adds or edits an endpoint. */
@Component({
  selector: 'app-webhook-form',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [SubmitButton],
  templateUrl: './webhook-form.html',
  styleUrls: ['../../ui/page.css', './webhook-form.css'],
})
export class WebhookForm {
  protected readonly t = t
  private readonly webhooks = inject(Webhooks)
  private readonly form = viewChild.required<ElementRef<HTMLFormElement>>('form')
  private readonly url = viewChild.required<ElementRef<HTMLInputElement>>('url')

  /** Null: a new one. */
  readonly webhook = input.required<Webhook | null>()
  /** Whether it was saved. */
  readonly closed = output<boolean>()

  protected readonly types = EVENT_TYPES
  protected readonly onlySome = linkedSignal(() => (this.webhook()?.event_types ?? null) !== null)
  protected readonly request = new RequestState<'url' | 'types'>()
  protected readonly problem = this.request.problem
  protected readonly failure = computed(() => {
    const error = this.request.error()
    return error && refusalWords(error)
  })

  constructor() {
    afterNextRender(() => this.url().nativeElement.focus())
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault()
    const body = this.read()
    this.request.reset()
    if (!isWebAddress(body.url)) return this.refuseUrl(t('settings.webhooks.urlInvalid'))
    if (body.event_types?.length === 0) {
      this.request.refuse('types', t('settings.webhooks.typesMissing'))
      this.form().nativeElement.querySelector<HTMLInputElement>('[name=type]')?.focus()
      return
    }
    const webhook = this.webhook()
    const save = () => (webhook ? this.webhooks.change(webhook, body) : this.webhooks.create(body))
    if (await this.request.run(save)) return this.closed.emit(true)
    // All else has been checked above.
    if (this.request.error()?.code === 'invalid_request') this.refuseUrl(t('settings.webhooks.urlPrivate'))
  }

  private read(): WebhookBody {
    const given = new FormData(this.form().nativeElement)
    const description = (given.get('description') as string).trim()
    const types = given.getAll('type')
    return {
      url: this.url().nativeElement.value.trim(),
      event_types: this.onlySome() ? EVENT_TYPES.filter((type) => types.includes(type)) : null,
      description: description || null,
    }
  }

  private refuseUrl(words: string): void {
    this.request.blame('url', words)
    selectField(this.url().nativeElement)
  }
}

/** As the server checks it; who has a user and password in the address sends them with every event. */
function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password } = new URL(text)
  return /^https?:$/.test(protocol) && username === '' && password === ''
}
