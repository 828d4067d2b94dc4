import { inject, Injectable, signal } from '@angular/core'
import {
  staffRoutes,
  type Webhook,
  type WebhookBody,
  type WebhookChanges,
  type WebhookDelivery,
  type WebhookDeliveryPage,
  type WebhookList,
  type WebhookTest,
  type WebhookWithSecret,
} from '@support-chat/shared'
import { toApiError } from '@support-chat/shared/client'
import { LiveConnection } from '../../connection/live-connection.js'

/** A secret, and whose: it is shown once, the server cannot show it again. */
interface ShownSecret {
  readonly id: string
  readonly secret: string
}

/** The server waits 15 seconds for an endpoint, and then there is its own answer. */
const TEST_MS = 20_000

/** All endpoints of webhooks, and what changes them. Whatever fails rejects with the server's error. */
@Injectable()
export class Webhooks {
  private readonly connection = inject(LiveConnection)

  /** Oldest first. Null while they are being loaded for the first time. */
  readonly all = signal<readonly Webhook[] | null>(null)
  /** The secret that was made last. */
  readonly secret = signal<ShownSecret | null>(null)
  /** Counts what is changed here. */
  private changes = 0

  async load(): Promise<void> {
    const { webhooks } = await this.connection.get<WebhookList>(staffRoutes.webhooks)
    this.all.set(webhooks)
  }

  /** Looks again what colleagues, and the server, have changed meanwhile. What was changed here since it was asked stays. */
  async refresh(): Promise<void> {
    if (this.all() === null) return
    const { changes } = this
    const { webhooks } = await this.connection.get<WebhookList>(staffRoutes.webhooks)
    if (changes === this.changes) this.all.set(webhooks)
  }

  async create(body: WebhookBody): Promise<void> {
    const { secret, ...webhook } = await this.connection.post<WebhookWithSecret>(staffRoutes.webhooks, body)
    this.secret.set({ id: webhook.id, secret })
    this.update((all) => [...all, webhook])
  }

  async change({ id }: Webhook, changes: WebhookChanges): Promise<void> {
    this.put(await this.connection.patch<Webhook>(staffRoutes.webhook(id), changes))
  }

  async rotateSecret({ id }: Webhook): Promise<void> {
    const { secret, ...webhook } = await this.connection.post<WebhookWithSecret>(staffRoutes.rotateWebhookSecret(id))
    this.secret.set({ id, secret })
    this.put(webhook)
  }

  /** Done, too, where a colleague was faster. */
  async remove({ id }: Webhook): Promise<void> {
    await this.connection.delete(staffRoutes.webhook(id)).catch((error: unknown) => {
      if (toApiError(error).code !== 'not_found') throw error
    })
    this.update((all) => all.filter((other) => other.id !== id))
    if (this.secret()?.id === id) this.secret.set(null)
  }

  /** Waits for what the endpoint answers to a ping, 15 seconds at most. */
  test({ id }: Webhook): Promise<WebhookTest> {
    return this.connection.post(staffRoutes.testWebhook(id), undefined, TEST_MS)
  }

  /** @param cursor `next_cursor` of the page before; null for the newest */
  deliveries({ id }: Webhook, cursor: string | null): Promise<WebhookDeliveryPage> {
    const query = cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`
    return this.connection.get(staffRoutes.webhookDeliveries(id) + query)
  }

  retry({ id }: Webhook, delivery: WebhookDelivery): Promise<WebhookDelivery> {
    return this.connection.post(staffRoutes.retryDelivery(id, delivery.id))
  }

  private put(webhook: Webhook): void {
    this.update((all) => all.map((other) => (other.id === webhook.id ? webhook : other)))
  }

  private update(change: (all: readonly Webhook[]) => readonly Webhook[]): void {
    this.changes++
    this.all.update((all) => change(all ?? []))
  }
}
