import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { checkDatabase } from './check-database.js'

/** What a server says that lets every client in, and then no more: ready for a query that it never answers. */
const READY = Buffer.from('520000000800000000' + '5a0000000549', 'hex')

describe('A database that falls silent', () => {
  const sockets: Socket[] = []
  const server = createServer()
  beforeAll(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening')
  })
  afterAll(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  afterEach(() => {
    server.removeAllListeners('connection')
  })

  it.each([
    ['before it greets', null],
    ['before it answers', READY],
  ])('is named: %s', async (_when, greeting) => {
    server.on('connection', (socket: Socket) => {
      sockets.push(socket.on('error', () => undefined))
      if (greeting) socket.once('data', () => socket.write(greeting))
    })
    const { port } = server.address() as AddressInfo
    await expect(checkDatabase(`postgresql://u:hunter2@127.0.0.1:${port}/x`, 200)).rejects.toThrow(
      `DATABASE_URL does not lead to a database: no answer from 127.0.0.1:${port}.`,
    )
  })
})
