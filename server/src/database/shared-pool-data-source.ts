import type { Client } from 'pg'
import { DataSource, type QueryRunner, type ReplicationMode } from 'typeorm'
import { abandonConnection, DATABASE_WAITS, SilentDatabaseError } from './bounded-client.js'

/**
 * What our transactions rely on, on connections that were opened without it: our limits, and that each statement sees what
 * was committed before it. One round trip with what begins it; none of it outlives the transaction.
 */
const BEGIN = [
  'START TRANSACTION ISOLATION LEVEL READ COMMITTED',
  `SET LOCAL lock_timeout = ${DATABASE_WAITS.lock}`,
  `SET LOCAL statement_timeout = ${DATABASE_WAITS.statement}`,
  `SET LOCAL idle_in_transaction_session_timeout = ${DATABASE_WAITS.idleInTransaction}`,
].join('; ')

/**
 * On an application's pool. Its connections' settings, the `search_path` among them, stay as they are. A connection that
 * does not answer a read is closed, as one of our own pool is; in a transaction the unit of work sees to that.
 */
export class SharedPoolDataSource extends DataSource {
  override createQueryRunner(mode?: ReplicationMode): QueryRunner {
    const runner = super.createQueryRunner(mode)
    const query = runner.query.bind(runner) as (...args: unknown[]) => Promise<never>
    return Object.assign(runner, {
      query: (statement: string, ...rest: unknown[]) => {
        if (statement === 'START TRANSACTION') return query(BEGIN)
        const answer = () => query(statement, ...rest)
        return runner.isTransactionActive ? answer() : answerWithin(DATABASE_WAITS.answer, runner, answer)
      },
    })
  }
}

async function answerWithin<T>(milliseconds: number, runner: QueryRunner, answer: () => Promise<T>): Promise<T> {
  const client = (await runner.connect()) as Client
  const abandon = () => abandonConnection(client, new SilentDatabaseError(milliseconds))
  const timer = setTimeout(abandon, milliseconds)
  return answer().finally(() => clearTimeout(timer))
}
