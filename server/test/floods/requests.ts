import { connect, type Socket } from 'node:net'

const LINES = 20

/** Requests over a few connections, written as bytes and their answers thrown away: no work but the server's own. */
export class Requests {
  private readonly lines: Socket[]

  constructor(private readonly url: string) {
    this.lines = Array.from({ length: LINES }, () => this.open())
  }

  /** @param token of whoever asks; nobody's when left out */
  get(path: string, token?: string): void {
    const authorization = token === undefined ? '' : `authorization: Bearer ${token}\r\n`
    this.write(`GET ${path} HTTP/1.1\r\nhost: ${new URL(this.url).host}\r\n${authorization}\r\n`)
  }

  end(): void {
    for (const line of this.lines) line.destroy()
  }

  private write(request: string): void {
    const line = this.lines.shift() ?? this.open()
    this.lines.push(line)
    line.write(request)
  }

  private open(): Socket {
    const { hostname, port } = new URL(this.url)
    return connect(Number(port), hostname)
      .on('error', () => undefined)
      .resume()
  }
}
