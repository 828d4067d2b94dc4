// Starts one throw-away PostgreSQL for all tests of a run, or uses the server that TEST_POSTGRES_URL names.
import { mkdir, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import '../typescript.mjs'

const PREFIX = 'support-chat-servers-'

export default async function globalSetup() {
  if (process.env.TEST_POSTGRES_URL) return
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
