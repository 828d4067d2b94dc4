import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common'
import { Batcher } from '../common/batcher.js'
import { IntervalTasks } from '../common/interval-tasks.js'
import { Config } from '../config/config.js'
import { EventBus } from '../database/event-bus.js'
import { JoinedEventRepository } from '../database/joined-event.repository.js'
import { UnitOfWork } from '../database/unit-of-work.js'

/** From a notice to the look, in milliseconds: what is committed meanwhile is emitted with it. */
const DELAY_MS = 10
/** By then a commit is found of which no notice came, in milliseconds. */
const CHECK_MS = 1_000
const BATCH = 500

export const EMIT_JOINED = 'emit the events of joined transactions'

/**
 * Emits what was published in transactions that the application ends itself, once it can be read: that it is there proves
 * the commit, however the application ended it. One process takes each event, and emits it once; if it dies at that
 * moment, never.
 */
@Injectable()
export class JoinedEventRelay implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly wakes = new Batcher(DELAY_MS, () => this.tasks.run(EMIT_JOINED))
  private stopping = false

  constructor(
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly events: EventBus,
    private readonly repository: JoinedEventRepository,
    private readonly tasks: IntervalTasks,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.dataSource) this.tasks.start(EMIT_JOINED, CHECK_MS, () => this.emitCommitted())
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping = true
    this.wakes.stop()
    await this.tasks.stop(EMIT_JOINED)
  }

  /** Something was committed. Without a connection that is the application's, there are no transactions to join. */
  wake(): void {
    if (this.config.dataSource && !this.stopping) this.wakes.add('')
  }

  private async emitCommitted(): Promise<void> {
    const hasAny = () => this.unitOfWork.read((reader) => this.repository.hasAny(reader))
    while (!this.stopping && (await hasAny())) {
      const taken = await this.unitOfWork.run((tx) => this.repository.take(tx, BATCH))
      // Another process is taking the rest.
      if (taken.length === 0) return
      for (const { name, payload } of taken) this.events.emit(name, payload)
    }
  }
}
