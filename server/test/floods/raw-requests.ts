import { connect, type Socket } from 'node:net'

const CONNECTIONS = 8
/** Requests that may be unanswered on one connection before further ones are left out. */
const MAX_UNANSWERED = 50

/** Asks over HTTP without reading what is answered: light enough to flood with. */
export class RawRequests {
  private readonly lines: { socket: Socket; unanswered: number }[] = []

  constructor(private readonly url: string) {}

  /** Asks on the next of a few connections, which are made again where they have been cut. */
  get(path: string, headers: Record<string, string> = {}): void {
    this.send(['GET', path].join(' '), headers)
  }

  /** Opens a connection of its own, says that a body comes, and leaves it at that. */
  leaveBodyOpen(path: string, headers: Record<string, string> = {}): void {
    const socket = this.open()
    const length = { 'content-type': 'application/json', 'content-length': '1000' }
    socket.write(`${head(`POST ${path}`, { ...headers, ...length })}{`)
    this.lines.push({ socket, unanswered: MAX_UNANSWERED })
  }

  end(): void {
    for (const { socket } of this.lines) socket.destroy()
  }

  private send(request: string, headers: Record<string, string>): void {
    let line = this.lines.find(({ socket, unanswered }) => !socket.destroyed && unanswered < MAX_UNANSWERED)
    if (!line && this.lines.filter(({ socket }) => !socket.destroyed).length < CONNECTIONS) line = this.add()
    if (!line) return
    line.unanswered++
    line.socket.write(head(request, headers))
  }

  private add(): { socket: Socket; unanswered: number } {
    const line = { socket: this.open(), unanswered: 0 }
    line.socket.on('data', (data: Buffer) => {
      line.unanswered -= data.toString('latin1').split('HTTP/1.1 ').length - 1
    })
    this.lines.push(line)
    return line
  }

  private open(): Socket {
    const { hostname, port } = new URL(this.url)
    return connect(Number(port), hostname).on('error', () => undefined)
  }
}

function head(request: string, headers: Record<string, string>): string {
  const lines = Object.entries({ host: 'localhost', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${request} HTTP/1.1\r\n${lines.join('')}\r\n`
}
