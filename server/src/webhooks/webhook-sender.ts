import { Injectable } from '@nestjs/common'
import type { SupportEvent } from '@support-chat/shared'
import { Webhook } from 'standardwebhooks'
import { WallClock } from '../common/clock.js'
import { type Answer, WebhookClient } from './webhook-client.js'

/** Where to, and the secrets that sign: the newest first. */
export interface Target {
  url: string
  secrets: string[]
}

/** What is sent, by the Standard Webhooks specification. */
export interface Payload {
  /** The same at every repetition. */
  id: string
  body: string
}

/** The same to every endpoint, and made once. */
export function toPayload({
  id,
  type,
  occurred_at,
  data,
}: Omit<SupportEvent, 'type' | 'data'> & { type: string; data: object }): Payload {
  return { id, body: JSON.stringify({ type, timestamp: occurred_at, data }) }
}

/** Signs and sends. */
@Injectable()
export class WebhookSender {
  constructor(
    private readonly client: WebhookClient,
    private readonly clock: WallClock,
  ) {}

  send({ url, secrets }: Target, { id, body }: Payload): Promise<Answer> {
    const now = this.clock.now()
    return this.client.post(
      url,
      {
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
        'user-agent': 'Support-Chat-Webhooks/1',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
        'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, now, body)).join(' '),
      },
      body,
    )
  }
}

/** Whether the receiver has it. */
export function isSuccess({ response_status }: Pick<Answer, 'response_status'>): boolean {
  return response_status !== null && response_status >= 200 && response_status < 300
}
