import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** A line between clients and a server that can be cut, muted, or told to let no WebSocket through. */
export class TcpProxy {
  /** New lines are refused, as with the server gone. */
  away = false
  /** What the server says is lost; what clients say still arrives. */
  mute = false
  /** Requests to upgrade are answered as by a proxy that knows none. */
  refuseUpgrades = false
  private readonly lines = new Set<Socket>()
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async to(target: string): Promise<TcpProxy> {
    const server = createServer()
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const proxy = new TcpProxy(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    server.on('connection', (client) => proxy.open(client, Number(new URL(target).port)))
    return proxy
  }

  /** Breaks every line that is open. */
  cut(): void {
    for (const line of this.lines) line.destroy()
  }

  async close(): Promise<void> {
    this.cut()
    await new Promise((closed) => this.server.close(closed))
  }

  private open(client: Socket, port: number): void {
    if (this.away) return void client.destroy()
    const server = connect(port, '127.0.0.1')
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
      } else server.write(bytes)
    })
    server.on('data', (bytes) => {
      if (!this.mute) client.write(bytes)
    })
  }
}
