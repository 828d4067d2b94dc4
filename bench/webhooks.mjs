// What webhooks cost a send: messages come at a steady pace, to five endpoints that answer at once, and to none, in turn,
// in one run against one server. Quote the ratios: the time to the acknowledgement, and what server and database take of
// the processors for a message.
//
//   npm run build && node bench/webhooks.mjs [perSecond=20] [seconds=10] [rounds=5] [--json]
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { fork } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import jwt from 'jsonwebtoken'
import { io } from 'socket.io-client'
import { startEmbeddedPostgres } from '../server/dist/embedded-postgres/embedded-postgres.js'
import { perMessage, processorTime } from './processor-time.mjs'
import { STAFF, startProduct } from './product.mjs'
import { args, benchmark } from './report.mjs'

const ENDPOINTS = 5
const CHATS = 20
const [perSecond = 20, seconds = 10, rounds = 5] = args.map(Number)

let received = 0

await benchmark('webhooks', async (atEnd) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'support-chat-bench-'))
  atEnd(() => rm(dataDir, { recursive: true, force: true }))
  const database = await startEmbeddedPostgres({ dataDir })
  atEnd(() => database.stop())
  // A process of its own: what it does is no part of what is measured.
  const receiver = fork(new URL('webhook-receiver.mjs', import.meta.url))
  atEnd(() => receiver.kill())
  const [{ port }] = await once(receiver, 'message')
  receiver.on('message', (count) => (received = count))
  const product = await startProduct(database, undefined, { WEBHOOK_ALLOW_PRIVATE: 'true' })
  atEnd(product.stop)
  const { request, endpoints } = await addEndpoints(product, `http://127.0.0.1:${port}/`)
  const enable = (state) => Promise.all(endpoints.map((id) => request('PATCH', `/${id}`, { state })))
  const chats = await Promise.all(Array.from({ length: CHATS }, () => connect(product)))
  await send(chats, [])
  const results = { none: [], five: [] }
  for (let round = 1; round <= rounds; round++) {
    for (const name of ['none', 'five']) {
      await enable(name === 'five' ? 'enabled' : 'disabled')
      // What came while they were disabled is sent first, and is not measured.
      await settled()
      const result = await measure(chats, () => processorTime(product.pid, dataDir))
      results[name].push(result)
      console.log(`round ${round} ${name}  ${result.told}`)
    }
  }
  return figures(results)
})

async function measure(chats, processor) {
  const times = []
  const [before, began] = [received, await processor()]
  await send(chats, times)
  const { server, database } = perMessage(began, await processor(), times.length)
  times.sort((a, b) => a - b)
  const told =
    `ack p50 ${ms(times, 0.5)} p95 ${ms(times, 0.95)}  ` +
    `CPU a message: server ${server.toFixed(2)} ms, database ${database.toFixed(2)} ms  ${received - before} webhooks`
  return { p50: at(times, 0.5), p95: at(times, 0.95), cpu: server + database, told }
}

function figures({ none, five }) {
  const all = Object.entries({ cpu: 'processors, a message', p50: 'acknowledgement, p50', p95: 'acknowledgement, p95' })
  const compared = all.map(([key, label]) => {
    const [ours, floor] = [five, none].map((results) => middle(results.map((result) => result[key])))
    // Of each round, which had them one after the other.
    const ratio = middle(five.map((result, round) => result[key] / none[round][key]))
    return { label: `${label}, with five endpoints and with none`, ours, floor, ratio, unit: 'ms' }
  })
  const told = compared.map(({ label, ratio }) => `${label} ${ratio.toFixed(3)}`)
  console.log(`medians of ${rounds}: ${told.join('; ')}`)
  return compared
}

async function addEndpoints({ origin }, url) {
  const json = { 'content-type': 'application/json' }
  const login = await fetch(`${origin}/api/auth/login`, { method: 'POST', headers: json, body: JSON.stringify(STAFF) })
  const { access_token: token } = await login.json()
  const request = async (method, path, body) => {
    const headers = { ...json, authorization: `Bearer ${token}` }
    const answer = await fetch(`${origin}/api/admin/webhooks${path}`, { method, headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(await answer.text())
    return answer.json()
  }
  const endpoints = []
  for (let number = 0; number < ENDPOINTS; number++) endpoints.push((await request('POST', '', { url })).id)
  return { request, endpoints }
}

/** Sends at the pace, whatever the answers take. */
async function send(chats, times) {
  const pause = 1_000 / perSecond
  const began = performance.now()
  const all = []
  for (let number = 0; number < perSecond * seconds; number++) {
    const { socket, chatId } = chats[number % chats.length]
    await delay(Math.max(0, began + number * pause - performance.now()))
    const start = performance.now()
    const message = { chat_id: chatId, content: 'How do I change my plan?', client_id: randomUUID() }
    const answered = socket.timeout(10_000).emitWithAck('send_message', message)
    all.push(
      answered.then((answer) => {
        if (!answer.ok) throw new Error(`A message was refused: ${answer.error.code}`)
        times.push(performance.now() - start)
      }),
    )
  }
  await Promise.all(all)
}

/** Nothing has come for a while. */
async function settled() {
  for (let before = -1; before !== received;) {
    before = received
    await delay(1_500)
  }
}

async function connect({ origin, secret }) {
  const name = randomUUID()
  const token = jwt.sign({ sub: name, email: `${name}@example.com` }, secret, { expiresIn: '1h' })
  const headers = { authorization: `Bearer ${token}` }
  const { id: chatId } = await (await fetch(`${origin}/api/support_chat`, { headers })).json()
  const socket = io(origin, { auth: { token }, transports: ['websocket'], forceNew: true })
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('connect_error', reject))
  return { socket, chatId }
}

function middle(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}

function at(sorted, share) {
  return sorted[Math.floor(sorted.length * share)] ?? Number.NaN
}

function ms(sorted, share) {
  return `${at(sorted, share).toFixed(1)} ms`
}
