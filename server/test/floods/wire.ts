import { once } from 'node:events'
import WebSocket from 'ws'

/** A connection that speaks Engine.IO's own text frames: light enough to flood with, and free to break every rule. */
export class Wire {
  /** What the server has sent, answers to its pings left out. */
  readonly received: string[] = []
  private acknowledgements = 0

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      const frame = data.toString()
      if (frame === '2') this.send('3')
      else this.received.push(frame)
    })
    socket.on('error', () => undefined)
  }

  /** Opened, and not yet in any namespace. */
  static async open(url: string): Promise<Wire> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`)
    const wire = new Wire(socket)
    await once(socket, 'open')
    return wire
  }

  /** In the default namespace, as the account of the token. */
  static async connect(url: string, token: string): Promise<Wire> {
    const wire = await Wire.open(url)
    wire.send(connectPacket(token))
    while (wire.isOpen && !wire.received.some((frame) => /^4[04]/.test(frame))) {
      await Promise.race([once(wire.socket, 'message'), once(wire.socket, 'close')])
    }
    return wire
  }

  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN
  }

  send(frame: string): void {
    if (this.isOpen) this.socket.send(frame)
  }

  /** An event that asks for an acknowledgement and does not wait for it. */
  emit(event: string, payload: unknown): void {
    this.send(`42${this.acknowledgements++}${JSON.stringify([event, payload])}`)
  }

  /** Settles once the connection is closed, by whichever side. */
  async closed(): Promise<void> {
    if (this.socket.readyState !== WebSocket.CLOSED) await once(this.socket, 'close')
  }

  close(): void {
    this.socket.terminate()
  }
}

/** A socket of one account that comes back, once, whenever it has been cut off. */
export class LastingWire {
  private wire: Wire | null = null
  private coming = false

  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  emit(event: string, payload: unknown): void {
    if (this.wire?.isOpen) this.wire.emit(event, payload)
    else void this.comeBack()
  }

  close(): void {
    this.coming = true
    this.wire?.close()
  }

  private async comeBack(): Promise<void> {
    if (this.coming) return
    this.coming = true
    this.wire = await Wire.connect(this.url, this.token).catch(() => null)
    this.coming = false
  }
}

/** Asks to be let into a namespace. */
export function connectPacket(token: string, namespace = ''): string {
  return `40${namespace === '' ? '' : `${namespace},`}${JSON.stringify({ token })}`
}
