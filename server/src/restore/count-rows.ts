import type { ClientBase } from 'pg'
import { countOf } from '../backup/backup.sql.js'

/** How many rows each of the tables has. */
export async function countRows(client: ClientBase, tables: readonly string[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of tables) {
    const { rows } = await client.query<{ count: string }>(countOf(table))
    counts[table] = Number(rows[0]?.count)
  }
  return counts
}
