import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually } from './eventually.js'

/** What counts as malware in tests. */
export const MALWARE = 'what these tests call malware, and nobody else does'

/** Debian has it where only root looks. */
const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin`
/** Whether this machine has a `clamd` to test with. */
export const hasClamd = spawnSync('clamd', ['--version'], { env: { PATH } }).status === 0

/** A `clamd` of the test's own, which knows one signature. */
export class Clamd {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    readonly url: string,
  ) {}

  static async start(): Promise<Clamd> {
    const folder = await mkdtemp(join(tmpdir(), 'support-chat-clamd-'))
    const socket = join(folder, 'clamd.sock')
    await writeFile(join(folder, 'tests.ndb'), `Support.Chat.Test:0:*:${Buffer.from(MALWARE).toString('hex')}\n`)
    const settings = { LocalSocket: socket, DatabaseDirectory: folder, Foreground: 'yes', MaxThreads: 2, User: 'root' }
    const isRoot = process.getuid?.() === 0
    const lines = Object.entries(settings).filter(([name]) => name !== 'User' || isRoot)
    await writeFile(join(folder, 'clamd.conf'), lines.map(([name, value]) => `${name} ${value}\n`).join(''))
    const child = spawn('clamd', ['--config-file', join(folder, 'clamd.conf')], { env: { PATH }, stdio: 'ignore' })
    await eventually(() => answers(socket), 'clamd')
    return new Clamd(child, folder, `unix://${socket}`)
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit')
    this.child.kill('SIGKILL')
    await ended
    await rm(this.folder, { recursive: true, force: true })
  }
}

function answers(path: string): Promise<true | null> {
  return new Promise((resolve) => {
    const socket = connect({ path })
    socket.on('error', () => resolve(null))
    socket.on('data', () => {
      socket.destroy()
      resolve(true)
    })
    socket.write('zPING\0')
  })
}

/** How a scanner behaves that is not as it should be, or is. */
export type Behaviour = 'well' | 'is silent' | 'hangs up' | 'fails' | 'is too small'

/** What speaks as `clamd` does, for faults that a real one has seldom. */
export class ScannerPeer {
  behaviour: Behaviour = 'well'
  private readonly sockets = new Set<Socket>()

  private constructor(private readonly server: Server) {}

  static async start(port = 0): Promise<ScannerPeer> {
    const server = createServer({ allowHalfOpen: true })
    const peer = new ScannerPeer(server)
    server.on('connection', (socket) => peer.serve(socket))
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return peer
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port
  }

  get url(): string {
    return `tcp://127.0.0.1:${this.port}`
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy()
    this.server.close()
    await once(this.server, 'close')
  }

  private serve(socket: Socket): void {
    this.sockets.add(socket)
    const pieces: Buffer[] = []
    socket.on('error', () => undefined)
    socket.on('close', () => this.sockets.delete(socket))
    socket.on('data', (data: Buffer) => {
      pieces.push(data)
      // The last piece has no length.
      const file = data.subarray(-4).equals(Buffer.alloc(4)) ? fileIn(Buffer.concat(pieces)) : null
      if (this.behaviour === 'hangs up') socket.destroy()
      if (this.behaviour === 'is too small') socket.end('INSTREAM size limit exceeded. ERROR\0')
      if (file === null || this.behaviour === 'is silent') return
      const found = file.includes(MALWARE) ? 'stream: Test FOUND\0' : 'stream: OK\0'
      socket.end(this.behaviour === 'fails' ? 'stream: Can’t allocate memory ERROR\0' : found)
    })
  }
}

/** What came in pieces after the command, once the last one has. */
function fileIn(received: Buffer): Buffer | null {
  const pieces: Buffer[] = []
  for (let at = 'zINSTREAM\0'.length; at + 4 <= received.length;) {
    const length = received.readUInt32BE(at)
    if (length === 0) return Buffer.concat(pieces)
    pieces.push(received.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return null
}
