import type { Socket } from 'socket.io-client'
import type { ChatServer } from '../src/realtime/chat-socket.js'
import { SocketDrain } from '../src/realtime/socket-drain.js'
import { eventually } from './eventually.js'
import { startTestApp, type TestApp } from './test-app.js'

/** So many take 2.4 s. */
const SOCKETS = 120

describe('A process that is about to stop', () => {
  let old: TestApp

  beforeAll(async () => {
    old = await startTestApp()
  })
  afterAll(async () => {
    await old.close()
  })

  const crowd = (): Promise<Socket[]> =>
    Promise.all(
      Array.from({ length: SOCKETS }, async (_, at) => {
        const socket = await old.connect(old.userToken(`of-the-crowd-${at}`))
        socket.io.reconnection(false)
        return socket
      }),
    )
  const open = (sockets: Socket[]) => sockets.filter(({ connected }) => connected).length
  const drain = () => old.app.get(SocketDrain, { strict: false }).run()

  it('closes its sockets a few at a time, until none is left, and serves the others meanwhile', async () => {
    const sockets = await crowd()
    const counts = new Set<number>()
    for (const socket of sockets) socket.once('disconnect', () => counts.add(open(sockets)))
    const drained = drain()
    await eventually(() => open(sockets) < SOCKETS || null, 'the first one to be closed')
    expect(await sockets.at(-1)?.emitWithAck('join_chat', { chat_id: 'none' })).toMatchObject({ ok: false })
    await drained
    await eventually(() => open(sockets) === 0 || null, 'all to be closed')
    expect(counts.size).toBeGreaterThan(10)
  })

  it('leaves the others alone where those that were closed come back to it', async () => {
    const sockets = new Map<number, object>()
    let [opened, closed] = [0, 0]
    const comeIn = () => {
      const id = opened++
      const close = () => {
        closed++
        sockets.delete(id)
        comeIn()
      }
      sockets.set(id, { conn: { close } })
    }
    for (let at = 0; at < SOCKETS * 2; at++) comeIn()
    await new SocketDrain({ current: { sockets } as unknown as ChatServer }).run()
    expect(closed).toBeGreaterThan(0)
    expect(closed).toBeLessThan(SOCKETS * 1.5)
    expect(sockets.size).toBe(SOCKETS * 2)
  })

  it('does not wait where there is nobody', async () => {
    const began = performance.now()
    await drain()
    expect(performance.now() - began).toBeLessThan(1_000)
  })
})
