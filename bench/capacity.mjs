// What one process takes: with nobody, with USERS who are connected and do nothing, and then with messages at a steady pace
// and STAFF who hear them. Memory, and time of the processors, of which the rest follows: docs/operating.md.
//
//   npm run build && node bench/capacity.mjs [users=5000] [perSecond=100] [seconds=20] [staff=20] [--json]
import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Redis } from 'ioredis'
import jwt from 'jsonwebtoken'
import { startEmbeddedPostgres } from '../server/dist/embedded-postgres/embedded-postgres.js'
import { connect } from './bare-client.mjs'
import { startRedis } from './processes.mjs'
import { freePort } from './product.mjs'
import { processorTime } from './processor-time.mjs'
import { args, benchmark } from './report.mjs'
import { send, servers } from './servers.mjs'

const [users = 5_000, perSecond = 100, seconds = 20, staff = 20] = args.map(Number)
const CHATS = 50
const CONNECTS_PER_SECOND = 100
/** What connecting leaves to be done is over by then, and what it took has been collected. */
const SETTLE_MS = 10_000

await benchmark('capacity', async (atEnd) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'support-chat-bench-'))
  atEnd(() => rm(dataDir, { recursive: true, force: true }))
  const database = await startEmbeddedPostgres({ dataDir })
  atEnd(() => database.stop())
  const redisUrl = await startRedis(atEnd)
  const redis = new Redis(redisUrl)
  atEnd(() => redis.disconnect())
  const metricsPort = await freePort()
  const server = await servers.ours(database, { REDIS_URL: redisUrl, METRICS_PORT: String(metricsPort) })
  atEnd(server.stop)
  const watch = { server, dataDir, redis, metricsPort }

  await delay(SETTLE_MS)
  const empty = await memory(watch)
  await connectUsers(server)
  await delay(SETTLE_MS)
  const full = await memory(watch)
  const idle = await during(watch, () => delay(seconds * 1_000))
  const acknowledged = []
  const pairs = await Promise.all(Array.from({ length: CHATS }, () => server.connectPair()))
  const emails = await memoryOfEmails(watch, pairs)
  await listen(server, atEnd)
  // Programs run slowly until their code is compiled.
  await sendAtPace(pairs, [])
  const busy = await during(watch, () => sendAtPace(pairs, acknowledged))
  return [...memoryFigures(empty, full, emails), ...idleFigures(idle), ...busyFigures(busy, acknowledged)]
})

function memoryFigures(empty, full, emails) {
  const mebibytes = (label, ours) => ({ label, ours: ours / 2 ** 20, unit: 'MiB' })
  return told([
    mebibytes('memory of a process with nobody connected', empty.rss),
    mebibytes(`memory with ${users} users connected`, full.rss),
    { label: 'memory of a connected user', ours: (full.rss - empty.rss) / users / 1024, unit: 'KiB' },
    { label: `data in Redis for ${users} users connected`, ours: (full.redis - empty.redis) / 1024, unit: 'KiB' },
    { label: 'data in Redis for a chat whose e-mail waits', ours: emails / 1024, unit: 'KiB' },
  ])
}

function idleFigures({ server, database }) {
  const percent = (label, ours) => ({ label: `${label}, ${users} users who do nothing`, ours, unit: '% of a core' })
  return told([percent('server', server / seconds / 10), percent('database', database / seconds / 10)])
}

function busyFigures({ server, database, lag }, acknowledged) {
  const messages = perSecond * seconds
  const sorted = acknowledged.toSorted((a, b) => a - b)
  const at = (share) => sorted[Math.floor(sorted.length * share)]
  const of = `a message, ${users} users and ${staff} of staff connected`
  return told([
    { label: `server's processor time of ${of}`, ours: server / messages, unit: 'ms' },
    { label: `database's processor time of ${of}`, ours: database / messages, unit: 'ms' },
    { label: 'messages/s for which a core would be used up', ours: 1_000 / (server / messages), unit: 'messages/s' },
    { label: `acknowledgement at ${perSecond}/s, p50`, ours: at(0.5), unit: 'ms' },
    { label: `acknowledgement at ${perSecond}/s, p95`, ours: at(0.95), unit: 'ms' },
    { label: `event loop late at ${perSecond}/s, p99`, ours: lag, unit: 'ms' },
  ])
}

function told(figures) {
  for (const { label, ours, unit } of figures) console.log(`${label}: ${ours.toFixed(2)} ${unit}`)
  return figures
}

async function memory({ server, redis }) {
  const status = await readFile(`/proc/${server.pid}/status`, 'utf8')
  const [, used] = /used_memory_dataset:(\d+)/.exec(await redis.info('memory'))
  return { rss: Number(/VmRSS:\s+(\d+)/.exec(status)[1]) * 1024, redis: Number(used) }
}

/** Milliseconds of processor time that server and database take while `work` runs, and how late the event loop is at its end. */
async function during({ server, dataDir, metricsPort }, work) {
  const before = await processorTime(server.pid, dataDir)
  await work()
  const after = await processorTime(server.pid, dataDir)
  const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text()
  const [, lag] = /^nodejs_eventloop_lag_p99_seconds (\S+)$/m.exec(metrics)
  return { server: after.server - before.server, database: after.database - before.database, lag: Number(lag) * 1_000 }
}

/** Bytes that a chat has in Redis whose user is to get an e-mail about a reply. */
async function memoryOfEmails(watch, pairs) {
  const { origin, staffAuth } = watch.server
  const { token } = await staffAuth()
  const before = await memory(watch)
  for (const { chatId } of pairs) {
    const answer = await fetch(`${origin}/api/admin/chats/${chatId}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ content: 'We have an answer', client_id: randomUUID() }),
    })
    if (!answer.ok) throw new Error(`A reply was answered with ${answer.status}`)
  }
  await delay(SETTLE_MS)
  const after = await memory(watch)
  return (after.redis - before.redis) / pairs.length
}

async function connectUsers({ origin, secret }) {
  const began = performance.now()
  const opening = []
  for (let number = 0; number < users; number++) {
    await delay(Math.max(0, began + (number * 1_000) / CONNECTS_PER_SECOND - performance.now()))
    const sub = `user-${number}`
    const token = jwt.sign({ sub, email: `${sub}@example.com`, name: sub }, secret, { expiresIn: '2h' })
    opening.push(comeIn(origin, token))
  }
  await Promise.all(opening)
}

/** As a client does, which tries again where a busy machine has cut it off. */
async function comeIn(origin, token, attempts = 5) {
  try {
    return await connect(origin, token)
  } catch (error) {
    if (attempts === 1) throw error
    await delay(1_000)
    return comeIn(origin, token, attempts - 1)
  }
}

/** Sockets of staff, of a process of their own. */
async function listen(server, atEnd) {
  const program = new URL('staff-listeners.mjs', import.meta.url)
  const child = fork(program, [server.origin, JSON.stringify(await server.staffAuth()), staff])
  atEnd(() => child.kill())
  const [answer] = await Promise.race([once(child, 'message'), once(child, 'exit')])
  if (answer?.connected !== staff) throw new Error('The sockets of staff did not connect.')
}

/** Whatever the answers take; resolves once all have come. */
async function sendAtPace(pairs, acknowledged) {
  const began = performance.now()
  const answers = []
  for (let number = 0; number < perSecond * seconds; number++) {
    await delay(Math.max(0, began + (number * 1_000) / perSecond - performance.now()))
    const start = performance.now()
    answers.push(send(pairs[number % pairs.length]).then(() => acknowledged.push(performance.now() - start)))
  }
  await Promise.all(answers)
}
