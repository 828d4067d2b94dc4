import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { StartError } from '../config/start-error.js'
import { CopyOut } from '../database/copy-streams.js'
import { copyOutOf } from './backup.sql.js'
import { FORMAT, FORMAT_VERSION, SECTION_END, type BackupHeader } from './backup-format.js'
import { encodeFile, openDataFile, presentDataFiles } from './data-files.js'
import { removedOnInterrupt } from './program.js'
import { openSnapshot, type Snapshot } from './snapshot.js'

export interface BackupOptions {
  /** Of the database, whether servers work on it or not. */
  url: string
  dataDir: string
  /** Where the backup goes. What was there before stays until the new one is whole. */
  file: string
  onTable?: (name: string, rows: number) => void
}

export interface BackupSummary {
  /** By table. */
  rows: Record<string, number>
  /** Paths below DATA_DIR. */
  files: string[]
  /** Of the file. */
  bytes: number
}

/**
 * Writes all rows, as they are at one moment, and the files that belong to them. Servers go on meanwhile; one that would
 * change the tables' form waits until this is done.
 * @throws StartError
 */
export async function createBackup(options: BackupOptions): Promise<BackupSummary> {
  const { url, file } = options
  const draft = `${file}.${process.pid}.partial`
  const snapshot = await openSnapshot(url)
  const rows: Record<string, number> = {}
  const files: string[] = []
  try {
    await removedOnInterrupt(draft, async () => {
      await pipeline(
        Readable.from(sealed(contents(snapshot, files, rows, options), rows), { objectMode: false }),
        createGzip(),
        createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true }),
      )
      await rename(draft, file)
    })
    await syncFolder(dirname(file))
  } catch (error) {
    await rm(draft, { force: true })
    throw cannotWrite(error, file)
  } finally {
    await snapshot.close()
  }
  return { rows, files, bytes: (await stat(file)).size }
}

async function* contents(
  { client, header, tables }: Snapshot,
  files: string[],
  rows: Record<string, number>,
  { dataDir, onTable }: BackupOptions,
): AsyncGenerator<Buffer> {
  yield line({ format: FORMAT, version: FORMAT_VERSION, ...header } satisfies BackupHeader)
  for (const { name, columns } of tables) {
    yield line({ table: name, columns })
    const copy = client.query(new CopyOut(copyOutOf(name, columns)))
    yield* copy as AsyncIterable<Buffer>
    yield Buffer.from(SECTION_END)
    rows[name] = copy.rows
    onTable?.(name, copy.rows)
  }
  for (const name of await presentDataFiles(dataDir)) {
    const file = await openDataFile(dataDir, name)
    if (!file) continue
    yield line({ file: name })
    yield* encodeFile(file)
    yield Buffer.from(SECTION_END)
    files.push(name)
  }
}

/** Adds the line by which a reader knows that it has everything, unchanged. */
async function* sealed(contents: AsyncIterable<Buffer>, rows: Record<string, number>): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  for await (const chunk of contents) {
    hash.update(chunk)
    yield chunk
  }
  yield line({ end: { rows, sha256: hash.digest('hex') } })
}

const line = (value: object) => Buffer.from(`${JSON.stringify(value)}\n`)

/** Without it a power cut could undo the renaming. Windows cannot, and need not. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder)
  await handle.sync().finally(() => handle.close())
}

function cannotWrite(error: unknown, file: string): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException
  return syscall === undefined ? error : new StartError(`${file} cannot be written (${code}).`)
}
