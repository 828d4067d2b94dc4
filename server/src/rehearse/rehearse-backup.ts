import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { KEPT_TABLES } from '../backup/backup.sql.js'
import { removedOnInterrupt } from '../backup/program.js'
import { migrateDatabase } from '../database/data-source.js'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../embedded-postgres/embedded-postgres.js'
import { countRows } from '../restore/count-rows.js'
import { restoreBackup, type RestoreSummary } from '../restore/restore-backup.js'
import { checkRestored, type Finding } from './check-restored.js'

export interface Rehearsal extends RestoreSummary {
  /** By table, after the newest migrations. */
  migrated: Record<string, number>
  findings: Finding[]
}

/**
 * Restores a backup into a database of its own, brings it up to date and checks it. No server starts on it, so that nothing
 * is sent to anybody. What it takes is removed in the end.
 * @throws StartError where it cannot be restored
 */
export async function rehearseBackup(file: string): Promise<Rehearsal> {
  const folder = await mkdtemp(join(tmpdir(), 'support-chat-rehearsal-'))
  let postgres: EmbeddedPostgres | null = null
  try {
    return await removedOnInterrupt(
      folder,
      async () => {
        postgres = await startEmbeddedPostgres({ dataDir: folder, durable: false })
        return rehearseOn(postgres.url, folder, file)
      },
      () => postgres?.abandon(),
    )
  } finally {
    await (postgres as EmbeddedPostgres | null)?.stop()
    // Where root has made it, it may be a link to a folder elsewhere.
    await rm(await realpath(join(folder, 'postgres')).catch(() => folder), { recursive: true, force: true })
    await rm(folder, { recursive: true, force: true })
  }
}

async function rehearseOn(url: string, folder: string, file: string): Promise<Rehearsal> {
  const summary = await restoreBackup({ url, dataDir: join(folder, 'files'), file, replace: false })
  return withClient(url, async (client) => {
    await client.query('CREATE DATABASE fresh')
    const freshUrl = new URL(url)
    freshUrl.pathname = '/fresh'
    await migrateDatabase({ databaseUrl: freshUrl.href, schema: null })
    const findings = await withClient(freshUrl.href, (fresh) => checkRestored(client, fresh))
    return { ...summary, migrated: await countRows(client, KEPT_TABLES), findings }
  })
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  await client.connect()
  return work(client).finally(() => client.end())
}
