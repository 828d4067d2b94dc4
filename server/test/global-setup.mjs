// Starts one throw-away PostgreSQL for all tests of a run, or uses the server that TEST_POSTGRES_URL names. On it, one
// database is brought up to date, of which each test's own is a copy: to migrate each would take longer than many a test.
import { mkdir, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Logger } from '@nestjs/common'
import pg from 'pg'
import '../typescript.mjs'
import { bundlePrograms } from './bundle-programs.mjs'

const SERVERS = 'support-chat-servers-'
const PROGRAMS = 'support-chat-programs-'
/** Below node_modules, where programs find the packages that are not bundled. */
const CACHE = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url))

export default async function globalSetup() {
  await Promise.all([provideDatabase(), providePrograms()])
}

async function provideDatabase() {
  if (!process.env.TEST_POSTGRES_URL) await startServer()
  await createTemplate()
}

async function providePrograms() {
  await mkdir(CACHE, { recursive: true })
  for (const folder of await leftovers(CACHE, PROGRAMS)) await rm(folder, { recursive: true, force: true })

  const folder = join(CACHE, `${PROGRAMS}${process.pid}`)
  await bundlePrograms(folder)
  process.env.TEST_PROGRAMS = folder
  globalThis.removeTestPrograms = () => rm(folder, { recursive: true, force: true })
}

async function startServer() {
  const { startEmbeddedPostgres } = await import('../src/embedded-postgres/embedded-postgres.ts')
  await clearLeftovers(startEmbeddedPostgres)

  const dataDir = join(tmpdir(), `${SERVERS}${process.pid}`)
  await mkdir(dataDir, { mode: 0o755 })
  const server = await startEmbeddedPostgres({ dataDir, durable: false })
  process.env.TEST_POSTGRES_URL = server.url
  globalThis.stopTestPostgres = async () => {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** Dropped at the end, since the server may be the developer's own. */
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

/** A killed run could neither stop its server nor remove its folders. */
async function clearLeftovers(startEmbeddedPostgres) {
  for (const dataDir of await leftovers(tmpdir(), SERVERS)) {
    const server = await startEmbeddedPostgres({ dataDir, durable: false }).catch(() => null)
    await server?.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** Those below `folder` whose name is `prefix` and the id of a process that is no more. */
async function leftovers(folder, prefix) {
  const pids = (await readdir(folder)).map((name) => Number(name.match(`^${prefix}(\\d+)$`)?.[1]))
  return pids.filter((pid) => pid && !isAlive(pid)).map((pid) => join(folder, `${prefix}${pid}`))
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
