// One, two and three processes behind one Redis, on one PostgreSQL: how many messages in closed loop; and at a steady pace,
// how much later those see one who are connected to another process than its sender. Then three are replaced one by one
// under load, the last one killed: is what was acknowledged stored, and stored once?
//
//   npm run build && node bench/cluster.mjs [chats=50] [seconds=5] [senders=500] [--json]
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { startEmbeddedPostgres } from '../server/dist/embedded-postgres/embedded-postgres.js'
import { Cluster, Sender, startRedis } from './processes.mjs'
import { args, benchmark } from './report.mjs'
import { connect, send as sendMessage } from './servers.mjs'

const [chats = 50, seconds = 5, senders = 500] = args.map(Number)
/** Messages a second for each process, where the pace is steady. */
const PACE = 50
/** Messages that each process has carried before it is measured. */
const WARM_UP = 1_500
const REPLACED_BY = ['SIGTERM', 'SIGTERM', 'SIGKILL']

await benchmark('cluster', async (atEnd) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'support-chat-bench-'))
  atEnd(() => rm(dataDir, { recursive: true, force: true }))
  const database = await startEmbeddedPostgres({ dataDir })
  atEnd(() => database.stop())
  const redisUrl = await startRedis(atEnd)

  const results = []
  for (const count of [1, 2, 3]) {
    const cluster = await Cluster.start(database, redisUrl, count)
    atEnd(() => cluster.stop())
    results.push(await measure(cluster))
    if (count === REPLACED_BY.length) return [...compare(results), ...(await replaceAll(cluster))]
    await cluster.stop()
  }
})

async function measure(cluster) {
  const count = cluster.live.length
  const told = { ack: [], same: [], other: [] }
  const clear = () => Object.values(told).forEach((times) => (times.length = 0))
  const pairs = await inTurns(chats, (index) => openPair(cluster, index, told))
  // A process that has just started takes twice as long for each message.
  while (told.ack.length < WARM_UP * count) await talk(pairs, 500)
  clear()
  await talk(pairs, seconds * 1000)
  const perSecond = told.ack.length / seconds
  clear()
  const before = await cluster.processorTime()
  await talk(pairs, seconds * 1000, (chats / PACE / count) * 1000)
  const processor = ((await cluster.processorTime()) - before) / told.ack.length
  for (const { close } of pairs) close()
  const result = {
    count,
    perSecond,
    processor,
    ack: at(told.ack, 0.5),
    same: at(told.same, 0.5),
    other: at(told.other, 0.5),
  }
  console.log(
    `processes ${count}: ${perSecond.toFixed(0)} messages/s; at ${PACE * count} a second, processors ${ms(processor)} a message; p50: ack ${ms(result.ack)}, same process ${ms(result.same)}, another ${ms(result.other)}`,
  )
  return result
}

/** A user who sends, connected thrice: beside the sender to its process, and to the next one where there is one. */
async function openPair(cluster, index, told) {
  const { token, chatId } = await cluster.addUser()
  const [own, next] = [0, 1].map((step) => cluster.live[(index + step) % cluster.live.length])
  const [sender, same, other] = await Promise.all([own, own, next].map((server) => connect(server.origin, { token })))
  const sentAt = new Map()
  const time = (times, id) => times.push(performance.now() - sentAt.get(id))
  same.on('new_message', ({ message }) => time(told.same, message.client_id))
  other.on('new_message', ({ message }) => time(told.other, message.client_id))
  const send = async () => {
    const id = randomUUID()
    sentAt.set(id, performance.now())
    await sendMessage({ sender, chatId }, id)
    time(told.ack, id)
  }
  const close = () => [sender, same, other].forEach((socket) => socket.disconnect())
  return { send, close }
}

/** @param pause of each sender between two messages, in milliseconds */
async function talk(pairs, milliseconds, pause = 0) {
  const end = performance.now() + milliseconds
  const loop = async ({ send }) => {
    while (performance.now() < end) {
      if (pause) await delay(pause * (0.5 + Math.random()))
      await send()
    }
  }
  await Promise.all(pairs.map(loop))
}

