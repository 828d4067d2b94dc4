import { Logger } from '@nestjs/common'
import type { ClientBase } from 'pg'
import { DataSource, MigrationExecutor, type DataSourceOptions } from 'typeorm'
import type { Config } from '../config/config.js'
import { boundedClient, DATABASE_WAITS } from './bounded-client.js'
import { migrations } from './migrations/index.js'
import { connectionOptionsOf, sharedDriver } from './shared-pool.js'

/** A number that nothing else locks: the process that holds it migrates, the others wait and find nothing to do. */
export const MIGRATION_LOCK = 7_364_128

/** Connections of one process. */
export const POOL_SIZE = 20

/**
 * Milliseconds after which a connection that nobody has used is closed: more than from one look of an interval task to the
 * next. A new one costs more than all that is asked on it then, its sign-in most of all.
 */
const IDLE_MS = 120_000

/**
 * How PostgreSQL notices, within a minute, that a process has gone without a word: until then its connections count
 * among `max_connections`.
 */
const KEEPALIVE = 'SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3'

/** How to reach the database to serve requests. Tables come from the migrations alone, never from the entities. */
export function dataSourceOptions(config: Config, entities: DataSourceOptions['entities']): DataSourceOptions {
  const { dataSource, schema } = config
  if (dataSource) return { ...COMMON, ...(schema ? { schema } : {}), driver: sharedDriver(dataSource), entities }
  return {
    ...unboundedOptions(config),
    poolSize: POOL_SIZE,
    connectTimeoutMS: DATABASE_WAITS.connection,
    // Queries on a broken connection reject by themselves, and the pool opens a new one.
    poolErrorHandler: () => undefined,
    extra: {
      Client: boundedClient(),
      idleTimeoutMillis: IDLE_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      lock_timeout: DATABASE_WAITS.lock,
      statement_timeout: DATABASE_WAITS.statement,
      idle_in_transaction_session_timeout: DATABASE_WAITS.idleInTransaction,
      onConnect: prepareConnection(schema, KEEPALIVE),
    },
    entities,
  }
}

const COMMON = {
  type: 'postgres',
  migrations,
  migrationsTableName: 'support_chat_migrations',
  uuidExtension: 'pgcrypto',
  installExtensions: false,
  synchronize: false,
  logging: false,
} as const

/** Without limits of time, for work that takes longer the more data there is: migrations, and seeding. */
export function unboundedOptions(
  config: Pick<Config, 'databaseUrl' | 'dataSource' | 'schema'>,
): DataSourceOptions & { type: 'postgres' } {
  const { databaseUrl, dataSource, schema } = config
  if (databaseUrl === null && !dataSource) throw new Error('The database must be running, and its URL known, by now')
  return {
    ...COMMON,
    ...(dataSource ? connectionOptionsOf(dataSource) : { url: databaseUrl ?? '' }),
    ...(schema ? { schema } : {}),
    applicationName: 'support-chat',
    connectTimeoutMS: 5_000,
    extra: {
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      idle_in_transaction_session_timeout: 60_000,
      onConnect: prepareConnection(schema),
    },
  }
}

/** Without a schema, names lead where the database's own `search_path` says. */
function prepareConnection(schema: string | null, ...statements: string[]) {
  const all = [...(schema ? [`SET search_path TO "${schema}"`] : []), ...statements].join('; ')
  return (client: ClientBase) => (all ? client.query(all) : undefined)
}

/**
 * Brings the tables up to date. Safe when several processes start at once.
 *
 * Each migration has a transaction of its own, on another connection than the one that holds the lock: the previous
 * version goes on serving meanwhile, and waits for a table no longer than the one migration takes that locks it.
 */
export async function migrateDatabase(config: Pick<Config, 'databaseUrl' | 'dataSource' | 'schema'>): Promise<void> {
  const dataSource = await new DataSource(unboundedOptions(config)).initialize()
  try {
    await dataSource.transaction(async (manager) => {
      // This transaction is idle while the migrations run in others.
      await manager.query('SET LOCAL idle_in_transaction_session_timeout = 0')
      await manager.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK])
      if (config.schema) await dataSource.query(`CREATE SCHEMA IF NOT EXISTS "${config.schema}"`)
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
