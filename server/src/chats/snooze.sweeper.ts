import { Injectable, type OnModuleInit } from '@nestjs/common'
import { IntervalTasks } from '../common/interval-tasks.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { ChatHistoryRepository } from './chat-history.repository.js'
import { ChatRepository } from './chat.repository.js'
import { publishChange } from './publish-change.js'

export const WAKE_CHATS = 'wake snoozed chats'

/** Milliseconds between two looks: so late, at most, a chat is back. */
const INTERVAL_MS = 1_000
/** Chats that one transaction wakes. */
const BATCH = 100

/**
 * Brings chats back whose snooze has ended. Any process may do it: chats that another one, or a message of the user, is just
 * waking are left to that.
 */
@Injectable()
export class SnoozeSweeper implements OnModuleInit {
  constructor(
    private readonly tasks: IntervalTasks,
    private readonly unitOfWork: UnitOfWork,
    private readonly chats: ChatRepository,
    private readonly history: ChatHistoryRepository,
  ) {}

  onModuleInit(): void {
    this.tasks.start(WAKE_CHATS, INTERVAL_MS, () => this.sweep())
  }

  private async sweep(): Promise<void> {
    if (!(await this.unitOfWork.read((reader) => this.chats.hasDueSnoozes(reader)))) return
    while ((await this.wake()) === BATCH);
  }

  private wake(): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      const woken = await this.chats.wakeDue(tx, BATCH)
      const entry = { doneBy: 'routing', actorId: null, action: 'woken', reason: 'snooze ended' } as const
      await this.history.add(
        tx,
        woken.map((chatId) => ({ chatId, ...entry })),
      )
      for (const chatId of woken) await publishChange(tx, chatId, 'chat.updated')
      return woken.length
    })
  }
}
