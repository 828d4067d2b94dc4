import { randomBytes } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { Injectable } from '@nestjs/common'
import {
  MAX_WEBHOOKS,
  type Webhook,
  type WebhookBody,
  type WebhookChanges,
  type WebhookList,
  type WebhookTest,
  type WebhookWithSecret,
} from '@support-chat/shared'
import { v7 as uuidv7 } from 'uuid'
import { AuditLog } from '../audit/audit-log.js'
import { AccountsService } from '../auth/accounts.service.js'
import type { Principal } from '../auth/principal.js'
import { WallClock } from '../common/clock.js'
import { AppError } from '../common/errors/app-error.js'
import { isUuid } from '../common/uuid.js'
import type { Transaction } from '../database/transaction.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { WebhookClient } from './webhook-client.js'
import type { WebhookEndpoint } from './webhook-endpoint.entity.js'
import { WebhookEndpointRepository } from './webhook-endpoint.repository.js'
import { isSuccess, toPayload, WebhookSender } from './webhook-sender.js'
import { ROTATION_MS } from './webhook.policy.js'

/** The endpoints of webhooks. */
@Injectable()
export class WebhooksService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: AccountsService,
    private readonly audit: AuditLog,
    private readonly endpoints: WebhookEndpointRepository,
    private readonly client: WebhookClient,
    private readonly sender: WebhookSender,
    private readonly clock: WallClock,
  ) {}

  async list(): Promise<WebhookList> {
    const all = await this.unitOfWork.read((reader) => this.endpoints.all(reader))
    return { webhooks: all.map(toWebhook) }
  }

  /** From now on everything that happens is sent there. @throws AppError `invalid_request`, `conflict` beyond the limit */
  async add(principal: Principal, { url, event_types, description }: WebhookBody): Promise<WebhookWithSecret> {
    this.assertPublic(url)
    const endpoint = { url, description, eventTypes: event_types, secret: newSecret(), createdAt: this.clock.now() }
    const added = await this.accounts.runAs(principal, 'webhooks.manage', async (tx) => {
      const added = await this.endpoints.add(tx, endpoint, MAX_WEBHOOKS)
      if (added) await this.audit.record(tx, principal, 'webhook.created', added.id, { event_types })
      return added
    })
    if (added === null) throw new AppError('conflict', `There can be ${MAX_WEBHOOKS} webhooks: delete one first`)
    return { ...toWebhook(added), secret: added.secret }
  }

  /**
   * Enabled again, an endpoint is sent everything that happened meanwhile and is still kept. Any change ends a pause that it
   * has asked for.
   * @throws AppError `invalid_request`, `not_found`
   */
  async change(principal: Principal, id: string, changes: WebhookChanges): Promise<Webhook> {
    if (changes.url !== undefined) this.assertPublic(changes.url)
    const { url, event_types, description, state } = changes
    const changed = await this.edit(principal, id, async (known, tx) => {
      await this.recordChange(tx, principal, known, changes)
      await this.endpoints.resume(tx, id)
      const isOther = state !== undefined && state !== known.state
      return { url, eventTypes: event_types, description, ...(isOther && toState(state, this.clock.now())) }
    })
    return toWebhook(changed)
  }

  /** The secret until now signs beside the new one for 24 hours. @throws AppError `not_found` */
  async rotateSecret(principal: Principal, id: string): Promise<WebhookWithSecret> {
    const until = new Date(this.clock.now().getTime() + ROTATION_MS)
    const changed = await this.edit(principal, id, async ({ secret }, tx) => {
      await this.audit.record(tx, principal, 'webhook.secret_rotated', id)
      return { secret: newSecret(), previousSecret: secret, previousSecretUntil: until }
    })
    return { ...toWebhook(changed), secret: changed.secret }
  }

  /** @throws AppError `not_found` */
  async remove(principal: Principal, id: string): Promise<void> {
    const removed = await this.accounts.runAs(principal, 'webhooks.manage', async (tx) => {
      const removed = isUuid(id) && (await this.endpoints.remove(tx, id))
      if (removed) await this.audit.record(tx, principal, 'webhook.deleted', id)
      return removed
    })
    if (!removed) throw nothingThere()
  }

  /** Sends a `ping`, whatever the endpoint's state, and waits for the answer. @throws AppError `not_found` */
  async test(id: string): Promise<WebhookTest> {
    const endpoint = isUuid(id) ? await this.unitOfWork.read((reader) => this.endpoints.find(reader, id)) : null
    if (endpoint === null) throw nothingThere()
    const ping = toPayload({ id: uuidv7(), type: 'ping', occurred_at: this.clock.now().toISOString(), data: {} })
    const target = { url: endpoint.url, secrets: [endpoint.secret] }
    const { retry_after: _, ...answer } = await this.sender.send(target, ping)
    return { succeeded: isSuccess(answer), ...answer }
  }

  private assertPublic(url: string): void {
    if (this.client.isRefused(url)) {
      throw new AppError('invalid_request', 'url: must not lead to a private, loopback or link-local address')
    }
  }

  /** Which fields are others now. A URL is not told: many have a secret in them. */
  private async recordChange(
    tx: Transaction,
    principal: Principal,
    known: WebhookEndpoint,
    changes: WebhookChanges,
  ): Promise<void> {
    const before = toWebhook(known)
    const fields = (Object.keys(changes) as (keyof WebhookChanges)[]).filter(
      (field) => changes[field] !== undefined && !isDeepStrictEqual(changes[field], before[field]),
    )
    if (fields.length === 0) return
    const { state } = changes
    const details = { fields, ...(fields.includes('state') && { state }) }
    await this.audit.record(tx, principal, 'webhook.changed', known.id, details)
  }

  private async edit(
    principal: Principal,
    id: string,
    make: (known: WebhookEndpoint, tx: Transaction) => Promise<Partial<WebhookEndpoint>>,
  ): Promise<WebhookEndpoint> {
    const changed = await this.accounts.runAs(principal, 'webhooks.manage', async (tx) => {
      const known = isUuid(id) ? await this.endpoints.lock(tx, id) : null
      return known && this.endpoints.change(tx, id, await make(known, tx))
    })
    if (changed === null) throw nothingThere()
    return changed
  }
}

const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`

function nothingThere(): AppError {
  return new AppError('not_found', 'There is no such webhook')
}

/** Enabled anew, it has five days again. */
function toState(state: Webhook['state'], now: Date): Partial<WebhookEndpoint> {
  const disabledAt = state === 'disabled' ? now : null
  return { state, disabledAt, disabledReason: null, noticeDueAt: null, failingSince: null }
}

function toWebhook(endpoint: WebhookEndpoint): Webhook {
  const { id, url, eventTypes, description, state, disabledReason, disabledAt, createdAt } = endpoint
  return {
    id,
    url,
    event_types: eventTypes,
    description,
    state,
    disabled_reason: disabledReason,
    disabled_at: disabledAt?.toISOString() ?? null,
    created_at: createdAt.toISOString(),
  }
}
