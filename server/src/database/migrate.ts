import type { DataSource } from 'typeorm'
import { poolOf } from './shared-pool.js'
import { migrateDatabase } from './data-source.js'

/**
 * Brings the tables of Support Chat up to date, for a migration run of your own: with `migrate: false` it does not do so at
 * start. It makes the schema where there is none, and may be repeated. Two connections beside the pool are opened meanwhile.
 * @param dataSource your connection, initialised
 * @param schema as the module has it. Default: `support_chat`
 * @throws StartError where `dataSource` is none of PostgreSQL; what PostgreSQL refuses
 */
export async function migrate(
  dataSource: DataSource,
  { schema = 'support_chat' }: { schema?: string | undefined } = {},
): Promise<void> {
  poolOf(dataSource)
  await migrateDatabase({ dataSource, databaseUrl: null, schema })
}
