import { Logger } from '@nestjs/common'
import { DataSource, MigrationExecutor, type DataSourceOptions } from 'typeorm'
import type { Config } from '../config/config.js'
import { migrations } from './migrations/index.js'

/** Any number nobody else locks: whoever holds it migrates, everyone else waits and then finds nothing to do. */
const MIGRATION_LOCK = 7_364_128

/** How to reach the database. Tables come from the migrations alone, never from the entities. */
export function dataSourceOptions(config: Config, entities: DataSourceOptions['entities']): DataSourceOptions {
  if (config.databaseUrl === null) throw new Error('The database must be running, and its URL known, by now')
  return {
    type: 'postgres',
    url: config.databaseUrl,
    applicationName: 'support-chat',
    poolSize: 20,
    // Ask for a connection this long, then say that the database is away.
    connectTimeoutMS: 5_000,
    extra: { keepAlive: true, statement_timeout: 30_000, idle_in_transaction_session_timeout: 60_000 },
    entities,
    migrations,
    migrationsTableName: 'support_chat_migrations',
    uuidExtension: 'pgcrypto',
    installExtensions: false,
    synchronize: false,
    logging: false,
  }
}

/** Connects, and brings the tables up to date. Safe when several processes start at once. */
export async function openDatabase(options: DataSourceOptions): Promise<DataSource> {
  const dataSource = await new DataSource(options).initialize()
  try {
    await dataSource.transaction(async (manager) => {
      await manager.query('SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0')
      await manager.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK])
      // On this very connection: on another one what is set here would not hold.
      const executor = new MigrationExecutor(dataSource, manager.queryRunner)
      executor.transaction = 'all'
      const pending = await executor.getPendingMigrations()
      if (pending.length > 0) {
        new Logger('Database').log(`Bringing it up to date: ${pending.map(({ name }) => name).join(', ')}`)
      }
      await executor.executePendingMigrations()
    })
    return dataSource
  } catch (error) {
    await dataSource.destroy()
    throw error
  }
}
