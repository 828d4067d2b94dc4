import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common'
import { EVENT_RETENTION_DAYS } from '@support-chat/shared'
import { Batcher } from '../common/batcher.js'
import { IntervalTasks } from '../common/interval-tasks.js'
import { Config } from '../config/config.js'
import { EventBus } from '../database/event-bus.js'
import type { Transaction } from '../database/transaction.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { EventRepository } from './event.repository.js'

/** From a commit to the stamp, in milliseconds: what is committed meanwhile is stamped with it, for hardly more. */
const DELAY_MS = 100
/** From one stamping to the next while one event follows the other, in milliseconds: each costs as much as some messages. */
const SPACING_MS = 250
/** What a process that died, or another program's transaction, has left is found by then, in milliseconds. */
const CHECK_MS = 1_000
const STAMP_BATCH = 500
const SWEEP_MS = 3_600_000
const SWEEP_BATCH = 1_000

export const STAMP_EVENTS = 'stamp events'
export const SWEEP_EVENTS = 'delete old events'

/** What is followed by an event in the feed. */
const RECORDED = [
  'message.sent',
  'messages.read',
  'message.redacted',
  'chat.created',
  'chat.archived',
  'chat.unarchived',
  'chat.viewed',
  'note.created',
  'user.updated',
  'user.erased',
] as const

/**
 * Gives events their positions once they are committed, one process at a time: a reader that follows them misses none,
 * however late a transaction commits, and waits for none that is open.
 */
@Injectable()
export class EventRelay implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  private readonly wakes = new Batcher(DELAY_MS, () => this.tasks.run(STAMP_EVENTS))
  private stopping = false
  /** Whether something was committed since it last looked. */
  private isAwake = false
  private lastStamp = -Infinity

  constructor(
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly events: EventBus,
    private readonly repository: EventRepository,
    private readonly tasks: IntervalTasks,
  ) {}

  onModuleInit(): void {
    for (const name of RECORDED) this.events.onAfterCommit(name, () => this.wake())
  }

  onApplicationBootstrap(): void {
    this.tasks.start(STAMP_EVENTS, CHECK_MS, () => this.stamp())
    this.tasks.start(SWEEP_EVENTS, SWEEP_MS, () => this.sweep())
    void this.tasks.run(SWEEP_EVENTS)
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping = true
    this.wakes.stop()
    await this.tasks.stop(STAMP_EVENTS)
  }

  /** Something was committed: it is stamped a moment later. */
  wake(): void {
    this.isAwake = true
    if (this.stopping) return
    this.wakes.setDelay(Math.max(DELAY_MS, this.lastStamp + SPACING_MS - performance.now()))
    this.wakes.add('')
  }

  private async stamp(): Promise<void> {
    if (!this.isAwake && !(await this.unitOfWork.read((reader) => this.repository.hasPending(reader)))) return
    this.isAwake = false
    this.lastStamp = performance.now()
    for (let stamped: number | null = STAMP_BATCH; stamped === STAMP_BATCH && !this.stopping;) {
      stamped = await this.stampBatch()
      // The other process may have looked before the last commit here.
      if (stamped === null) this.wake()
    }
  }

  private stampBatch(): Promise<number | null> {
    const stamp = async (tx: Transaction) => {
      const count = await this.repository.stamp(tx, STAMP_BATCH)
      if (count) await tx.publish('events.stamped', { count })
      return count
    }
    // On an application's connections a transaction must say how it is isolated.
    return this.config.dataSource ? this.unitOfWork.run(stamp) : this.unitOfWork.runStatement(stamp)
  }

  private async sweep(): Promise<void> {
    const batch = () => this.unitOfWork.run((tx) => this.repository.sweep(tx, SWEEP_BATCH, EVENT_RETENTION_DAYS))
    while (!this.stopping && (await batch()) === SWEEP_BATCH);
  }
}
