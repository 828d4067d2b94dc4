import pg from 'pg'

/** How long anything about the database may take, in milliseconds. Each is listed in docs/limits.md. */
export const DATABASE_WAITS = {
  /** Until there is a connection: one of the pool, or a new one. */
  connection: 5_000,
  /** PostgreSQL gives a row's or a table's lock up to be had; less than a transaction, so that its connection survives. */
  lock: 4_000,
  /** PostgreSQL ends a transaction that says no more: what a frozen or lost process holds is free then. */
  idleInTransaction: 5_000,
  /** PostgreSQL ends a statement. */
  statement: 8_000,
  /** The same, noticed here: an answer that takes longer is not going to come. */
  answer: 9_000,
  /** A whole transaction, all of its retries included. */
  transaction: 15_000,
  /** A goodbye that the other end has to answer. */
  close: 2_000,
} as const

/** Nobody answers, although the connection stands: packets are swallowed, or the machine behind it is frozen. */
export class SilentDatabaseError extends Error {
  override name = 'SilentDatabaseError'
  readonly code = 'ETIMEDOUT'

  constructor(after: number) {
    super(`The database did not answer within ${after / 1_000} s`)
  }
}

/** `read_only_sql_transaction` */
const READ_ONLY = '25006'

type ClientWaits = Record<'answer' | 'close', number>

type Call = (...args: unknown[]) => unknown

/**
 * Makes the class of a pool's connections, whose every wait has an end that does not depend on the other side.
 *
 * A connection that does not answer is closed: to put it back would hand its silence to the next who takes it, which is
 * all that `query_timeout` of the driver does. The idle ones, of which nothing has been heard since the question was
 * asked, are closed with it: what has swallowed one connection has swallowed them all, and each would cost a wait of its
 * own. New ones are made as they are needed.
 */
export function boundedClient(waits: ClientWaits = DATABASE_WAITS): typeof pg.Client {
  const pool = new Set<BoundedClient>()

  class PooledClient extends BoundedClient {
    constructor(config: pg.ClientConfig) {
      super(config, waits, pool)
    }
  }
  return PooledClient as typeof pg.Client
}

export class BoundedClient extends pg.Client {
  /** When each question was asked that has no answer yet, oldest first. */
  private readonly asked = new Set<{ at: number }>()
  private heardAt = performance.now()

  constructor(
    config: pg.ClientConfig,
    private readonly waits: ClientWaits,
    private readonly pool: Set<BoundedClient>,
  ) {
    super(config)
    pool.add(this)
    this.once('end', () => pool.delete(this))
  }

  override query(...args: never[]): never {
    const answer = (super.query as Call).apply(this, args)
    // Callbacks and streams are for others: everything here asks with promises.
    if (answer instanceof Promise) this.limit(answer)
    return answer as never
  }

  /** Says goodbye, and hangs up where that is not answered. */
  override end(...args: never[]): never {
    const hangUp = setTimeout(() => this.connection.stream.destroy(), this.waits.close).unref()
    this.once('end', () => clearTimeout(hangUp))
    return (super.end as Call).apply(this, args) as never
  }

  /** Closes the connection at once: whoever waits for it gets `error`, and the pool does without it. */
  abandon(error: Error): void {
    const [oldest] = this.asked
    if (oldest) for (const other of this.pool) if (other !== this) other.closeUnlessHeardSince(oldest.at, error)
    this.connection.stream.destroy(error)
  }

  private limit(answer: Promise<unknown>): void {
    const question = { at: performance.now() }
    this.asked.add(question)
    const { answer: wait } = this.waits
    const timer = setTimeout(() => this.abandon(new SilentDatabaseError(wait)), wait)
    const settled = () => {
      clearTimeout(timer)
      this.asked.delete(question)
      this.heardAt = performance.now()
    }
    answer.then(settled, (error: { code?: unknown }) => {
      settled()
      // After a failover the old primary refuses writes: a new connection finds the new one.
      if (error.code === READ_ONLY) this.connection.stream.destroy()
    })
  }

  private closeUnlessHeardSince(moment: number, error: Error): void {
    if (this.asked.size === 0 && this.heardAt < moment) this.connection.stream.destroy(error)
  }
}
