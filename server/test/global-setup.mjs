// Starts one throw-away PostgreSQL for all tests of a run, or uses the server that TEST_POSTGRES_URL names. On it, one
// database is brought up to date, of which each test's own is a copy: to migrate each would take longer than many a test.
import { mkdir, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Logger } from '@nestjs/common'
import pg from 'pg'
import '../typescript.mjs'

const PREFIX = 'support-chat-servers-'

export default async function globalSetup() {
  if (!process.env.TEST_POSTGRES_URL) await startServer()
  await createTemplate()
}

async function startServer() {
  const { startEmbeddedPostgres } = await import('../src/embedded-postgres/embedded-postgres.ts')
  await clearLeftovers(startEmbeddedPostgres)

  const dataDir = join(tmpdir(), `${PREFIX}${process.pid}`)
  await mkdir(dataDir, { mode: 0o755 })
  const server = await startEmbeddedPostgres({ dataDir, durable: false })
  process.env.TEST_POSTGRES_URL = server.url
  globalThis.stopTestPostgres = async () => {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** Dropped at the end, since the server may be somebody's own. */
async function createTemplate() {
  const name = `support_chat_template_${process.pid}`
  const onServer = async (statement) => {
    const client = new pg.Client({ connectionString: process.env.TEST_POSTGRES_URL })
    await client.connect()
    await client.query(statement).finally(() => client.end())
  }
  await onServer(`CREATE DATABASE ${name}`)
  globalThis.dropTestTemplate = () => onServer(`DROP DATABASE ${name}`)
  const url = new URL(process.env.TEST_POSTGRES_URL)
  url.pathname = `/${name}`
  Logger.overrideLogger(['error', 'fatal'])
  const { migrateDatabase } = await import('../src/database/data-source.ts')
  await migrateDatabase({ databaseUrl: url.href, schema: null })
  process.env.TEST_POSTGRES_TEMPLATE = name
}

/** A killed run could neither stop its server nor remove its folder. */
async function clearLeftovers(startEmbeddedPostgres) {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(name.match(`^${PREFIX}(\\d+)$`)?.[1])
    if (!pid || isAlive(pid)) continue
    const dataDir = join(tmpdir(), name)
    const server = await startEmbeddedPostgres({ dataDir, durable: false }).catch(() => null)
    await server?.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
