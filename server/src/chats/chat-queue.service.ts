import { Injectable, type OnModuleInit } from '@nestjs/common'
import { type HistoryReason, may } from '@support-chat/shared'
import { EventBus } from '../database/event-bus.js'
import type { Transaction } from '../database/transaction.js'
import { ChatHistoryRepository } from './chat-history.repository.js'
import { ChatQueueRepository, type QueuedChat, type Taker } from './chat-queue.repository.js'
import { publishChange } from './publish-change.js'

/** Chats that one transaction moves. */
const BATCH = 50

interface HandOut {
  capacity: number
  since: Date
  reopened: string[]
}

interface Move {
  chatId: string
  from: string | null
  to: string | null
  reason: HistoryReason
  /** After how long it was taken back. */
  minutes?: number
}

/** Gives waiting chats to people, and takes them back: what the server does by itself. */
@Injectable()
export class ChatQueueService implements OnModuleInit {
  constructor(
    private readonly events: EventBus,
    private readonly queue: ChatQueueRepository,
    private readonly history: ChatHistoryRepository,
  ) {}

  /** Nobody has a chat who is gone, or cannot answer any more. */
  onModuleInit(): void {
    this.events.onBeforeCommit('staff.deactivated', ({ user_id }, tx) => this.release(tx, user_id, 'deactivated'))
    this.events.onBeforeCommit('staff.role_changed', async ({ user_id, staff_role }, tx) => {
      if (!may(staff_role, 'chats.answer')) await this.release(tx, user_id, 'cannot answer')
    })
  }

  /**
   * Gives waiting chats to whoever takes chats and has the fewest, up to `capacity` each: those that nobody has, of which there
   * are news since `since`, and anew those that were `reopened`. Only one transaction at a time may do that: otherwise two
   * could fill the same place.
   */
  async handOut(tx: Transaction, { capacity, since, reopened }: HandOut): Promise<void> {
    const takers = await this.queue.takers(tx, capacity)
    if (reopened.length > 0) {
      for (const chat of await this.queue.takeReopened(tx, reopened)) await this.give(tx, chat, takers, capacity)
    }
    const room = takers.reduce((sum, { chats }) => sum + Math.max(0, capacity - chats), 0)
    if (room === 0) return
    for (const chat of await this.queue.take(tx, since, Math.min(room, BATCH))) {
      await this.give(tx, chat, takers, capacity)
    }
  }

  private async give(tx: Transaction, chat: QueuedChat, takers: Taker[], capacity: number): Promise<void> {
    const from = chat.assignee_id
    const to = leastBusy(takers, chat, capacity)?.id ?? null
    if (to === from) return
    for (const taker of takers) taker.chats += Number(taker.id === to) - Number(taker.id === from)
    await this.queue.assign(tx, chat.id, to)
    await this.note(tx, { chatId: chat.id, from, to, reason: to === null ? 'reopened' : 'least busy' })
  }

  /** Takes chats back that were handed out and that nobody has answered since. */
  async returnUnanswered(tx: Transaction, minutes: number): Promise<void> {
    for (const { id, former_assignee_id } of await this.queue.returnUnanswered(tx, BATCH, minutes)) {
      const reason = 'not answered in time'
      await this.note(tx, { chatId: id, from: former_assignee_id, to: null, reason, minutes })
    }
  }

  /** What is put away is only written down: there may be any number of it, and no list shows whose it was. */
  private async release(tx: Transaction, staffId: string, reason: HistoryReason): Promise<void> {
    const released = await this.queue.release(tx, staffId)
    const moves = released.map(({ id }) => ({ chatId: id, from: staffId, to: null, reason }))
    await this.history.add(tx, moves.map(toEntry))
    for (const { id, is_shown } of released) if (is_shown) await publishChange(tx, id, 'chat.assigned')
  }

  private async note(tx: Transaction, move: Move): Promise<void> {
    await this.history.add(tx, [toEntry(move)])
    await publishChange(tx, move.chatId, 'chat.assigned')
  }
}

const toEntry = ({ chatId, from, to, reason, minutes }: Move) =>
  ({
    chatId,
    doneBy: 'routing',
    actorId: null,
    action: to === null ? 'unassigned' : 'assigned',
    reason,
    details: { assignee_id: to, former_assignee_id: from, ...(minutes ? { after_minutes: minutes } : {}) },
  }) as const

/** Null where all who could take the chat have as many as they may. Who has it already is asked as if they did not. */
function leastBusy(takers: Taker[], { assignee_id, passed_by }: QueuedChat, capacity: number): Taker | null {
  const free = takers
    .map((taker) => ({ taker, chats: taker.chats - (taker.id === assignee_id ? 1 : 0) }))
    .filter(({ taker, chats }) => chats < capacity && !passed_by.includes(taker.id))
  const fewest = Math.min(...free.map(({ chats }) => chats))
  const candidates = free.filter(({ chats }) => chats === fewest).map(({ taker }) => taker)
  return candidates.find(({ id }) => id === assignee_id) ?? candidates[0] ?? null
}
