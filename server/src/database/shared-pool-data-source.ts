import { DataSource, type QueryRunner, type ReplicationMode } from 'typeorm'
import { DATABASE_WAITS } from './bounded-client.js'

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

/** On an application's pool. Its connections' settings, the `search_path` among them, stay as they are. */
export class SharedPoolDataSource extends DataSource {
  override createQueryRunner(mode?: ReplicationMode): QueryRunner {
    const runner = super.createQueryRunner(mode)
    const query = runner.query.bind(runner) as (...args: unknown[]) => Promise<never>
    return Object.assign(runner, {
      query: (statement: string, ...rest: unknown[]) =>
        query(statement === 'START TRANSACTION' ? BEGIN : statement, ...rest),
    })
  }
}
