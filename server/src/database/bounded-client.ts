import pg from 'pg'

/** Timeouts of the database, in milliseconds. Each is listed in docs/limits.md. */
export const DATABASE_WAITS = {
  /** Until there is a connection: one of the pool, or a new one. */
  connection: 5_000,
  /** PostgreSQL stops waiting for a lock. Less than a transaction, so that the connection survives. */
  lock: 4_000,
  /** PostgreSQL ends a transaction that sends no statement: the locks of a frozen or lost process are free then. */
  idleInTransaction: 5_000,
  /** PostgreSQL ends a statement. */
  statement: 8_000,
  /** The same, measured here: an answer that takes longer is not going to come. */
  answer: 9_000,
  /** A whole transaction, all of its retries included. */
  transaction: 15_000,
  /** Closing a connection in order, which the other end has to answer. */
  close: 2_000,
} as const

/** No answer, although the connection stands: packets are dropped, or the machine behind it is frozen. */
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
 * Makes the class of a pool's connections, each of whose waits has a timeout of our own, whatever the other side does.
 *
 * A connection that does not answer is closed. The driver's `query_timeout` would only put it back into the pool, for the
 * next query to wait in vain. Idle connections that have received nothing since that query was sent are closed too: most
 * likely they are dead as well, and each would cost a timeout of its own. The pool opens new ones as they are needed.
 */
export function boundedClient(waits: ClientWaits = DATABASE_WAITS): typeof pg.Client {
  const pool = new Set<BoundedClient>()

  class PooledClient extends BoundedClient {
    constructor(config: pg.ClientConfig) {
      super(config, waits, pool)
    }
  }
  return PooledClient
}

export class BoundedClient extends pg.Client {
  /** When each query was sent that has no answer yet, oldest first. */
  private readonly unanswered = new Set<{ at: number }>()
  private answeredAt = performance.now()

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
    // Only promises are limited: this product uses neither callbacks nor streams.
    if (answer instanceof Promise) this.limit(answer)
    return answer as never
  }

  /** Closes in order, or at once where the server does not answer that. */
  override end(...args: never[]): never {
    const forceClose = setTimeout(() => this.connection.stream.destroy(), this.waits.close).unref()
    this.once('end', () => clearTimeout(forceClose))
    return (super.end as Call).apply(this, args) as never
  }

  /** Closes the connection at once: its queries reject with `error`, and the pool drops it. */
  abandon(error: Error): void {
    const [oldest] = this.unanswered
    if (oldest) for (const other of this.pool) if (other !== this) other.closeUnlessAnsweredSince(oldest.at, error)
    this.connection.stream.destroy(error)
  }

  private limit(answer: Promise<unknown>): void {
    const sent = { at: performance.now() }
    this.unanswered.add(sent)
    const { answer: wait } = this.waits
    const timer = setTimeout(() => this.abandon(new SilentDatabaseError(wait)), wait)
    const settled = () => {
      clearTimeout(timer)
      this.unanswered.delete(sent)
      this.answeredAt = performance.now()
    }
    answer.then(settled, (error: unknown) => {
      settled()
      // After a failover the old primary refuses writes: a new connection reaches the new one.
      if ((error as { code?: unknown }).code === READ_ONLY) this.connection.stream.destroy()
    })
  }

  private closeUnlessAnsweredSince(moment: number, error: Error): void {
    if (this.unanswered.size === 0 && this.answeredAt < moment) this.connection.stream.destroy(error)
  }
}

/** Closes a connection at once, whosever pool it is of. */
export function abandonConnection(client: pg.Client, error: Error): void {
  if (client instanceof BoundedClient) client.abandon(error)
  else (client as unknown as { connection: pg.Connection }).connection.stream.destroy(error)
}
