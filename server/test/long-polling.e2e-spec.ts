import { randomUUID } from 'node:crypto'
import { routes, type SupportChat } from '@support-chat/shared'
import { io } from 'socket.io-client'
import { call } from './call.js'
import { connected, useTestApp, type TestApp, type TestSocket } from './test-app.js'

const ANSWERED_WITHIN_MS = 5_000

let server: TestApp
useTestApp((started) => (server = started))

let socket: TestSocket
afterEach(() => socket.disconnect())

/** A user behind a proxy that lets no WebSocket through, or one that gets there later: where `transports` says so. */
async function connect(name: string, transports: ('polling' | 'websocket')[]) {
  const token = server.userToken(name)
  const { body: chat } = await call<SupportChat>(server.url + routes.userChat, 'GET', { token })
  socket = io(server.url, { auth: { token }, forceNew: true, transports })
  await connected(socket)
  return { token, chat, requests: socket.timeout(ANSWERED_WITHIN_MS) }
}

describe('A socket over long polling', () => {
  it('is answered event by event, and holds up no request over REST', async () => {
    const { token, chat, requests } = await connect('polling', ['polling'])
    const [visited, joined] = await Promise.all([
      requests.emitWithAck('visit', { time_zone: 'UTC' }),
      requests.emitWithAck('join_chat', { chat_id: chat.id, since: 0 }),
    ])
    expect([visited.ok, joined.ok]).toEqual([true, true])
    const seconds = AbortSignal.timeout(ANSWERED_WITHIN_MS)
    const headers = { authorization: `Bearer ${token}` }
    const answer = await fetch(server.url + routes.userChat, { headers, signal: seconds })
    expect(answer.status).toBe(200)
  })

  it('is answered while it becomes a WebSocket', async () => {
    const { chat, requests } = await connect('upgrading', ['polling', 'websocket'])
    for (let sent = 0; sent < 20; sent++) {
      const answers = await Promise.all([
        requests.emitWithAck('mark_read', { chat_id: chat.id, sequence: 0 }),
        requests.emitWithAck('send_message', { chat_id: chat.id, content: `${sent}`, client_id: randomUUID() }),
      ])
      expect(answers.map(({ ok }) => ok)).toEqual([true, true])
    }
    expect(socket.io.engine.transport.name).toBe('websocket')
  })
})