function compare(results) {
  const [one, ...several] = results
  return several.flatMap(({ count, perSecond, processor, same, other }) => [
    {
      label: `throughput, ${count} processes to one`,
      unit: 'messages/s',
      ours: perSecond,
      floor: one.perSecond,
      ratio: perSecond / one.perSecond,
    },
    {
      label: `processors of the servers a message, ${count} processes to one`,
      unit: 'ms',
      ours: processor,
      floor: one.processor,
      ratio: processor / one.processor,
    },
    {
      label: `another process to the same, ${count} processes, p50`,
      unit: 'ms',
      goal: '≤ 2 ×',
      ours: other,
      floor: same,
      ratio: other / same,
    },
  ])
}

/** So many of them, ten at a time. */
async function inTurns(count, make) {
  const made = []
  const one = async () => {
    for (let index = made.length; made.length < count; index = made.length) {
      made.push(null)
      made[index] = await make(index)
    }
  }
  await Promise.all(Array.from({ length: 10 }, one))
  return made
}

/** Replaces all processes, while everybody sends at a steady pace. */
async function replaceAll(cluster) {
  const users = await inTurns(senders, () => cluster.addUser())
  const lines = users.map((user) => new Sender(cluster, user))
  await inTurns(senders, (index) => lines[index].connected())
  const [acknowledged, took] = [[], []]
  let over = false
  const loop = async (line, index) => {
    for (let count = 0; !over; count++) {
      await delay((senders / PACE / REPLACED_BY.length) * 1000 * (0.5 + Math.random()))
      const start = performance.now()
      acknowledged.push(await line.send(`${index}: ${count}`))
      took.push(performance.now() - start)
    }
  }
  const talking = Promise.all(lines.map(loop))
  const replacing = (async () => {
    for (const signal of REPLACED_BY) {
      await delay(2_000)
      await cluster.replace(signal)
    }
    await delay(2_000)
    over = true
  })()
  await Promise.race([talking, replacing])
  await talking
  for (const line of lines) line.disconnect()
  return outcome(cluster, { lines, acknowledged, took })
}

async function outcome(cluster, { lines, acknowledged, took }) {
  const client = new pg.Client({ connectionString: cluster.databaseUrl })
  await client.connect()
  const { rows } = await client
    .query('SELECT client_id, chat_id, sequence, content FROM support_messages')
    .finally(() => client.end())
  const stored = new Map(rows.map((row) => [row.client_id, row]))
  const isStored = ({ client_id: id, sequence, content }) =>
    stored.get(id)?.sequence === sequence && stored.get(id).content === content
  const own = new Set(acknowledged.map(({ chat_id: id }) => id))
  const contents = rows.filter(({ chat_id: id }) => own.has(id)).map(({ content }) => content)
  const lost = acknowledged.filter((message) => !isStored(message)).length
  const doubled = contents.length - new Set(contents).size
  const refused = lines.reduce((sum, line) => sum + [...line.refused.values()].reduce((a, b) => a + b, 0), 0)
  const connects = lines.reduce((sum, line) => sum + line.connects, 0)
  console.log(
    `replaced by ${REPLACED_BY.join(', ')}: ${acknowledged.length} acknowledged, lost ${lost}, doubled ${doubled}; p50 ${ms(at(took, 0.5))}, p99 ${ms(at(took, 0.99))}, longest ${ms(at(took, 1))}; ${connects} connects, ${refused} refused for the moment`,
  )
  return [
    { label: `acknowledged while three are replaced, ${senders} senders`, ours: acknowledged.length },
    { label: 'of these lost', goal: '= 0', ours: lost },
    { label: 'doubled', goal: '= 0', ours: doubled },
    { label: 'longest send meanwhile', unit: 'ms', ours: at(took, 1) },
  ]
}

function at(times, share) {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

function ms(time) {
  return `${time.toFixed(1)} ms`
}
