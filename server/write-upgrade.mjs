// Writes what test/upgrades.e2e-spec.ts restores and compares, of the version in package.json: once for each release, by
// `npm run changeset:version`, and never changed again. It has the rows of test/upgrades/rows.sql, in the present tables.
import './typescript.mjs'
import 'reflect-metadata'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Logger } from '@nestjs/common'
import pg from 'pg'
import { format, resolveConfig } from 'prettier'

Logger.overrideLogger(['error', 'fatal'])
const { startEmbeddedPostgres } = await import('./src/embedded-postgres/embedded-postgres.ts')
const { migrateDatabase } = await import('./src/database/data-source.ts')
const { createBackup } = await import('./src/backup/create-backup.ts')
const { answersOf } = await import('./test/upgrades/answers.ts')
const { startTestApp } = await import('./test/test-app.ts')

const place = (name) => fileURLToPath(new URL(`test/upgrades/${name}`, import.meta.url))
const { version: name } = JSON.parse(await readFile(new URL('package.json', import.meta.url), 'utf8'))

const dataDir = await mkdtemp(join(tmpdir(), 'support-chat-upgrade-'))
const postgres = await startEmbeddedPostgres({ dataDir, durable: false })
const databaseUrl = postgres.url
try {
  await migrateDatabase({ databaseUrl, schema: null })
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query(await readFile(place('rows.sql'), 'utf8'))
  await client.end()
  await createBackup({ url: databaseUrl, dataDir: join(dataDir, 'files'), file: place(`${name}.backup`) })

  const server = await startTestApp({ databaseUrl })
  const answers = JSON.stringify(await answersOf(server.url))
  await server.close()
  const file = place(`${name}.json`)
  await writeFile(file, await format(answers, { ...(await resolveConfig(file)), parser: 'json' }))
} finally {
  await postgres.stop()
  await rm(dataDir, { recursive: true, force: true })
}
