import type { ClientBase } from 'pg'
import {
  CONNECTIONS,
  dropFunctions,
  dropTables,
  HEARTBEATS,
  MIGRATIONS_TABLE,
  OUR_FUNCTIONS,
  TABLES,
} from '../backup/backup.sql.js'
import { assertKnown, readMigrations, readTables } from '../backup/catalog.js'
import { StartError } from '../config/start-error.js'
import { countRows } from './count-rows.js'

/**
 * Leaves a database without any table of ours, in the transaction of `client`.
 * @param replace whether what there is may be thrown away
 * @throws StartError where a server works on it, or there is something that may not be thrown away
 */
export async function makeRoom(client: ClientBase, replace: boolean): Promise<void> {
  const migrations = await readMigrations(client)
  const names = (await readTables(client, TABLES)).map(({ name }) => name)
  if (!migrations) {
    if (names.length === 0) return
    throw new StartError(
      `The database has tables of another program under the names of ours (${names.join(', ')}): take a database of its own.`,
    )
  }
  if (await isServed(client, names)) {
    throw new StartError(
      'A server is running on this database: stop it first. One that was killed counts for another 15 seconds.',
    )
  }
  if (!replace) throw new StartError(await describeContents(client, names))
  assertKnown(migrations, 'The database')
  const { rows } = await client.query<{ signature: string }>(OUR_FUNCTIONS)
  await client.query(dropTables([...names, MIGRATIONS_TABLE]))
  if (rows.length > 0) await client.query(dropFunctions(rows.map(({ signature }) => signature)))
}

async function isServed(client: ClientBase, tables: readonly string[]): Promise<boolean> {
  const heartbeats = tables.includes('server_processes') ? [HEARTBEATS] : []
  for (const statement of [CONNECTIONS, ...heartbeats]) {
    const { rows } = await client.query<{ count: number }>(statement)
    if (rows[0]?.count) return true
  }
  return false
}

async function describeContents(client: ClientBase, tables: readonly string[]): Promise<string> {
  const { users = 0, support_messages = 0 } = await countRows(client, tables)
  return (
    `The database has a Support Chat already, with ${users} accounts and ${support_messages} messages: ` +
    '--replace throws it away and restores the backup in its place.'
  )
}
