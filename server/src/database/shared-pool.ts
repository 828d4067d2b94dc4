import pg from 'pg'
import type { DataSource, DataSourceOptions, EntityManager } from 'typeorm'
import { DATABASE_WAITS, SilentDatabaseError } from './bounded-client.js'
import { StartError } from '../config/start-error.js'

type PostgresOptions = Extract<DataSourceOptions, { type: 'postgres' }>

/** @throws StartError where it is no PostgreSQL, or is not connected */
export function poolOf(host: DataSource): pg.Pool {
  // Not every application is written in TypeScript.
  const { driver, options } = host as Partial<DataSource>
  const { master } = (driver ?? {}) as { master?: pg.Pool }
  if (options?.type !== 'postgres' || !master) {
    throw new StartError('dataSource must be a connected TypeORM DataSource of the type postgres.')
  }
  return master
}

/**
 * A driver for TypeORM whose pool is the application's: it takes connections from there and gives them back, and does not
 * close it.
 */
export function sharedDriver(host: DataSource): object {
  const pool = poolOf(host)
  const shared = {
    connect: (done: Connected) => connectWithin(DATABASE_WAITS.connection, pool, done),
    options: pool.options,
    // Its errors are the application's to handle, and so is its end.
    on: () => shared,
    end: (done: () => void) => done(),
  }
  return {
    ...pg,
    Pool: function SharedPool() {
      return shared
    },
  }
}

type Connected = Parameters<pg.Pool['connect']>[0]

/** An application's pool may have no limit of its own. What comes too late goes back. */
function connectWithin(milliseconds: number, pool: pg.Pool, done: Connected): void {
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    done(new SilentDatabaseError(milliseconds), undefined, () => undefined)
  }, milliseconds)
  pool.connect((error, client, release) => {
    clearTimeout(timer)
    if (isLate) release()
    else done(error, client, release)
  })
}

/** How the application reaches its database, for connections of our own beside its pool. */
export function connectionOptionsOf(host: DataSource): Partial<PostgresOptions> {
  poolOf(host)
  const { url, host: name, port, username, password, database, ssl, replication } = host.options as PostgresOptions
  const given = { url, host: name, port, username, password, database, ssl, replication }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

/**
 * An entity manager of `dataSource` on a connection in whose transaction it takes part: who began that ends it, and gives
 * the connection back.
 */
export function joinTransaction(dataSource: DataSource, connection: unknown): EntityManager {
  const runner = dataSource.createQueryRunner()
  Object.assign(runner, { databaseConnection: connection, isTransactionActive: true, transactionDepth: 1 })
  return runner.manager
}
