// What is compared where nobody sends: the floor (floor-server.mjs), which checks a JWT and joins a room, and ours, each with
// a probe in it; on one PostgreSQL.
import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import jwt from 'jsonwebtoken'
import { startEmbeddedPostgres } from '../server/dist/embedded-postgres/embedded-postgres.js'
import { startProduct, stopProcess } from './product.mjs'

const PROBE = ['--expose-gc', '--import', new URL('probe.mjs', import.meta.url).href]

/**
 * Starts both.
 * @param {(undo: () => unknown) => void} atEnd of `benchmark`
 */
export async function startBoth(atEnd) {
  const dataDir = await mkdtemp(join(tmpdir(), 'support-chat-bench-'))
  atEnd(() => rm(dataDir, { recursive: true, force: true }))
  const database = await startEmbeddedPostgres({ dataDir })
  atEnd(() => database.stop())
  const floor = await startFloor(database)
  atEnd(floor.stop)
  const ours = await startOurs(database)
  atEnd(ours.stop)
  return { floor, ours }
}

async function startFloor({ url }) {
  const secret = randomUUID()
  const child = fork(new URL('floor-server.mjs', import.meta.url), {
    execArgv: PROBE,
    env: { ...process.env, DATABASE_URL: url, USER_JWT_SECRET: secret },
  })
  const [{ port }] = await once(child, 'message')
  return measured(`http://127.0.0.1:${port}`, secret, child, () => stopProcess(child))
}

async function startOurs(database) {
  const product = await startProduct(database, undefined, { NODE_OPTIONS: PROBE.join(' ') })
  const { origin, secret, child, stop } = product
  return { ...measured(origin, secret, child, stop), databaseUrl: product.databaseUrl }
}

function measured(origin, secret, child, stop) {
  /** What a host gives its page for a user: a new one each time. */
  const token = (sub) => jwt.sign({ sub, email: `${sub}@example.com`, name: sub }, secret, { expiresIn: '1h' })
  const gone = once(child, 'exit').then(() => {
    throw new Error('A server has ended that was being measured.')
  })
  gone.catch(() => undefined)
  const ask = async (question) => {
    child.send(question, () => undefined)
    for (;;) {
      const [{ answer }] = await Promise.race([once(child, 'message'), gone])
      if (answer !== undefined) return answer
    }
  }
  return {
    origin,
    token,
    stop,
    /** Milliseconds of processor time until now. */
    cpuMs: () => ask('cpu'),
    /** Bytes after a collection: `held` by JavaScript, and `rss` of the process. */
    memory: () => ask('memory'),
  }
}

/** The middle one. */
export function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}
