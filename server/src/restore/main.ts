/**
 * Puts a backup into the configured database, and its files into DATA_DIR.
 *
 *     npm run restore -- FILE [--replace]
 *
 * The server must be stopped. A database that has a Support Chat in it is left alone without `--replace`.
 */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { counted, formatNumber, runProgram, say } from '../backup/program.js'
import { loadConfig } from '../config/env.js'
import { StartError } from '../config/start-error.js'
import { checkDatabase } from '../database/check-database.js'
import { startEmbeddedPostgres } from '../embedded-postgres/embedded-postgres.js'
import { restoreBackup } from './restore-backup.js'

await runProgram(async () => {
  const { file, replace } = readArguments()
  const { databaseUrl, dataDir } = loadConfig()
  if (databaseUrl) await checkDatabase(databaseUrl)
  // It refuses where a server has the embedded database.
  const embedded = databaseUrl ? null : await startEmbeddedPostgres({ dataDir })
  try {
    const url = databaseUrl ?? embedded?.url ?? ''
    const onTable = (name: string, count: number) => say(`${formatNumber(count).padStart(12)}  ${name}`)
    const { header, rows, files } = await restoreBackup({ url, dataDir, file: resolve(file), replace, onTable })
    const total = Object.values(rows).reduce((sum, count) => sum + count, 0)
    say(`Restored ${counted(total, 'row')} and ${counted(files.length, 'file')}, as of ${header.created_at}.`)
  } finally {
    await embedded?.stop()
  }
})

function readArguments(): { file: string; replace: boolean } {
  try {
    const { values, positionals } = parseArgs({ options: { replace: { type: 'boolean' } }, allowPositionals: true })
    const [file, ...rest] = positionals
    if (file && rest.length === 0) return { file, replace: values.replace ?? false }
  } catch {
    // The usage says what there is.
  }
  throw new StartError('npm run restore -- FILE [--replace]')
}
