// Several processes of the product, as a load balancer sees them, and clients that go to another when theirs ends.
import { randomUUID } from 'node:crypto'
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import jwt from 'jsonwebtoken'
import { timesOf } from './processor-time.mjs'
import { freePort, startProduct, stopProcess } from './product.mjs'
import { connect } from './servers.mjs'

const ANSWER_MS = 10_000
/** A message that is not acknowledged by then never will be. */
const GIVE_UP_MS = 60_000
/** Answers after which a client waits, and sends the same message again. */
const AGAIN = ['rate_limited', 'unavailable']

/** Starts the redis-server of the PATH. @returns its address */
export async function startRedis(atEnd) {
  const folder = await mkdtemp(join(tmpdir(), 'support-chat-bench-redis-'))
  atEnd(() => rm(folder, { recursive: true, force: true }))
  const port = await freePort()
  const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', ''], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  atEnd(() => stopProcess(child))
  await new Promise((resolve, reject) => {
    child.once('error', () => reject(new Error('There is no redis-server on the PATH.')))
    child.once('exit', (code) => reject(new Error(`redis-server ended with ${code}.`)))
    child.stdout.on('data', (chunk) => String(chunk).includes('Ready to accept connections') && resolve())
  })
  return `redis://127.0.0.1:${port}`
}

/** Processes on one database and one Redis. */
export class Cluster {
  /** Those that a load balancer sends clients to. */
  live = []
  #start
  #turn = 0

  /** @param {{ url: string }} postgres */
  static async start(postgres, redisUrl, count) {
    const cluster = new Cluster()
    const database = `bench_${randomUUID().replaceAll('-', '')}`
    cluster.#start = () => startProduct(postgres, database, { REDIS_URL: redisUrl })
    // The first one makes the tables.
    await cluster.#add()
    await Promise.all(Array.from({ length: count - 1 }, () => cluster.#add()))
    return cluster
  }

  get databaseUrl() {
    return this.live[0].databaseUrl
  }

  /** One after the other. */
  next() {
    return this.live[this.#turn++ % this.live.length]
  }

  /** Ends the oldest, and starts one in its place. */
  async replace(signal) {
    const server = this.live.shift()
    if (signal !== 'SIGTERM') process.kill(server.pid, signal)
    await server.stop()
    await this.#add()
  }

  /** What they have taken of the processors until now, in milliseconds. */
  async processorTime() {
    const times = await Promise.all(this.live.map(({ pid }) => timesOf(pid)))
    return times.reduce((sum, { own }) => sum + own, 0)
  }

  async stop() {
    await Promise.all(this.live.map((server) => server.stop()))
  }

  /** A new user, who has a chat. */
  async addUser() {
    const { origin, secret } = this.next()
    const name = randomUUID()
    const token = jwt.sign({ sub: name, email: `${name}@example.com` }, secret, { expiresIn: '1h' })
    const answer = await fetch(`${origin}/api/support_chat`, { headers: { authorization: `Bearer ${token}` } })
    if (!answer.ok) throw new Error(`A chat was refused: ${(await answer.json()).code}`)
    return { token, chatId: (await answer.json()).id }
  }

  async #add() {
    this.live.push(await this.#start())
  }
}

/** A user who sends, and whose client does what the product's own does: it connects again, and repeats what nobody acknowledged. */
export class Sender {
  connects = 0
  /** How often the server asked to wait, by code. */
  refused = new Map()
  #cluster
  #user
  #socket

  constructor(cluster, user) {
    this.#cluster = cluster
    this.#user = user
  }

  /** @returns the message as it was acknowledged */
  async send(content) {
    const message = { chat_id: this.#user.chatId, client_id: randomUUID(), content }
    const deadline = Date.now() + GIVE_UP_MS
    while (Date.now() < deadline) {
      const socket = await this.connected()
      const answer = await socket
        ?.timeout(ANSWER_MS)
        .emitWithAck('send_message', message)
        .catch(() => null)
      if (answer?.ok) return answer.data
      const { code, details } = answer?.error ?? {}
      if (code && !AGAIN.includes(code)) throw new Error(`A message was refused: ${code}`)
      if (code) this.refused.set(code, (this.refused.get(code) ?? 0) + 1)
      await delay(details?.retry_after_ms ?? Math.random() * 500)
    }
    throw new Error(`A message was not acknowledged within ${GIVE_UP_MS / 1000} s`)
  }

  disconnect() {
    this.#socket?.disconnect()
  }

  async connected() {
    if (this.#socket?.connected) return this.#socket
    this.connects++
    this.#socket = await connect(this.#cluster.next().origin, { token: this.#user.token }).catch(() => undefined)
    return this.#socket
  }
}
