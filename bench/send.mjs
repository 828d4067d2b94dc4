// Sends in closed loop: CHATS chats, one sender and one reader each, the next message when the last one is acknowledged.
// Ours against the floor (floor-server.mjs) on the same PostgreSQL, in turn, in one run: quote the ratios.
//
//   npm run build && node bench/send.mjs [chats=50] [seconds=5] [rounds=3] [--json]
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startEmbeddedPostgres } from '../server/dist/embedded-postgres/embedded-postgres.js'
import { perMessage, processorTime } from './processor-time.mjs'
import { args, benchmark } from './report.mjs'
import { send, servers } from './servers.mjs'

const [chats = 50, seconds = 5, rounds = 3] = args.map(Number)

await benchmark('send', async (atEnd) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'support-chat-bench-'))
  atEnd(() => rm(dataDir, { recursive: true, force: true }))
  const database = await startEmbeddedPostgres({ dataDir })
  atEnd(() => database.stop())
  const sum = { floor: [], ours: [] }
  for (let round = 1; round <= rounds; round++) {
    for (const [name, start] of Object.entries(servers)) {
      const server = await start(database)
      atEnd(server.stop)
      const result = await measure(server, dataDir)
      await server.stop()
      sum[name].push(result)
      console.log(
        `round ${round} ${name.padEnd(5)} ${result.perSecond.toFixed(0).padStart(6)} messages/s   ack p50 ${ms(result.ack, 0.5)} p95 ${ms(result.ack, 0.95)}   other side p50 ${ms(result.seen, 0.5)} p95 ${ms(result.seen, 0.95)}   ` +
          `CPU a message: server ${result.cpu.server.toFixed(2)} ms, database ${result.cpu.database.toFixed(2)} ms`,
      )
    }
  }
  return figures(sum)
})

function figures(sum) {
  const middle = (name, pick) => sum[name].map(pick).sort((a, b) => a - b)[Math.floor(rounds / 2)]
  const compare = (label, unit, goal, pick) => {
    const [ours, floor] = [middle('ours', pick), middle('floor', pick)]
    return { label, unit, goal, ours, floor, ratio: ours / floor }
  }
  const all = [
    compare(`throughput, ${chats} chats`, 'messages/s', '≥ 1.2 ×', (r) => r.perSecond),
    compare('acknowledgement, p50', 'ms', '≤ 1 ×', (r) => at(r.ack, 0.5)),
    compare('other side, p50', 'ms', '≤ 1 ×', (r) => at(r.seen, 0.5)),
    compare('server CPU a message', 'ms', undefined, (r) => r.cpu.server),
    compare('database CPU a message', 'ms', undefined, (r) => r.cpu.database),
  ]
  console.log(
    `ours / floor, medians of ${rounds}: ${all.map(({ label, ratio }) => `${label} ${ratio.toFixed(2)}`).join('; ')}`,
  )
  return all
}

async function measure(server, dataDir) {
  const pairs = await Promise.all(Array.from({ length: chats }, () => server.connectPair()))
  const sent = new Map()
  const ack = []
  const seen = []
  let running = true
  for (const { reader } of pairs) {
    reader.on('new_message', ({ message }) => {
      const start = sent.get(message.client_id)
      if (start !== undefined && running) seen.push(performance.now() - start)
    })
  }
  const loop = async (pair) => {
    while (running) {
      const clientId = randomUUID()
      const start = performance.now()
      sent.set(clientId, start)
      await send(pair, clientId)
      if (running) ack.push(performance.now() - start)
    }
  }
  const loops = Promise.all(pairs.map(loop))
  await Promise.race([delay(1000), loops])
  ack.length = seen.length = 0
  const [before, start] = [await processorTime(server.pid, dataDir), performance.now()]
  await Promise.race([delay(seconds * 1000), loops])
  running = false
  const perSecond = ack.length / ((performance.now() - start) / 1000)
  const cpu = perMessage(before, await processorTime(server.pid, dataDir), ack.length)
  await loops
  for (const { sender, reader } of pairs) {
    sender.disconnect()
    reader.disconnect()
  }
  return { perSecond, ack: ack.sort((a, b) => a - b), seen: seen.sort((a, b) => a - b), cpu }
}

function at(sorted, share) {
  return sorted[Math.floor(sorted.length * share)] ?? Number.NaN
}

function ms(sorted, share) {
  return `${at(sorted, share).toFixed(1)} ms`
}
