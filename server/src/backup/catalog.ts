import type { ClientBase } from 'pg'
import { StartError } from '../config/start-error.js'
import { migrations } from '../database/migrations/index.js'
import { DONE_MIGRATIONS, EXISTING_TABLES, HAS_MIGRATIONS, REFERENCES } from './backup.sql.js'

export interface Table {
  name: string
  /** Without those that PostgreSQL computes. */
  columns: string[]
}

export const knownMigrations = migrations.map(({ name }) => name)

/** The migrations that have run, in their order; null where the database has never been one of Support Chat's. */
export async function readMigrations(client: ClientBase): Promise<string[] | null> {
  const { rows } = await client.query<{ present: boolean }>(HAS_MIGRATIONS)
  if (!rows[0]?.present) return null
  return (await client.query<{ name: string }>(DONE_MIGRATIONS)).rows.map(({ name }) => name)
}

/**
 * What a newer version has done may be about tables that this one knows nothing of.
 * @param whose begins the sentence: "FILE", "The database"
 * @throws StartError
 */
export function assertKnown(done: readonly string[], whose: string): void {
  const unknown = done.filter((name) => !knownMigrations.includes(name))
  if (unknown.length === 0) return
  throw new StartError(`${whose} is of a newer version (${unknown.join(', ')}): use that version, or a later one.`)
}

/** Those of the tables `names` that there are; what a table refers to comes before it. */
export async function readTables(client: ClientBase, names: readonly string[]): Promise<Table[]> {
  const { rows: tables } = await client.query<Table>(EXISTING_TABLES, [names])
  const { rows: references } = await client.query<{ child: string; parent: string }>(REFERENCES, [names])
  const ordered: Table[] = []
  while (ordered.length < tables.length) {
    const waiting = tables.filter((table) => !ordered.includes(table))
    const isWaiting = (name: string) => waiting.some((table) => table.name === name)
    const next = waiting.filter(
      ({ name }) => !references.some(({ child, parent }) => child === name && isWaiting(parent)),
    )
    if (next.length === 0)
      throw new Error(`Tables refer to each other in a circle: ${waiting.map(({ name }) => name).join(', ')}`)
    ordered.push(...next)
  }
  return ordered
}
