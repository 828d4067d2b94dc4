// The built server as it runs in production, for what is measured here.
import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

/** A large database that is kept may have to be migrated first. */
const START_MS = 300_000
export const STAFF = { email: 'admin@example.com', password: 'bench-password' }

/**
 * Starts it on a database of the given PostgreSQL: on the one of that name, made where there is none, or on a new one.
 * @param {{ url: string }} postgres
 * @param {Record<string, string>} variables beside the usual ones
 */
export async function startProduct(postgres, database = `bench_${randomUUID().replaceAll('-', '')}`, variables = {}) {
  const databaseUrl = await databaseOf(postgres, database)
  const dataDir = await mkdtemp(join(tmpdir(), 'support-chat-bench-server-'))
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const secret = 'a bench secret of at least 32 bytes, no less'
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL: origin,
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    USER_JWT_SECRET: secret,
    STAFF_JWT_SECRET: `staff ${secret}`,
    ADMIN_EMAIL: STAFF.email,
    ADMIN_PASSWORD: STAFF.password,
    SMTP_URL: 'smtp://127.0.0.1:9',
    MAIL_FROM: 'support@example.com',
    ...variables,
  }
  const run = (script, ...args) =>
    fork(new URL(`../server/dist/${script}`, import.meta.url), args, {
      env,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
  const child = run('main.js')
  const stop = async () => {
    await stopProcess(child)
    await rm(dataDir, { recursive: true, force: true })
  }
  const deadline = Date.now() + START_MS
  while (!(await fetch(`${origin}/api/health/ready`).catch(() => null))?.ok) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop()
      throw new Error('The server did not start.')
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  /** Fills it with made-up chats. */
  const seed = async (chats) => {
    const [code] = await once(run('seed/main.js', '--chats', chats, '--force'), 'exit')
    if (code !== 0) throw new Error('The chats were not made.')
  }
  return { origin, child, pid: child.pid, databaseUrl, secret, seed, stop }
}

/** As an operator does: SIGTERM. Nothing where it has ended already. */
export async function stopProcess(child) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
}

async function databaseOf({ url }, name) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name])
  if (!rowCount) await client.query(`CREATE DATABASE ${name}`)
  await client.end()
  return Object.assign(new URL(url), { pathname: `/${name}` }).href
}

export async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address()
  probe.close()
  await once(probe, 'close')
  return port
}
