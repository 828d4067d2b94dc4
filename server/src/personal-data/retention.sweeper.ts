import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common'
import { NOBODY } from '../audit/audit-log.js'
import { WallClock } from '../common/clock.js'
import { IntervalTasks } from '../common/interval-tasks.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { ErasureService } from './erasure.service.js'
import { RetentionRepository, type UntouchedChat } from './retention.repository.js'

export const ERASE_UNTOUCHED = 'erase untouched chats'

/** Milliseconds between two looks at whether it is night. */
const INTERVAL_MS = 600_000
/** The hours of the night, in UTC: from the first to before the last. */
const [NIGHT_BEGINS, NIGHT_ENDS] = [1, 5]
/** Chats that are found at a time; each is erased in a transaction of its own. */
const BATCH = 100
const FIRST = '00000000-0000-0000-0000-000000000000'

/**
 * Erases users whose chats are archived and have not been touched for as long as the settings say, each night, one process
 * of all. What it does not get to, for it is stopped or the night's process dies, is due the next night.
 */
@Injectable()
export class RetentionSweeper implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(RetentionSweeper.name)
  private stopping = false

  constructor(
    private readonly tasks: IntervalTasks,
    private readonly clock: WallClock,
    private readonly unitOfWork: UnitOfWork,
    private readonly retention: RetentionRepository,
    private readonly erasures: ErasureService,
  ) {}

  onModuleInit(): void {
    this.tasks.start(ERASE_UNTOUCHED, INTERVAL_MS, () => this.sweep())
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping = true
    await this.tasks.stop(ERASE_UNTOUCHED)
  }

  private async sweep(): Promise<void> {
    const now = this.clock.now()
    if (now.getUTCHours() < NIGHT_BEGINS || now.getUTCHours() >= NIGHT_ENDS) return
    const days = await this.unitOfWork.run((tx) => this.retention.takeNight(tx, now))
    if (days === null) return
    let [erased, after] = [0, FIRST]
    for (let chats = await this.next(days, after); chats.length > 0; chats = await this.next(days, after)) {
      for (const chat of chats) if (!this.stopping && (await this.erase(days, chat))) erased++
      after = chats.at(-1)?.id ?? after
    }
    this.logger.log(`Erased untouched chats: count=${erased} days=${days}`)
  }

  /** Nothing once the settings are others: an owner who has second thoughts is heard at once. */
  private next(days: number, after: string): Promise<UntouchedChat[]> {
    return this.unitOfWork.read(async (reader) => {
      if (this.stopping || (await this.retention.days(reader)) !== days) return []
      return this.retention.untouchedAfter(reader, days, after, BATCH)
    })
  }

  private async erase(days: number, { id, user_id }: UntouchedChat): Promise<boolean> {
    return this.unitOfWork.run(async (tx) => {
      if (!(await this.retention.lockUntouched(tx, days, id))) return false
      await this.erasures.eraseIn(tx, NOBODY, user_id, 'retention')
      return true
    })
  }
}
