import { Injectable } from '@nestjs/common'
import type { Client } from 'pg'
import { DataSource, type EntityManager, type QueryRunner } from 'typeorm'
import { Config } from '../config/config.js'
import { EventBus } from './event-bus.js'
import { abandonConnection, DATABASE_WAITS, SilentDatabaseError } from './bounded-client.js'
import { IdleRunners } from './idle-runners.js'
import { JoinedEventRepository, type Published } from './joined-event.repository.js'
import { OutageLog } from './outage-log.js'
import { joinTransaction } from './shared-pool.js'
import type { Reader, Transaction } from './transaction.js'

/** `serialization_failure` and `deadlock_detected`: PostgreSQL asks for the same transaction to be tried again. */
const TRY_AGAIN = new Set(['40001', '40P01'])
const MAX_ATTEMPTS = 5

/** Runs one use case in one transaction: repeated where PostgreSQL asks for it, its events emitted only after COMMIT. */
@Injectable()
export class UnitOfWork {
  private readonly idle: IdleRunners

  constructor(
    private readonly dataSource: DataSource,
    private readonly events: EventBus,
    private readonly outages: OutageLog,
    private readonly config: Config,
    private readonly joined: JoinedEventRepository,
  ) {
    this.idle = new IdleRunners(dataSource, { keep: !config.dataSource })
  }

  /**
   * @param within milliseconds for all of it, the wait for a connection included; what is not committed by then is rolled back
   * @throws what `work` throws, after ROLLBACK; a failure of COMMIT itself is thrown too, and no event is emitted.
   */
  run<T>(work: (tx: Transaction) => Promise<T>, within: number = DATABASE_WAITS.transaction): Promise<T> {
    return this.repeat((left, published) => {
      return this.inTransaction(left, (manager) => work(this.transaction(manager, published)))
    }, within)
  }

  /**
   * The same for work that is a single statement: PostgreSQL makes a transaction of it by itself, without the round trips of
   * BEGIN and COMMIT. Nobody may write along with what it publishes: see {@link EventBus.hasBeforeCommit}.
   */
  runStatement<T>(work: (tx: Transaction) => Promise<T>, within: number = DATABASE_WAITS.transaction): Promise<T> {
    return this.repeat((left, published) => {
      return this.onConnection(left, ({ manager }) => work(this.transaction(manager, published)), this.idle)
    }, within)
  }

  /**
   * The same inside a transaction that the application has begun on the `dataSource` that it shares, and will end itself: no
   * repetition, and events are emitted, by one of the processes, once it has committed: at most 1 s later. Where `work` throws,
   * what it has written is undone, and the application's transaction goes on.
   * @param manager the application's, of that transaction; one call after the other
   */
  async join<T>(manager: EntityManager, work: (tx: Transaction) => Promise<T>): Promise<T> {
    const { dataSource } = this.config
    const runner = manager.queryRunner
    if (!dataSource || manager.dataSource !== dataSource || !runner?.isTransactionActive) {
      throw new Error(
        'tx must be the entity manager of an open transaction of the dataSource that Support Chat was given',
      )
    }
    const own = joinTransaction(this.dataSource, await runner.connect())
    return manager.transaction(async (host) => {
      const published: Published[] = []
      const tx = this.transaction(own, published, host)
      const result = await work(tx)
      if (published.length > 0) await this.joined.add(tx, published)
      return result
    })
  }

  /** Runs one reading statement without the two round trips of a transaction. For several that must agree, use `run`. */
  async read<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    try {
      return await work({ manager: this.dataSource.manager })
    } catch (error) {
      this.outages.failed(error)
      throw error
    }
  }

  private async repeat<T>(attempt: (left: number, published: Published[]) => Promise<T>, within: number): Promise<T> {
    const end = performance.now() + within
    for (let attempts = 1; ; attempts++) {
      const published: Published[] = []
      try {
        const result = await attempt(end - performance.now(), published)
        for (const { name, payload } of published) this.events.emit(name, payload)
        return result
      } catch (error) {
        this.outages.failed(error)
        if (attempts >= MAX_ATTEMPTS || !isTransient(error) || performance.now() >= end) throw error
      }
    }
  }

  private inTransaction<T>(within: number, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.onConnection(within, async (runner) => {
      try {
        await runner.startTransaction()
        const result = await work(runner.manager)
        await this.commit(runner)
        return result
      } catch (error) {
        await runner.rollbackTransaction().catch(() => undefined)
        throw error
      }
    })
  }

  /** Rejects after `within` also where PostgreSQL, or `work`, never answers: the connection is closed then. */
  private async onConnection<T>(
    within: number,
    work: (runner: QueryRunner) => Promise<T>,
    idle?: IdleRunners,
  ): Promise<T> {
    const runner = idle?.take() ?? this.dataSource.createQueryRunner()
    let client: Client | undefined
    let end: Error | undefined
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        end = new SilentDatabaseError(within)
        if (client) abandonConnection(client, end)
        reject(end)
      }, within)
    })
    const done = async () => {
      try {
        client = (await runner.connect()) as Client
        if (end) throw end
        const result = await work(runner)
        if (!end && idle?.keep(runner)) return result
        await runner.release()
        return result
      } catch (error) {
        await runner.release()
        throw error
      }
    }
    return Promise.race([done(), late]).finally(() => clearTimeout(timer))
  }

  /** A seam for tests that stop a process here: nothing leaves it before the commit, everything after. */
  protected commit(runner: QueryRunner): Promise<void> {
    return runner.commitTransaction()
  }

  private transaction(manager: EntityManager, published: Published[], joined?: EntityManager): Transaction {
    const { dataSource } = this.config
    let host = joined
    const tx: Transaction = {
      manager,
      get host() {
        return (host ??= dataSource ? joinTransaction(dataSource, connectionOf(manager)) : manager)
      },
      publish: async (name, event) => {
        await this.events.runBeforeCommit(name, event, tx)
        published.push({ name, payload: event } as Published)
      },
    }
    return tx
  }
}

/** The connection of a transaction that is open. */
function connectionOf({ queryRunner }: EntityManager): unknown {
  return (queryRunner as unknown as { databaseConnection: unknown }).databaseConnection
}

function isTransient(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' && TRY_AGAIN.has(code)
}
