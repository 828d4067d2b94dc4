import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** How often a slow line lets something through, in milliseconds. */
const TICK_MS = 50

/** A line between clients and a server that can be cut, muted, slowed, or told to let no WebSocket through. */
export class TcpProxy {
  /** Where new lines lead to: a server that was started again listens elsewhere. */
  target: string
  /** New lines are refused, as with the server gone. */
  away = false
  /** What the server says is lost; what clients say still arrives. */
  mute = false
  /** What clients say is lost; what the server says still arrives. With `mute`, a partition: both ends stay open. */
  deaf = false
  /** Requests to upgrade are answered as by a proxy that knows none. */
  refuseUpgrades = false
  /** Each way, in milliseconds. */
  latency = 0
  /** Each way, of each line. */
  bytesPerSecond = Infinity
  private readonly lines = new Set<Socket>()
  private readonly swallowed = new WeakSet<Socket>()

  private constructor(
    private readonly server: Server,
    target: string,
    readonly url: string,
  ) {
    this.target = target
  }

  static async to(target: string): Promise<TcpProxy> {
    const server = createServer()
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const proxy = new TcpProxy(server, target, `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    server.on('connection', (client) => proxy.open(client))
    return proxy
  }

  /** All is well again. Lines that are open stay so. */
  heal(): void {
    this.away = this.mute = this.deaf = this.refuseUpgrades = false
    this.latency = 0
    this.bytesPerSecond = Infinity
  }

  /** From now on nothing passes on the lines that are open, while both ends take them for good. New ones work. */
  swallow(): void {
    for (const line of this.lines) this.swallowed.add(line)
  }

  /** Breaks every line that is open. */
  cut(): void {
    for (const line of this.lines) line.destroy()
  }

  async close(): Promise<void> {
    this.cut()
    await new Promise((closed) => this.server.close(closed))
  }

  private open(client: Socket): void {
    if (this.away) return void client.destroy()
    const server = connect(Number(new URL(this.target).port), '127.0.0.1')
    for (const line of [client, server]) {
      this.lines.add(line)
      line.on('error', () => line.destroy())
      line.on('close', () => {
        this.lines.delete(line)
        client.destroy()
        server.destroy()
      })
    }
    client.on('data', (bytes) => {
      if (this.refuseUpgrades && /^upgrade: websocket/im.test(bytes.toString('latin1'))) {
        client.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
      } else if (!this.deaf && !this.swallowed.has(client)) this.pass(bytes, client, server)
    })
    server.on('data', (bytes) => {
      if (!this.mute && !this.swallowed.has(server)) this.pass(bytes, server, client)
    })
  }

  /** A sender that is ahead of the line waits: what is under way in it is bounded, as in a real one. */
  private pass(bytes: Buffer, from: Socket, to: Socket): void {
    if (this.latency === 0 && this.bytesPerSecond === Infinity) {
      if (to.write(bytes)) return
      from.pause()
      to.once('drain', () => from.resume())
      return
    }
    from.pause()
    setTimeout(() => this.trickle(bytes, from, to), this.latency).unref()
  }

  private trickle(bytes: Buffer, from: Socket, to: Socket): void {
    if (to.destroyed) return
    const portion = Math.min(bytes.length, Math.ceil((this.bytesPerSecond * TICK_MS) / 1_000))
    to.write(bytes.subarray(0, portion))
    if (portion === bytes.length) from.resume()
    else setTimeout(() => this.trickle(bytes.subarray(portion), from, to), TICK_MS).unref()
  }
}
