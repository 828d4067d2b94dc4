import type { EmailDelivery, MessageDelivery } from '@support-chat/shared'
import { t } from '../language/words.js'
import { shortTime, timeToTheSecond } from '../time/calendar.js'

/** What is known of a stored staff message. `readAt` comes with the message itself. */
export interface Delivered {
  readonly storedAt: string
  readonly readAt: string | null
  readonly delivery: MessageDelivery | undefined
}

export type DeliveryState = 'sent' | 'delivered' | 'read' | 'failed'

/** How far it got; `failed` when it is unread and its e-mail did not go out. */
export function deliveryState({ readAt, delivery }: Delivered): DeliveryState {
  if (readAt ?? delivery?.read_at) return 'read'
  if (delivery?.email?.status === 'failed') return 'failed'
  return delivery?.delivered_at ? 'delivered' : 'sent'
}

/** In one line: `Read 2:03 PM`, `Delivered · Email waiting until 2:05 PM`. */
export function deliverySummary(message: Delivered, now: number): string {
  const { delivery } = message
  const readAt = message.readAt ?? delivery?.read_at
  if (readAt) return t('message.read', { time: shortTime(readAt, now) })
  const reached = delivery?.delivered_at ? t('delivery.delivered') : t('message.sent')
  if (!delivery?.email) return reached
  const email = emailWords(delivery.email, (iso) => shortTime(iso, now))
  return `${reached} · ${t('delivery.email.is', { words: email })}`
}

/** Everything that happened, one line each. */
export function deliveryLines(message: Delivered): { term: string; words: string }[] {
  const { delivery } = message
  const readAt = message.readAt ?? delivery?.read_at
  const when = (iso: string | null | undefined) => (iso ? timeToTheSecond(iso) : t('delivery.notYet'))
  const lines = [{ term: t('delivery.stored'), words: timeToTheSecond(message.storedAt) }]
  // Who has read it has it, whether or not their client said so.
  if (delivery && (delivery.delivered_at || !readAt)) {
    lines.push({ term: t('delivery.delivered'), words: when(delivery.delivered_at) })
  }
  lines.push({ term: t('delivery.read'), words: when(readAt) })
  if (delivery?.email) {
    const email = readAt ? notNeeded(delivery.email) : delivery.email
    lines.push({ term: t('delivery.email.term'), words: emailWords(email, timeToTheSecond) })
  }
  return lines
}

/** What was read while its e-mail waited gets none, though the server notes that only when it is due. */
const notNeeded = (email: EmailDelivery): EmailDelivery =>
  email.status === 'waiting' ? { ...email, status: 'not_sent', reason: 'read' } : email

function emailWords({ status, due_at, sent_at, reason }: EmailDelivery, when: (iso: string) => string): string {
  switch (status) {
    case 'waiting':
      if (due_at && reason) return t('delivery.email.retryingAt', { time: when(due_at), reason })
      return due_at ? t('delivery.email.waitingUntil', { time: when(due_at) }) : t('delivery.email.waiting')
    case 'sent':
      return sent_at ? t('delivery.email.sentAt', { time: when(sent_at) }) : t('delivery.email.sent')
    case 'failed':
      return reason ? t('delivery.email.failedBecause', { reason }) : t('delivery.email.failed')
    case 'not_sent':
      return t(`delivery.email.notSent.${notSentReason(reason)}`)
  }
}

const NOT_SENT = ['read', 'redacted', 'archived', 'opted_out', 'deactivated', 'file'] as const

const notSentReason = (reason: string | null): (typeof NOT_SENT)[number] | 'other' =>
  NOT_SENT.find((known) => known === reason) ?? 'other'
