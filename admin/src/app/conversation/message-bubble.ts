import { NgComponentOutlet } from '@angular/common'
import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal, type Type } from '@angular/core'
import { type ApiError, type ErrorCode, linkify } from '@support-chat/shared'
import { Permissions } from '../auth/permissions.js'
import { LiveConnection } from '../connection/live-connection.js'
import { Icon, type IconName } from '../ui/icon.js'
import { t } from '../language/words.js'
import { exactTime, timeOfDay } from '../time/calendar.js'
import { Clock } from '../time/clock.js'
import { Deliveries } from './deliveries.js'
import { type Delivered, deliveryLines, type DeliveryState, deliveryState, deliverySummary } from './delivery-words.js'
import { type Redactable, Redaction } from './redaction/redaction.js'
import type { MessageRow } from './rows.js'

/** What says that the text itself is wrong: sent again, it would only be refused again. */
const HOPELESS = new Set<ErrorCode | undefined>(['content_too_long', 'content_blank', 'invalid_request'])

const MARKS: Record<DeliveryState, IconName> = { sent: 'check', delivered: 'checks', read: 'eye', failed: 'alert' }

/** One message: the user's on the left, staff's on the right. */
@Component({
  selector: 'app-message-bubble',
  imports: [Icon, NgComponentOutlet],
  templateUrl: './message-bubble.html',
  styleUrl: './message-bubble.css',
  host: {
    '[class]': 'row().side',
    '[class.opens]': 'row().first',
    '[class.closes]': 'row().last',
    '[class.marked]': 'marked()',
    '[attr.data-sequence]': 'row().sequence',
  },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MessageBubble {
  protected readonly t = t
  protected readonly marks = MARKS
  private readonly status = inject(LiveConnection).status
  private readonly deliveries = inject(Deliveries)
  private readonly clock = inject(Clock)
  private readonly permissions = inject(Permissions)
  protected readonly redaction = inject(Redaction)
  readonly row = input.required<MessageRow>()
  /** What draws its files; null until that is loaded. */
  readonly attachments = input<Type<unknown> | null>(null)
  /** Stands out for a moment. */
  readonly marked = input(false)
  /** What became of it can be reached with the Tab key; of the other messages with the arrows from there. */
  readonly tabStop = input(false)
  /** The same for what removes its text. */
  readonly removeStop = input(false)
  /** Each with the client_id of the message. */
  readonly retry = output<string>()
  readonly edit = output<string>()
  readonly remove = output<string>()

  protected readonly pieces = computed(() => linkify(this.row().content))
  protected readonly time = computed(() => timeOfDay(this.row().at))
  protected readonly exact = computed(() => exactTime(this.row().at))
  /** Null where there is no text to remove, or the reader may not. */
  protected readonly redactable = computed((): Redactable | null => {
    const { id, content, redacted } = this.row()
    return id === null || redacted || !this.permissions.may('messages.redact') ? null : { id, content }
  })
  protected readonly underWay = computed(() =>
    this.row().state === 'sending' ? t(this.status() === 'connected' ? 'message.sending' : 'message.waiting') : null,
  )
  /** What became of a stored staff message; null for all others. */
  protected readonly delivery = computed(() => {
    const { side, sequence, at, readAt, showsDelivery } = this.row()
    if (side !== 'admin' || sequence === null) return null
    const delivered: Delivered = { storedAt: at, readAt, delivery: this.deliveries.of(sequence) }
    const summary = deliverySummary(delivered, this.clock.now())
    const state = deliveryState(delivered)
    return { summary, state, label: t('delivery.label', { summary }), inWords: showsDelivery, delivered }
  })
  /** A line below it says when it was written, or what becomes of it. */
  protected readonly hasNote = computed(
    () => this.row().showsTime || this.row().state !== 'stored' || this.delivery()?.inWords === true,
  )
  protected readonly open = signal(false)
  protected readonly lines = computed(() => {
    const delivery = this.delivery()
    return this.open() && delivery ? deliveryLines(delivery.delivered) : []
  })
  protected readonly failed = computed(() => {
    const { pending, state } = this.row()
    if (state !== 'failed' || !pending) return null
    const canRetry = !HOPELESS.has(pending.error?.code)
    const overtaken = isOvertaken(pending.error)
    const retry = t(overtaken ? 'composer.sendAnyway' : 'message.retry')
    return {
      clientId: pending.client_id,
      canRetry,
      canEdit: overtaken || !canRetry,
      retry,
      reason: reasonOf(pending.error),
    }
  })
}

/** Another one has written before it was stored: what, stands above it. */
const isOvertaken = (error: ApiError | null): boolean =>
  error?.code === 'conflict' &&
  typeof error.details === 'object' &&
  error.details !== null &&
  'messages' in error.details

function reasonOf(error: ApiError | null): string {
  if (isOvertaken(error)) return t('message.notSent.overtaken')
  switch (error?.code) {
    case 'content_too_long':
      return t('message.notSent.tooLong')
    case 'content_blank':
      return t('message.notSent.blank')
    case 'not_found':
      return t('message.notSent.missing')
    case 'forbidden':
    case 'unauthenticated':
      return t('message.notSent.forbidden')
    default:
      return t('message.notSent.other')
  }
}
