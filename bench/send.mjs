// Sends in closed loop: CHATS chats, one sender and one reader each, the next message when the last one is acknowledged.
// Ours against the floor (floor-server.mjs) on the same PostgreSQL, in turn, in one run: quote the ratios.
//
//   npm run build && node bench/send.mjs [chats=50] [seconds=5] [rounds=3] [--json]
import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import jwt from 'jsonwebtoken'
import { io } from 'socket.io-client'
import { startEmbeddedPostgres } from '../server/dist/embedded-postgres/embedded-postgres.js'
import { startProduct, stopProcess } from './product.mjs'
import { args, benchmark } from './report.mjs'

const [chats = 50, seconds = 5, rounds = 3] = args.map(Number)

await benchmark('send', async (atEnd) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'support-chat-bench-'))
  atEnd(() => rm(dataDir, { recursive: true, force: true }))
  const database = await startEmbeddedPostgres({ dataDir })
  atEnd(() => database.stop())
  const sum = { floor: [], ours: [] }
  for (let round = 1; round <= rounds; round++) {
    for (const [name, start] of Object.entries({ floor: startFloor, ours: startOurs })) {
      const server = await start(database)
      atEnd(server.stop)
      const result = await measure(name, server)
      await server.stop()
      sum[name].push(result)
      console.log(
        `round ${round} ${name.padEnd(5)} ${result.perSecond.toFixed(0).padStart(6)} messages/s   ack p50 ${ms(result.ack, 0.5)} p95 ${ms(result.ack, 0.95)}   other side p50 ${ms(result.seen, 0.5)} p95 ${ms(result.seen, 0.95)}`,
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
  ]
  console.log(
    `ours / floor, medians of ${rounds}: ${all.map(({ label, ratio }) => `${label} ${ratio.toFixed(2)}`).join('; ')}`,
  )
  return all
}

async function measure(name, server) {
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
  const loop = async ({ sender, chatId }) => {
    while (running) {
      const clientId = randomUUID()
      const start = performance.now()
      sent.set(clientId, start)
      const answer = await sender
        .timeout(10_000)
        .emitWithAck('send_message', { chat_id: chatId, content: 'How do I change my plan?', client_id: clientId })
      if (!answer.ok) throw new Error(`${name} refused a message: ${answer.error.code}${hint(answer.error)}`)
      if (running) ack.push(performance.now() - start)
    }
  }
  const loops = Promise.all(pairs.map(loop))
  await Promise.race([delay(1000), loops])
  ack.length = seen.length = 0
  const start = performance.now()
  await Promise.race([delay(seconds * 1000), loops])
  running = false
  const perSecond = ack.length / ((performance.now() - start) / 1000)
  await loops
  for (const { sender, reader } of pairs) {
    sender.disconnect()
    reader.disconnect()
  }
  return { perSecond, ack: ack.sort((a, b) => a - b), seen: seen.sort((a, b) => a - b) }
}

/** One chat in closed loop sends faster than a user may. */
function hint({ code }) {
  return code === 'rate_limited' ? ': take more chats, so that each of them is slower' : ''
}

async function startFloor(database) {
  const child = fork(new URL('floor-server.mjs', import.meta.url), {
    env: { ...process.env, DATABASE_URL: database.url },
  })
  const { port } = await new Promise((resolve) => child.once('message', resolve))
  const connectPair = async () => {
    const chat = randomUUID()
    const open = () => connect(`http://127.0.0.1:${port}`, { chat })
    return { chatId: chat, sender: await open(), reader: await open() }
  }
  return { connectPair, stop: () => stopProcess(child) }
}

async function startOurs(database) {
  const { origin, secret, stop } = await startProduct(database)
  const connectPair = async () => {
    const name = randomUUID()
    const token = jwt.sign({ sub: name, email: `${name}@example.com` }, secret, { expiresIn: '1h' })
    const chat = await (
      await fetch(`${origin}/api/support_chat`, { headers: { authorization: `Bearer ${token}` } })
    ).json()
    const open = () => connect(origin, { token })
    return { chatId: chat.id, sender: await open(), reader: await open() }
  }
  return { connectPair, stop }
}

function connect(origin, auth) {
  const socket = io(origin, { auth, transports: ['websocket'], forceNew: true })
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket))
    socket.once('connect_error', reject)
  })
}

function at(sorted, share) {
  return sorted[Math.floor(sorted.length * share)] ?? Number.NaN
}

function ms(sorted, share) {
  return `${at(sorted, share).toFixed(1)} ms`
}
