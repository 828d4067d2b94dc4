/**
 * Writes a backup of the configured database and of the files that belong to it.
 *
 *     npm run backup -- FILE
 *
 * The server may run meanwhile or be stopped, on its embedded database or any other.
 */
import { resolve } from 'node:path'
import { loadConfig } from '../config/env.js'
import { StartError } from '../config/start-error.js'
import { openConfiguredDatabase } from '../embedded-postgres/configured-database.js'
import { createBackup } from './create-backup.js'
import { counted, formatNumber, runProgram, say } from './program.js'

await runProgram(async () => {
  const [file, ...rest] = process.argv.slice(2)
  if (!file || file.startsWith('-') || rest.length > 0) throw new StartError('npm run backup -- FILE')
  const config = loadConfig()
  const database = await openConfiguredDatabase(config)
  try {
    const { rows, files, bytes } = await createBackup({
      url: database.url,
      dataDir: config.dataDir,
      file: resolve(file),
      onTable: (name, count) => say(`${formatNumber(count).padStart(12)}  ${name}`),
    })
    const total = Object.values(rows).reduce((sum, count) => sum + count, 0)
    say(`${file}: ${counted(total, 'row')}, ${counted(files.length, 'file')}, ${formatNumber(bytes)} bytes.`)
    say('It holds everything that was written, and secrets: keep it as you keep the database. .env is not in it.')
  } finally {
    await database.close()
  }
})
