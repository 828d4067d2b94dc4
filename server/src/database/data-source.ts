import { Logger } from '@nestjs/common'
import type { ClientBase } from 'pg'
import { DataSource, MigrationExecutor, type DataSourceOptions } from 'typeorm'
import type { Config } from '../config/config.js'
import { boundedClient, DATABASE_WAITS } from './bounded-client.js'
import { migrations } from './migrations/index.js'

/** Any number nobody else locks: whoever holds it migrates, everyone else waits and then finds nothing to do. */
const MIGRATION_LOCK = 7_364_128

/** Connections of one process. */
export const POOL_SIZE = 20

/**
 * How PostgreSQL notices, within a minute, that a process has gone without a word: until then its connections count
 * among `max_connections`.
 */
const KEEPALIVE = 'SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3'

/** How to reach the database to serve requests. Tables come from the migrations alone, never from the entities. */
export function dataSourceOptions(config: Config, entities: DataSourceOptions['entities']): DataSourceOptions {
  return {
    ...unboundedOptions(config),
    poolSize: POOL_SIZE,
    connectTimeoutMS: DATABASE_WAITS.connection,
    // Queries on a broken connection reject by themselves, and the pool opens a new one.
    poolErrorHandler: () => undefined,
    extra: {
      Client: boundedClient(),
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      lock_timeout: DATABASE_WAITS.lock,
      statement_timeout: DATABASE_WAITS.statement,
      idle_in_transaction_session_timeout: DATABASE_WAITS.idleInTransaction,
      onConnect: (client: ClientBase) => client.query(KEEPALIVE),
    },
    entities,
  }
}

/** Without limits of time, for work that takes longer the more data there is: migrations, and seeding. */
export function unboundedOptions(config: Config): DataSourceOptions & { type: 'postgres' } {
  if (config.databaseUrl === null) throw new Error('The database must be running, and its URL known, by now')
  return {
    type: 'postgres',
    url: config.databaseUrl,
    applicationName: 'support-chat',
    connectTimeoutMS: 5_000,
    extra: { keepAlive: true, keepAliveInitialDelayMillis: 10_000, idle_in_transaction_session_timeout: 60_000 },
    migrations,
    migrationsTableName: 'support_chat_migrations',
    uuidExtension: 'pgcrypto',
    installExtensions: false,
    synchronize: false,
    logging: false,
  }
}

/**
 * Brings the tables up to date. Safe when several processes start at once.
 *
 * Each migration has a transaction of its own, on another connection than the one that holds the lock: the previous
 * version goes on serving meanwhile, and waits for a table no longer than the one migration takes that locks it.
 */
export async function migrate(config: Config): Promise<void> {
  const dataSource = await new DataSource(unboundedOptions(config)).initialize()
  try {
    await dataSource.transaction(async (manager) => {
      // This transaction is idle while the migrations run in others.
      await manager.query('SET LOCAL idle_in_transaction_session_timeout = 0')
      await manager.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK])
      const executor = new MigrationExecutor(dataSource)
      executor.transaction = 'each'
      const pending = await executor.getPendingMigrations()
      if (pending.length > 0) {
        new Logger('Database').log(`Bringing it up to date: ${pending.map(({ name }) => name).join(', ')}`)
      }
      await executor.executePendingMigrations()
    })
  } finally {
    await dataSource.destroy()
  }
}
