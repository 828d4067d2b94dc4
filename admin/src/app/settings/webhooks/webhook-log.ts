import {
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  inject,
  input,
  type OnInit,
  signal,
} from '@angular/core'
import type { Webhook, WebhookDelivery } from '@support-chat/shared'
import { counted, t } from '../../language/later.js'
import { exactTime, shortTime } from '../../time/calendar.js'
import { Clock } from '../../time/clock.js'
import { relativeTime } from '../../time/relative-time.js'
import { Icon } from '../../ui/icon.js'
import { RequestState } from '../../ui/request-state.js'
import { outcomeWords, refusalWords } from './webhook-words.js'
import { Webhooks } from './webhooks.js'

/** When what came of a retry is asked for, in milliseconds; after that the reader refreshes. */
const FOLLOW_MS = [500, 1_000, 2_000, 4_000, 8_000]

/** What became of events at an endpoint, newest first. */
@Component({
  selector: 'app-webhook-log',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon],
  templateUrl: './webhook-log.html',
  styleUrls: ['../../ui/page.css', '../accounts.css', './webhook-log.css'],
})
export class WebhookLog implements OnInit {
  protected readonly t = t
  protected readonly exactTime = exactTime
  protected readonly outcomeWords = outcomeWords
  private readonly webhooks = inject(Webhooks)
  private readonly clock = inject(Clock)
  private isGone = false

  readonly webhook = input.required<Webhook>()

  /** Null while they are being loaded for the first time. */
  protected readonly all = signal<readonly WebhookDelivery[] | null>(null)
  protected readonly nextCursor = signal<string | null>(null)
  protected readonly request = new RequestState()
  protected readonly failure = computed(() => {
    const error = this.request.error()
    if (error?.code === 'conflict') return t('settings.webhooks.enableFirst')
    return error && refusalWords(error)
  })

  constructor() {
    inject(DestroyRef).onDestroy(() => (this.isGone = true))
  }

  ngOnInit(): void {
    void this.load(null)
  }

  /** @param cursor of the page that follows those shown; null for all anew */
  protected async load(cursor: string | null): Promise<void> {
    await this.request.run(async () => {
      const page = await this.webhooks.deliveries(this.webhook(), cursor)
      this.all.update((all) => [...(cursor === null ? [] : (all ?? [])), ...page.deliveries])
      this.nextCursor.set(page.next_cursor)
    })
  }

  protected async retry(delivery: WebhookDelivery): Promise<void> {
    const retried = await this.request.run(async () => {
      this.put([await this.webhooks.retry(this.webhook(), delivery)])
    })
    if (retried) await this.follow(delivery.id)
  }

  protected standing({ attempts, attempted_at: at }: WebhookDelivery): string {
    return `${counted('settings.webhooks.attempts', attempts)} · ${relativeTime(at, this.clock.now())}`
  }

  protected next(at: string): string {
    const isDue = Date.parse(at) <= this.clock.now()
    return isDue
      ? t('settings.webhooks.nextNow')
      : t('settings.webhooks.next', { when: shortTime(at, this.clock.now()) })
  }

  protected payload({ event }: WebhookDelivery): string {
    if (event === null) return t('settings.webhooks.errors.expired')
    const { type, occurred_at: timestamp, data } = event
    return JSON.stringify({ type, timestamp, data }, null, 2)
  }

  private async follow(id: string): Promise<void> {
    for (const wait of FOLLOW_MS) {
      await new Promise((resolve) => setTimeout(resolve, wait))
      if (this.isGone || this.all()?.find((one) => one.id === id)?.status !== 'pending') return
      const known = await this.webhooks.deliveries(this.webhook(), null).catch(() => null)
      this.put(known?.deliveries ?? [])
    }
  }

  private put(fresh: readonly WebhookDelivery[]): void {
    const byId = new Map(fresh.map((delivery) => [delivery.id, delivery]))
    this.all.update((all) => (all ?? []).map((delivery) => byId.get(delivery.id) ?? delivery))
  }
}
