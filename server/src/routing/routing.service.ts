import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common'
import { ChatQueueService } from '../chats/chat-queue.service.js'
import { Batcher } from '../common/batcher.js'
import { IntervalTasks } from '../common/interval-tasks.js'
import { EventBus } from '../database/event-bus.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { RoutingSettingsRepository } from './routing-settings.repository.js'

export const ROUTE_CHATS = 'route chats'

/** Milliseconds between two looks at the queue, for what no event of this process told of. */
const INTERVAL_MS = 5_000
/** What happens within this time, in milliseconds, is routed together. */
const BATCH_DELAY_MS = 25

/**
 * Gives chats that wait to people, as the settings say: right after what gives reason to, and each few seconds. However
 * many processes do it, the row of the settings lets one do it at a time.
 */
@Injectable()
export class RoutingService implements OnModuleInit, OnApplicationShutdown {
  /** As of the last look: without routing, a message costs nothing here. */
  private isOn = false
  /** By chat, whether its user has brought it back. */
  private readonly news = new Batcher<boolean>(BATCH_DELAY_MS, (news) => this.afterNews(news))
  private reopened = new Set<string>()

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly events: EventBus,
    private readonly tasks: IntervalTasks,
    private readonly settings: RoutingSettingsRepository,
    private readonly queue: ChatQueueService,
  ) {}

  onModuleInit(): void {
    this.tasks.start(ROUTE_CHATS, INTERVAL_MS, () => this.route())
    const wake = ({ chat_id }: { chat_id: string }) => this.add(chat_id)
    this.events.onAfterCommit('message.sent', ({ message: { chat_id, sender_type } }) => {
      if (sender_type === 'user') this.add(chat_id)
    })
    this.events.onAfterCommit('chat.reopened', ({ chat_id }) => this.add(chat_id, true))
    for (const name of ['chat.assigned', 'chat.archived', 'chat.unarchived', 'chat.updated'] as const) {
      this.events.onAfterCommit(name, wake)
    }
    this.events.onAfterCommit('staff.available', ({ user_id }) => this.add(user_id))
    this.events.onAfterCommit('routing.changed', () => this.tasks.run(ROUTE_CHATS))
  }

  onApplicationShutdown(): void {
    this.news.stop()
  }

  private add(key: string, reopens = false): void {
    if (this.isOn) this.news.add(key, reopens, (known, added) => known || added)
  }

  private async afterNews(news: Map<string, boolean>): Promise<void> {
    for (const [chatId, reopens] of news) if (reopens) this.reopened.add(chatId)
    await this.tasks.run(ROUTE_CHATS)
  }

  private async route(): Promise<void> {
    const { mode } = await this.unitOfWork.read((reader) => this.settings.read(reader))
    this.isOn = mode !== 'off'
    const reopened = [...this.reopened]
    this.reopened = new Set()
    if (!this.isOn) return
    await this.unitOfWork.run(async (tx) => {
      const { mode, capacity, returnAfterMinutes, since } = await this.settings.lock(tx)
      if (mode === 'off') return
      await this.queue.returnUnanswered(tx, returnAfterMinutes)
      await this.queue.handOut(tx, { capacity, since, reopened })
    })
  }
}
