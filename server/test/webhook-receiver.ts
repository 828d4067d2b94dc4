import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { SupportEvent } from '@support-chat/shared'
import { Webhook } from 'standardwebhooks'

export interface Received {
  path: string
  headers: IncomingHttpHeaders
  /** As it came. */
  body: string
  id: string
}

export interface Sent {
  type: SupportEvent['type'] | 'ping'
  timestamp: string
  data: Record<string, unknown> & { message?: { content: string; sequence: number } }
}

type Reply = { status: number; headers?: Record<string, string>; body?: string } | 'never'

/** A customer's endpoint: a real HTTP server, which keeps what comes and answers as it is told. */
export class WebhookReceiver {
  readonly received: Received[] = []
  answer: (request: Received) => Reply | Promise<Reply> = () => ({ status: 204 })

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  /**
   * @param tls with HTTPS, then
   * @param port one that was its before, to come back to life on
   */
  static async start(tls?: { key: string; cert: string }, port = 0): Promise<WebhookReceiver> {
    const listener: RequestListener = (request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => void answer(body))
      const answer = async (body: string) => {
        const { headers, url = '' } = request
        const one = { path: url, headers, body, id: String(headers['webhook-id']) }
        receiver.received.push(one)
        const reply = await receiver.answer(one)
        if (reply !== 'never') response.writeHead(reply.status, reply.headers).end(reply.body)
      }
    }
    const server = tls ? createSecureServer(tls, listener) : createServer(listener)
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    const { port: given } = server.address() as AddressInfo
    const receiver = new WebhookReceiver(server, `http${tls ? 's' : ''}://localhost:${given}/hook`)
    return receiver
  }

  get sent(): Sent[] {
    return this.received.map(({ body }) => JSON.parse(body) as Sent)
  }

  /** The texts of the messages that came, in the order in which they came. */
  get messages(): string[] {
    return this.sent.flatMap(({ data }) => data.message?.content ?? [])
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }
}

/** As a receiver does it. @throws where the signature is not by that secret */
export function verify({ body, headers }: Received, secret: string): unknown {
  return new Webhook(secret).verify(body, headers as Record<string, string>)
}
