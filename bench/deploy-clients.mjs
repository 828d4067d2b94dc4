// Users of bench/deploy.mjs, each with the client that the widget has. Tells the parent process what they see.
import { setTimeout as delay } from 'node:timers/promises'
import jwt from 'jsonwebtoken'
import WebSocket from 'ws'

/** What clients take for the server's address. Where it leads changes with a deploy, as with a load balancer. */
const ADDRESS = 'http://support.invalid'
const OPENED_AT_ONCE = 20
let target = ADDRESS

globalThis.WebSocket = class extends WebSocket {
  constructor(url) {
    super(url.replace('ws://support.invalid', target.replace('http', 'ws')), { perMessageDeflate: false })
    // What clients listen to is the end, which follows.
    this.on('error', () => undefined)
  }
}
const { fetch } = globalThis
globalThis.fetch = (url, request) => fetch(String(url).replace(ADDRESS, target), request)
const { createConnection, memoryOutboxStore, openUserChat } = await import('../shared/dist/client.js')

const { BENCH_SECRET: secret } = process.env
const [, , from, count, senders] = process.argv
const clients = Array.from({ length: Number(count) }, (_, number) => `user-${Number(from) + number}`)
let deployedAt = Infinity
/** Milliseconds from the deploy until each was back, of those that are. */
const back = new Map()
const seen = { offline: 0, errors: [] }
/** Of each message, when it was sent and how long it took. */
const sends = []
let sending = true

const led = new Promise((resolve) => process.once('message', resolve))
process.on('message', ({ lead, deployed, report, stop }) => {
  if (lead) target = lead
  if (deployed) deployedAt = performance.now()
  if (stop) sending = false
  if (report) process.send({ back: [...back.values()], ...seen, sends })
})
process.once('disconnect', () => process.exit())

function open(sub) {
  const getToken = () => jwt.sign({ sub, email: `${sub}@example.com` }, secret, { expiresIn: '1h' })
  const connection = createConnection({ serverUrl: ADDRESS, getToken })
  const chat = openUserChat(connection, { userKey: sub, store: memoryOutboxStore() })
  const ready = new Promise((resolve) => {
    connection.subscribe(({ status, transport, error }) => {
      if (error) seen.errors.push(error.code)
      if (status === 'offline') seen.offline++
      if (deployedAt === Infinity) return
      if (status !== 'connected') back.delete(sub)
      else if (transport !== 'rest') back.set(sub, performance.now() - deployedAt)
    })
    const stop = chat.subscribe(({ loaded, error }) => {
      if (error) seen.errors.push(error.code)
      if (loaded) resolve(stop)
    })
  })
  connection.start()
  return ready.then(() => chat)
}

/** Sends each 2 s, one message after the other. */
async function keepSending(chat) {
  await delay(Math.random() * 2_000)
  while (sending) {
    const start = performance.now()
    const clientId = chat.send('How do I change my plan?')
    await new Promise((resolve) => {
      const stop = chat.subscribe(({ items }) => {
        const item = items.find(({ message }) => message.client_id === clientId)
        if (item?.message.state === 'failed') seen.errors.push(item.message.error?.code)
        else if (item?.kind !== 'stored') return
        stop()
        resolve()
      })
    })
    sends.push({ at: start - deployedAt, took: performance.now() - start })
    await delay(Math.max(0, 2_000 - (performance.now() - start)))
  }
}

await led
const chats = []
const waiting = [...clients]
await Promise.all(
  Array.from({ length: OPENED_AT_ONCE }, async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) chats.push(await open(next))
  }),
)
for (const chat of chats.slice(0, Number(senders))) void keepSending(chat)
process.send({ open: chats.length })
