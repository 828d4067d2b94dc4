// The two servers that are compared: ours as it runs in production, and the floor (floor-server.mjs), with clients for each.
import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import jwt from 'jsonwebtoken'
import { io } from 'socket.io-client'
import { STAFF, startProduct, stopProcess } from './product.mjs'

/**
 * Each with its `pid`, `connectPair()` (two sockets of one chat, and its id), `staffAuth()` (what a socket of staff
 * connects with) and `stop()`.
 */
export const servers = { floor: startFloor, ours: startOurs }

async function startFloor(database) {
  const child = fork(new URL('floor-server.mjs', import.meta.url), {
    env: { ...process.env, DATABASE_URL: database.url },
  })
  const [{ port }] = await once(child, 'message')
  const origin = `http://127.0.0.1:${port}`
  const connectPair = async () => {
    const chat = randomUUID()
    return { chatId: chat, sender: await connect(origin, { chat }), reader: await connect(origin, { chat }) }
  }
  return { origin, pid: child.pid, connectPair, staffAuth: () => ({ chat: 'staff' }), stop: () => stopProcess(child) }
}

async function startOurs(database, variables) {
  const { origin, pid, secret, stop } = await startProduct(database, undefined, variables)
  const connectPair = async () => {
    const name = randomUUID()
    const token = jwt.sign({ sub: name, email: `${name}@example.com` }, secret, { expiresIn: '1h' })
    const { id } = await ask(`${origin}/api/support_chat`, { headers: { authorization: `Bearer ${token}` } })
    return { chatId: id, sender: await connect(origin, { token }), reader: await connect(origin, { token }) }
  }
  const staffAuth = async () => {
    const headers = { 'content-type': 'application/json' }
    const login = { method: 'POST', headers, body: JSON.stringify(STAFF) }
    return { token: (await ask(`${origin}/api/auth/login`, login)).access_token }
  }
  return { origin, pid, secret, connectPair, staffAuth, stop }
}

/** Sends one message. @throws Error where it is refused */
export async function send({ sender, chatId }, clientId = randomUUID()) {
  const message = { chat_id: chatId, content: 'How do I change my plan?', client_id: clientId }
  const answer = await sender.timeout(10_000).emitWithAck('send_message', message)
  if (answer.ok) return
  const { code } = answer.error
  // One chat in closed loop sends faster than a user may.
  const hint = code === 'rate_limited' ? ': take more chats, so that each of them is slower' : ''
  throw new Error(`A message was refused: ${code}${hint}`)
}

/** @throws Error where the server is away, or lets nobody in */
export async function connect(origin, auth) {
  const socket = io(origin, { auth, transports: ['websocket'], forceNew: true, reconnection: false })
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('connect_error', reject))
  return socket
}

async function ask(url, request) {
  const answer = await fetch(url, request)
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
  return answer.json()
}
