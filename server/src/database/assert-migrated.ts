import type { DataSource } from 'typeorm'
import { StartError } from '../config/start-error.js'

/**
 * For an application that brings the tables up to date itself: without them all that is asked would fail, each with an error
 * that names a table. Those of a newer version may be there already.
 * @throws StartError that says what to do
 */
export async function assertMigrated(dataSource: DataSource, schema: string): Promise<void> {
  const pending = await pendingMigrations(dataSource, schema)
  if (pending.length === 0) return
  throw new StartError(
    `The tables of Support Chat in the schema ${schema} are not up to date, and migrate is false: call migrate(dataSource, { schema: '${schema}' }) in your migration run. Missing: ${pending.join(', ')}.`,
  )
}

async function pendingMigrations(dataSource: DataSource, schema: string): Promise<string[]> {
  const table = `"${schema}".support_chat_migrations`
  const [found] = await dataSource.query<{ exists: boolean }[]>('SELECT to_regclass($1) IS NOT NULL AS exists', [table])
  const rows = found?.exists ? await dataSource.query<{ name: string }[]>(`SELECT name FROM ${table}`) : []
  const done = new Set(rows.map(({ name }) => name))
  return dataSource.migrations
    .map(({ name, constructor }) => name ?? constructor.name)
    .filter((name) => !done.has(name))
}
