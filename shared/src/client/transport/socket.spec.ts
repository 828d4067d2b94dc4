import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server as SocketServer } from 'socket.io'
import { WebSocketServer, type WebSocket as Line } from 'ws'
import { RequestError } from '../core/request-error.js'
import { Socket, type SocketListener } from './socket.js'
import { holdTimers } from '../../testing/hold-timers.js'
import { until } from '../../testing/until.js'
import type { TransportName } from './transport.js'

const servers: { close(): unknown }[] = []
const sockets: Socket[] = []

afterEach(async () => {
  jest.restoreAllMocks()
  for (const socket of sockets.splice(0)) socket.close()
  for (const server of servers.splice(0)) await server.close()
})

function listen(server: Server): Promise<string> {
  return new Promise((listening) => {
    server.listen(0, '127.0.0.1', () => listening(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
  })
}

function open(url: string, transport: TransportName) {
  const ended = jest.fn()
  const events: [string, unknown][] = []
  const listener: SocketListener = {
    connected: () => undefined,
    refused: () => undefined,
    event: (event, payload) => events.push([event, payload]),
  }
  const socket = new Socket(transport, `${url}/socket.io/?EIO=4`, 'user', listener, 'omit')
  socket.onEnd = ended
  sockets.push(socket)
  return { socket, ended, events }
}

/** A real Socket.IO server that answers `echo` with what it was given. */
async function echoing(): Promise<{ io: SocketServer; url: string; bodies: number[] }> {
  const http = createServer()
  const bodies: number[] = []
  http.on('request', (request) => {
    if (request.method === 'POST') bodies.push(Number(request.headers['content-length']))
  })
  const io = new SocketServer(http, { maxHttpBufferSize: 65_536 })
  io.on('connection', (socket) => {
    socket.on('echo', (payload: unknown, ack: (answer: unknown) => void) => ack({ ok: true, data: payload }))
  })
  io.engine.on('connection', ({ transport }) => Object.assign(transport, { closeTimeout: 0 }))
  servers.push(io)
  return { io, url: await listen(http), bodies }
}

/** What the server below says: silent for longer, it is dead. */
const SILENCE_MS = 30_000

/** Opens every connection as Engine.IO does, and then does what `then` says. */
async function bare(then: (line: Line) => void): Promise<string> {
  const http = createServer()
  const lines = new WebSocketServer({ server: http })
  lines.on('connection', (line) => {
    line.send('0{"sid":"a","upgrades":[],"pingInterval":20000,"pingTimeout":10000,"maxPayload":1000000}')
    line.once('message', () => {
      line.send('40{"sid":"b"}')
      then(line)
    })
  })
  servers.push({
    close() {
      for (const line of lines.clients) line.terminate()
      http.close()
    },
  })
  return listen(http)
}

describe.each<TransportName>(['websocket', 'polling'])('over %s, a socket', (transport) => {
  it('answers each question with its own answer, whatever is in it', async () => {
    const { socket } = open((await echoing()).url, transport)
    await until(() => socket.connected)
    const texts = ['a', '', '\x1e', '\u0000', '👍\u2028', '"}]', 'ä'.repeat(4_000), '\x01'.repeat(4_000)]
    const answers = await Promise.all(texts.map((text) => socket.request('echo', text, 60_000)))
    expect(answers).toEqual(texts)
  })

  it('hears events in order', async () => {
    const { io, url } = await echoing()
    const { socket, events } = open(url, transport)
    await until(() => socket.connected)
    for (let at = 0; at < 100; at++) io.emit('head', at)
    await until(() => events.length === 100)
    expect(events.map(([, payload]) => payload)).toEqual(Array.from({ length: 100 }, (_, at) => at))
  })

  it('leaves the server at once when it is closed, and its questions without an answer', async () => {
    const { io, url } = await echoing()
    const { socket, ended } = open(url, transport)
    await until(() => socket.connected)
    const question = socket.request('nothing', {}, 60_000)
    socket.close()
    await expect(question).rejects.toThrow(RequestError)
    await expect(socket.request('echo', {}, 60_000)).rejects.toThrow(RequestError)
    await until(() => io.engine.clientsCount === 0)
    expect(ended).toHaveBeenCalledTimes(1)
  })

  it('ends when the server hangs up', async () => {
    const { io, url } = await echoing()
    const { socket, ended } = open(url, transport)
    await until(() => socket.connected)
    io.disconnectSockets()
    await until(() => ended.mock.calls.length === 1)
    expect(socket.connected).toBe(false)
  })
})

describe('a socket', () => {
  it('keeps every body of long polling below the limit of the server', async () => {
    const { url, bodies } = await echoing()
    const { socket } = open(url, 'polling')
    await until(() => socket.connected)
    const long = '語'.repeat(4_000)
    await Promise.all(Array.from({ length: 20 }, () => socket.request('echo', long, 60_000)))
    expect(bodies.length).toBeLessThan(15)
    expect(Math.max(...bodies)).toBeLessThan(65_536)
  })

  it('ends when nothing is heard for longer than the server would be silent', async () => {
    const silence = holdTimers((wait) => wait === SILENCE_MS)
    const { socket, ended } = open(await bare(() => undefined), 'websocket')
    await until(() => socket.packetsReceived === 2)
    expect(ended).not.toHaveBeenCalled()
    silence.pass()
    expect(ended).toHaveBeenCalledTimes(1)
  })

  it('stays while the server pings, and answers it', async () => {
    const silence = holdTimers((wait) => wait === SILENCE_MS)
    const pongs: string[] = []
    const url = await bare((line) => {
      line.on('message', (text: Buffer) => {
        pongs.push(text.toString())
        if (pongs.length < 8) line.send('2')
      })
      line.send('2')
    })
    const { socket } = open(url, 'websocket')
    await until(() => pongs.length === 8)
    expect(new Set(pongs)).toEqual(new Set(['3']))
    expect(socket.connected).toBe(true)
    // Two packets to be let in and eight pings: each ends the wait that the one before began.
    expect(jest.mocked(setTimeout).mock.calls.filter(([, wait]) => wait === SILENCE_MS)).toHaveLength(10)
    expect(silence.count).toBe(1)
  })

  it('ends on what is not of the protocol', async () => {
    const { ended, events } = open(await bare((line) => line.send('42{"not":"an event"}')), 'websocket')
    await until(() => ended.mock.calls.length === 1)
    expect(events).toEqual([])
  })

  it('ends where there is no WebSocket', async () => {
    const { WebSocket } = globalThis
    Reflect.deleteProperty(globalThis, 'WebSocket')
    try {
      const { socket, ended } = open('http://127.0.0.1:9', 'websocket')
      await until(() => ended.mock.calls.length === 1)
      expect(socket.packetsReceived).toBe(0)
    } finally {
      globalThis.WebSocket = WebSocket
    }
  })

  it('ends at once when the browser says that the network is gone', async () => {
    const page = new EventTarget()
    Object.assign(globalThis, {
      addEventListener: page.addEventListener.bind(page),
      removeEventListener: page.removeEventListener.bind(page),
    })
    try {
      const { socket, ended } = open((await echoing()).url, 'websocket')
      await until(() => socket.connected)
      page.dispatchEvent(new Event('offline'))
      expect(ended).toHaveBeenCalledTimes(1)
    } finally {
      Object.assign(globalThis, { addEventListener: undefined, removeEventListener: undefined })
    }
  })
})

describe('over polling, a socket whose bodies nobody takes', () => {
  it('ends after a while, however alive the other direction is', async () => {
    let pings = 0
    const http = createServer((request, response) => {
      if (request.method === 'POST') return
      const first = !request.url?.includes('sid=')
      const open = '0{"sid":"a","upgrades":[],"pingInterval":20000,"pingTimeout":10000,"maxPayload":1000000}'
      setTimeout(() => response.end(first ? open : `2${pings++}`), 5)
    })
    servers.push({ close: () => (http.closeAllConnections(), http.close()) })
    const waits = holdTimers((wait) => wait === 15_000)
    const { ended } = open(await listen(http), 'polling')
    await until(() => pings > 3 && waits.count === 1)
    expect(ended).not.toHaveBeenCalled()
    waits.pass()
    await until(() => ended.mock.calls.length === 1)
  })
})
