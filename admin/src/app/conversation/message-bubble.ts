import { Component, computed, inject, input, output } from '@angular/core'
import type { ApiError, ErrorCode } from '@support-chat/shared'
import { LiveConnection } from '../connection/live-connection.js'
import { t } from '../language/words.js'
import { exactTime, timeOfDay } from '../time/calendar.js'
import { toPieces } from './links.js'
import type { MessageRow } from './rows.js'

/** What says that the text itself is wrong: sent again, it would only be refused again. */
const HOPELESS = new Set<ErrorCode | undefined>(['content_too_long', 'content_blank', 'invalid_request'])

/** One message: the user's on the left, staff's on the right. */
@Component({
  selector: 'app-message-bubble',
  templateUrl: './message-bubble.html',
  styleUrl: './message-bubble.css',
  host: { '[class]': 'row().side', '[class.opens]': 'row().opensGroup', '[class.closes]': 'row().closesGroup' },
})
export class MessageBubble {
  protected readonly t = t
  private readonly status = inject(LiveConnection).status
  readonly row = input.required<MessageRow>()
  /** Each with the client_id of the message. */
  readonly retry = output<string>()
  readonly edit = output<string>()
  readonly remove = output<string>()

  protected readonly pieces = computed(() => toPieces(this.row().content))
  protected readonly time = computed(() => timeOfDay(this.row().at))
  protected readonly exact = computed(() => exactTime(this.row().at))
  protected readonly receipt = computed(() => {
    const { state, receipt } = this.row()
    if (state === 'sending') return t(this.status() === 'connected' ? 'message.sending' : 'message.waiting')
    if (!receipt) return null
    return receipt.kind === 'sent' ? t('message.sent') : t('message.read', { time: timeOfDay(receipt.at) })
  })
  protected readonly failed = computed(() => {
    const { pending, state } = this.row()
    if (state !== 'failed' || !pending) return null
    const canRetry = !HOPELESS.has(pending.error?.code)
    return { clientId: pending.client_id, canRetry, reason: reasonOf(pending.error) }
  })
}

function reasonOf(error: ApiError | null): string {
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
