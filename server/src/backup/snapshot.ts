import pg from 'pg'
import { StartError } from '../config/start-error.js'
import { KEEP_MIGRATIONS_OUT, KEPT_TABLES, MOMENT, PLAIN_FORMATS, SEQUENCES } from './backup.sql.js'
import type { BackupHeader } from './backup-format.js'
import { assertKnown, readMigrations, readTables, type Table } from './catalog.js'

export interface Snapshot {
  /** In a transaction that sees the database as it was at one moment. */
  readonly client: pg.Client
  readonly header: Omit<BackupHeader, 'format' | 'version'>
  readonly tables: Table[]
  close(): Promise<void>
}

/** How long a migration that is under way may take. */
const MIGRATION_WAIT = '60s'
/** `lock_not_available` */
const LOCK_TIMEOUT = '55P03'

/**
 * Two connections: one keeps migrations out, since rows that a migration rewrites are invisible to older snapshots; only when
 * it has the lock may the other one look. Each has a transaction, which holds behind a pooler too.
 * @throws StartError
 */
export async function openSnapshot(url: string): Promise<Snapshot> {
  const guard = await connect(url)
  const client = await connect(url).catch(async (error: unknown) => {
    await guard.end()
    throw error
  })
  const close = async () => {
    await Promise.allSettled([client.end(), guard.end()])
  }
  try {
    await keepMigrationsOut(guard)
    await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${NO_LIMITS}; ${PLAIN_FORMATS}`)
    return { client, ...(await describe(client)), close }
  } catch (error) {
    await close()
    throw error
  }
}

const NO_LIMITS = 'SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0'

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'support-chat-backup',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  })
  // What is under way rejects by itself.
  client.on('error', () => undefined)
  await client.connect()
  return client
}

async function keepMigrationsOut(guard: pg.Client): Promise<void> {
  await guard.query(`BEGIN; ${NO_LIMITS}; SET LOCAL lock_timeout = '${MIGRATION_WAIT}'`)
  try {
    await guard.query(KEEP_MIGRATIONS_OUT)
  } catch (error) {
    if ((error as { code?: string }).code !== LOCK_TIMEOUT) throw error
    throw new StartError('A server is bringing the database up to date: try again when it has started.')
  }
}

async function describe(client: pg.Client): Promise<Pick<Snapshot, 'header' | 'tables'>> {
  const migrations = await readMigrations(client)
  if (!migrations?.length) throw new StartError('There is no Support Chat in this database: nothing to back up.')
  assertKnown(migrations, 'The database')
  const { rows: sequences } = await client.query<BackupHeader['sequences'][number]>(SEQUENCES, [KEPT_TABLES])
  const { rows } = await client.query<{ now: Date; server_version: string }>(MOMENT)
  return {
    header: {
      created_at: rows[0]?.now.toISOString() ?? '',
      postgres: rows[0]?.server_version ?? '',
      migrations,
      sequences,
    },
    tables: await readTables(client, KEPT_TABLES),
  }
}
