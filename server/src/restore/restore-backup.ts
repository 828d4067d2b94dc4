import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import pg, { type PoolClient } from 'pg'
import { DataSource, MigrationExecutor, type QueryRunner } from 'typeorm'
import {
  analyze,
  copyInto,
  emptyTable,
  enableTriggers,
  KEPT_TABLES,
  LOCK_MIGRATIONS,
  PLAIN_FORMATS,
  SET_SEQUENCE,
} from '../backup/backup.sql.js'
import { BackupReader, type Section } from '../backup/backup-reader.js'
import { damaged, type BackupHeader } from '../backup/backup-format.js'
import { assertKnown, readTables, type Table } from '../backup/catalog.js'
import { StartError } from '../config/start-error.js'
import { CopyIn } from '../database/copy-streams.js'
import { migrateDatabase, unboundedOptions } from '../database/data-source.js'
import { migrations } from '../database/migrations/index.js'
import { makeRoom } from './make-room.js'
import { RestoredFiles } from './restored-files.js'

export interface RestoreOptions {
  /** Of a database on which no server works. */
  url: string
  dataDir: string
  file: string
  /** Whether what the database has of Support Chat is thrown away. */
  replace: boolean
  onTable?: (name: string, rows: number) => void
}

export interface RestoreSummary {
  header: BackupHeader
  /** By table. */
  rows: Record<string, number>
  /** Paths below DATA_DIR. */
  files: string[]
}

/**
 * Puts a backup into the database, all of it or nothing, and brings the tables up to date.
 *
 * The whole file is read and checked before anything is touched. Then, in one transaction, the migrations run that had run
 * where the backup was made, and the rows are put in. After it the newer migrations run, as at any start.
 * @throws StartError
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreSummary> {
  const header = await checkBackup(options.file)
  const files = new RestoredFiles(options.dataDir)
  try {
    const rows = await load(options, header, files)
    await files.keep()
    await migrateDatabase({ databaseUrl: options.url, schema: null })
    return { header, rows, files: files.names }
  } finally {
    await files.discard()
  }
}

/** `lock_not_available` */
const LOCK_TIMEOUT = '55P03'

function refused({ code, message }: pg.DatabaseError, file: string): StartError {
  return new StartError(
    code === LOCK_TIMEOUT
      ? 'Another program works on the database, a server that starts or a backup for example: try again.'
      : `${file} cannot be restored, and nothing was changed: PostgreSQL says "${message}".`,
  )
}

/** Reads all of it. @throws BackupError, or a StartError where it is of a newer version */
async function checkBackup(file: string): Promise<BackupHeader> {
  const reader = new BackupReader(file)
  try {
    const header = await reader.header()
    assertKnown(header.migrations, file)
    await reader.check()
    return header
  } finally {
    await reader.close()
  }
}

async function load(
  options: RestoreOptions,
  header: BackupHeader,
  files: RestoredFiles,
): Promise<Record<string, number>> {
  const dataSource = await new DataSource({
    ...unboundedOptions({ databaseUrl: options.url, schema: null }),
    applicationName: 'support-chat-restore',
    migrations: migrations.filter(({ name }) => header.migrations.includes(name)),
  }).initialize()
  try {
    const runner = dataSource.createQueryRunner()
    await runner.startTransaction()
    const rows = await loadInto(runner, options, header, files).catch((error: unknown) => {
      throw error instanceof pg.DatabaseError ? refused(error, options.file) : error
    })
    await runner.commitTransaction()
    await runner.query(analyze(Object.keys(rows)))
    return rows
  } finally {
    // What is not committed is rolled back by the end of the connection.
    await dataSource.destroy()
  }
}

async function loadInto(
  runner: QueryRunner,
  { file, replace, onTable }: RestoreOptions,
  header: BackupHeader,
  files: RestoredFiles,
): Promise<Record<string, number>> {
  const client = (await runner.connect()) as PoolClient
  await client.query(`SET LOCAL lock_timeout = '30s'; ${PLAIN_FORMATS}`)
  await client.query(LOCK_MIGRATIONS)
  await makeRoom(client, replace)

  const executor = new MigrationExecutor(runner.dataSource, runner)
  executor.transaction = 'none'
  await executor.executePendingMigrations()

  const tables = await readTables(client, KEPT_TABLES)
  for (const { name } of tables.toReversed()) await client.query(emptyTable(name))
  const rows = await readSections(file, tables, client, files, onTable)
  for (const { table, column, last_value } of header.sequences) {
    if (last_value !== null) await client.query(SET_SEQUENCE, [table, column, last_value])
  }
  for (const { name } of tables) await client.query(enableTriggers(name))
  return rows
}

async function readSections(
  file: string,
  tables: Table[],
  client: PoolClient,
  files: RestoredFiles,
  onTable: RestoreOptions['onTable'],
): Promise<Record<string, number>> {
  const reader = new BackupReader(file)
  const rows: Record<string, number> = {}
  try {
    await reader.header()
    for await (const section of reader.sections()) {
      if ('file' in section) await files.add(section.file, section.body)
      else {
        rows[section.table] = await copy(section, file, tables, client)
        onTable?.(section.table, rows[section.table] ?? 0)
      }
    }
  } finally {
    await reader.close()
  }
  const isWhole = Object.entries(reader.rows).every(([name, count]) => rows[name] === count)
  if (!isWhole) throw damaged(file)
  return rows
}

async function copy(
  { table, columns, body }: Extract<Section, { table: string }>,
  file: string,
  tables: Table[],
  client: PoolClient,
): Promise<number> {
  const known = tables.find(({ name }) => name === table)?.columns
  if (!columns.every((column) => known?.includes(column))) throw damaged(file)
  const into = client.query(new CopyIn(copyInto(table, columns)))
  await pipeline(Readable.from(body, { objectMode: false }), into)
  return into.rows
}
