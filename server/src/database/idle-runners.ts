import type { DataSource, QueryRunner } from 'typeorm'

/** As many statements of one kind run at once: the rest of the pool's connections go back to it. */
const MAX_IDLE = 2
/** From one clearance to the next, in milliseconds: at most so long a connection stays here that nobody uses. */
const IDLE_MS = 1_000

/**
 * Query runners of single statements that have ended, with their connections, for the next ones. While messages follow each
 * other, to make a runner and to get a connection from the pool for it costs as much as all else that a statement needs here.
 */
export class IdleRunners {
  private readonly runners: QueryRunner[] = []
  private clearance: NodeJS.Timeout | undefined

  /** @param keep whether to: of an application's pool, which may be small, nothing is kept from others */
  constructor(
    private readonly dataSource: DataSource,
    private readonly options: { keep: boolean },
  ) {}

  take(): QueryRunner {
    for (;;) {
      const runner = this.runners.pop() ?? this.dataSource.createQueryRunner()
      // TypeORM releases the one whose connection breaks.
      if (!runner.isReleased) return runner
    }
  }

  /** @returns whether it is kept; if not, it is the caller's to release */
  keep(runner: QueryRunner): boolean {
    if (!this.options.keep || this.runners.length >= MAX_IDLE || runner.isReleased) return false
    this.runners.push(runner)
    this.clearance ??= setTimeout(() => this.clear(), IDLE_MS).unref()
    return true
  }

  private clear(): void {
    this.clearance = undefined
    for (const runner of this.runners.splice(0)) void runner.release()
  }
}
