import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  Injector,
  signal,
  untracked,
} from '@angular/core'
import { MAX_WEBHOOKS } from '@support-chat/shared'
import { t } from '../../language/later.js'
import { Clock } from '../../time/clock.js'
import { Icon } from '../../ui/icon.js'
import { RequestState } from '../../ui/request-state.js'
import { WindowFocus } from '../../ui/window-focus.js'
import { WebhookForm } from './webhook-form.js'
import { WebhookLine } from './webhook-line.js'
import { Webhooks } from './webhooks.js'

/** Where events are sent: add endpoints, try them, see what became of what was sent. */
@Component({
  selector: 'app-webhooks-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon, WebhookForm, WebhookLine],
  providers: [Webhooks],
  templateUrl: './webhooks-page.html',
  styleUrls: ['../../ui/page.css', '../accounts.css', './webhooks-page.css'],
})
export class WebhooksPage {
  protected readonly t = t
  protected readonly webhooks = inject(Webhooks)
  private readonly clock = inject(Clock)
  private readonly windowFocus = inject(WindowFocus)
  private readonly injector = inject(Injector)
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement

  protected readonly placeholders = [1, 2, 3]
  protected readonly request = new RequestState()
  protected readonly limit = t('settings.webhooks.tooMany', { count: MAX_WEBHOOKS })
  protected readonly isFull = computed(() => (this.webhooks.all()?.length ?? 0) >= MAX_WEBHOOKS)
  /** Id of the endpoint whose form is open, or `new`. */
  protected readonly editing = signal<string | null>(null)

  constructor() {
    void this.load()
    effect(() => this.keepFresh())
  }

  /** The server disables endpoints by itself: whoever has the page before them, or comes back to it, sees that. */
  private keepFresh(): void {
    this.clock.now()
    this.windowFocus.focused()
    if (this.editing() !== null || document.visibilityState === 'hidden') return
    untracked(() => void this.webhooks.refresh().catch(() => undefined))
  }

  protected load(): Promise<boolean> {
    return this.request.run(() => this.webhooks.load())
  }

  /** The keyboard goes on at the secret of a new endpoint, which is to be kept now, or where the form was opened. */
  protected close(isSaved: boolean): void {
    const id = this.editing()
    this.editing.set(null)
    const place = isSaved && id === 'new' ? '[data-secret] input' : `[data-edit="${id}"]`
    const read = () => this.host.querySelector<HTMLElement>(place)?.focus()
    afterNextRender({ read }, { injector: this.injector })
  }
}
