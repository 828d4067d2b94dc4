import { DestroyRef, inject, Injectable, signal } from '@angular/core'
import type { MessageDelivery } from '@support-chat/shared'
import { LiveConnection } from '../connection/live-connection.js'
import { Conversation } from './conversation.js'

/** What the server has told of the staff messages on the screen. */
@Injectable()
export class Deliveries {
  private readonly connection = inject(LiveConnection)
  private readonly conversation = inject(Conversation)
  private readonly known = signal<ReadonlyMap<number, MessageDelivery>>(new Map())

  constructor() {
    const stop = this.connection.on('deliveries', ({ chat_id, deliveries }) => {
      if (chat_id !== this.conversation.chatId()) return
      this.known.update((known) => new Map([...known, ...deliveries.map((each) => [each.sequence, each] as const)]))
    })
    inject(DestroyRef).onDestroy(stop)
  }

  /** Undefined while nothing is known but what the message itself says. */
  of(sequence: number): MessageDelivery | undefined {
    return this.known().get(sequence)
  }
}
