import type { DataSource, QueryRunner } from 'typeorm'

/** What is done once a transaction has committed, and at which depth of savepoints it was asked for. */
interface Emission {
  readonly depth: number
  readonly emit: () => void
}

type Waiting = WeakMap<QueryRunner, Emission[]>

const watched = new WeakMap<DataSource, Waiting>()

/** Does `emissions` once the transaction that `runner` has open is committed; nothing of what is rolled back. */
export function onCommit(dataSource: DataSource, runner: QueryRunner, emissions: (() => void)[]): void {
  const waiting = watched.get(dataSource) ?? watch(dataSource)
  const depth = depthOf(runner)
  waiting.set(runner, [...(waiting.get(runner) ?? []), ...emissions.map((emit) => ({ depth, emit }))])
}

function watch(dataSource: DataSource): Waiting {
  const waiting: Waiting = new WeakMap()
  watched.set(dataSource, waiting)
  dataSource.subscribers.push({
    afterTransactionCommit({ queryRunner }) {
      const emissions = waiting.get(queryRunner) ?? []
      const reached = depthOf(queryRunner)
      // A savepoint that is released leaves what it holds to the transaction around it.
      if (reached > 0)
        waiting.set(
          queryRunner,
          emissions.map(({ depth, emit }) => ({ depth: Math.min(depth, reached), emit })),
        )
      else if (waiting.delete(queryRunner)) for (const { emit } of emissions) emit()
    },
    afterTransactionRollback({ queryRunner }) {
      const left = (waiting.get(queryRunner) ?? []).filter(({ depth }) => depth <= depthOf(queryRunner))
      waiting.set(queryRunner, left)
    },
  })
  return waiting
}

/** 0 where no transaction is open, 1 in one, and one more for each savepoint. */
function depthOf(runner: QueryRunner): number {
  return (runner as unknown as { transactionDepth: number }).transactionDepth
}
