import { computed, DestroyRef, effect, inject, Injectable, signal } from '@angular/core'
import {
  type DeliveryList,
  MAX_PAGE_SIZE,
  type MessageDelivery,
  POLL_INTERVAL_SECONDS,
  staffRoutes,
} from '@support-chat/shared'
import { LiveConnection } from '../connection/live-connection.js'
import { Conversation } from './conversation.js'
import { storedIn } from './scroll-target.js'

/** What an event brings within this time is not requested. */
const DELAY_MS = 300

/** What became of the loaded staff messages: requested once each, and kept current by events. */
@Injectable()
export class Deliveries {
  private readonly connection = inject(LiveConnection)
  private readonly conversation = inject(Conversation)
  private readonly known = signal<ReadonlyMap<number, MessageDelivery>>(new Map())
  /** Sequences that need no request, known or not. */
  private readonly requested = signal<ReadonlySet<number>>(new Set())
  private readonly missing = computed(() => {
    const requested = this.requested()
    return this.staffSequences().filter((sequence) => !requested.has(sequence))
  })

  constructor() {
    const stops = [
      this.connection.on('deliveries', ({ chat_id, deliveries }) => {
        if (chat_id === this.conversation.chatId()) this.merge(deliveries)
      }),
      this.connection.on('messages_read', ({ chat_id, reader_type, up_to_sequence, read_at }) => {
        if (chat_id !== this.conversation.chatId() || reader_type !== 'user') return
        const read = (delivery: MessageDelivery) => !delivery.read_at && delivery.sequence <= up_to_sequence
        this.merge([...this.known().values()].filter(read).map((delivery) => ({ ...delivery, read_at })))
      }),
      // Events may have been missed of those that are not read yet.
      this.connection.onSync(() => this.refresh()),
    ]
    this.connection.whilePolling(POLL_INTERVAL_SECONDS * 1000, () => this.refresh())
    effect((onCleanup) => {
      const missing = this.missing()
      if (missing.length === 0) return
      const timer = setTimeout(() => void this.request(missing), DELAY_MS)
      onCleanup(() => clearTimeout(timer))
    })
    inject(DestroyRef).onDestroy(() => stops.forEach((stop) => stop()))
  }

  /** Undefined while nothing is known but that it is stored. */
  of(sequence: number): MessageDelivery | undefined {
    return this.known().get(sequence)
  }

  private refresh(): void {
    this.requested.set(new Set([...this.known().values()].filter(isOver).map(sequenceOf)))
  }

  /** Requests the newest missing ones, a page at a time: each answer leads to the next request. */
  private async request(missing: readonly number[]): Promise<void> {
    const chatId = this.conversation.chatId()
    const to = missing.at(-1) ?? 0
    const from = Math.max(missing[0] ?? 0, to - MAX_PAGE_SIZE + 1)
    if (!chatId) return
    try {
      const path = `${staffRoutes.deliveries(chatId)}?from=${from}&to=${to}`
      this.merge((await this.connection.get<DeliveryList>(path)).deliveries)
      this.requested.update((requested) => new Set([...requested, ...missing.filter((sequence) => sequence >= from)]))
    } catch {
      // Requested again with the next message, and with the next connection.
    }
  }

  private merge(deliveries: readonly MessageDelivery[]): void {
    if (deliveries.length === 0) return
    this.known.update((known) => {
      const next = new Map(known)
      for (const delivery of deliveries) next.set(delivery.sequence, withoutUnreading(known, delivery))
      return next
    })
    this.requested.update((requested) => new Set([...requested, ...deliveries.map(sequenceOf)]))
  }

  private staffSequences(): number[] {
    const state = this.conversation.state()
    return state
      ? storedIn(state)
          .filter(({ sender_type }) => sender_type === 'admin')
          .map(sequenceOf)
      : []
  }
}

const sequenceOf = ({ sequence }: { sequence: number }): number => sequence

const isOver = ({ read_at }: MessageDelivery): boolean => read_at !== null

/** An answer may be older than an event; what was read stays read. */
function withoutUnreading(known: ReadonlyMap<number, MessageDelivery>, delivery: MessageDelivery): MessageDelivery {
  const before = known.get(delivery.sequence)
  return {
    ...delivery,
    delivered_at: delivery.delivered_at ?? before?.delivered_at ?? null,
    read_at: delivery.read_at ?? before?.read_at ?? null,
  }
}
