import { once } from 'node:events'
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

const COOKIE = 'balanced-to'

export interface AffinityProxy {
  url: string
  /** What long polling was answered, by status, in requests that named a session. */
  answers: Map<number, number>
  /** Messages that were sent by REST. */
  restSends: number
  close(): void
}

/**
 * A load balancer as many are set up: it keeps a client on one server by a cookie, sends the others to one server after
 * the other, and lets no WebSocket through.
 */
export async function launchAffinityProxy(servers: string[]): Promise<AffinityProxy> {
  let turn = 0
  const server = createServer((request, response) => {
    const known = new RegExp(`${COOKIE}=(\\d)`).exec(request.headers.cookie ?? '')?.[1]
    const chosen = known ?? String(turn++ % servers.length)
    if (request.method === 'POST' && request.url?.startsWith('/api/support_chat/messages')) proxy.restSends++
    pass(request, response, servers[Number(chosen)]!, known ? [] : [`${COOKIE}=${chosen}; Path=/; HttpOnly`])
  })
  const pass = (request: IncomingMessage, response: ServerResponse, to: string, cookies: string[]) => {
    const { method, headers, url = '/' } = request
    const onward = forward(to + url, { method, headers }, (answer) => {
      const status = answer.statusCode ?? 502
      if (url.includes('&sid=')) proxy.answers.set(status, (proxy.answers.get(status) ?? 0) + 1)
      response.writeHead(status, { ...answer.headers, ...(cookies.length > 0 && { 'set-cookie': cookies }) })
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    response.on('close', () => onward.destroy())
    request.pipe(onward)
  }
  server.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const proxy: AffinityProxy = {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    answers: new Map(),
    restSends: 0,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
  return proxy
}
