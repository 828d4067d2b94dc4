import { Logger } from '@nestjs/common'
import type { Request, Response } from 'express'
import { routes } from '@support-chat/shared'
import { io } from 'socket.io-client'
import { call } from './call.js'
import { socketServer, startTestApp, type TestApp } from './test-app.js'

const FORWARDED = { 'x-forwarded-for': '192.0.2.66, 198.51.100.1', 'x-forwarded-proto': 'https' }

let server: TestApp | undefined
afterEach(async () => {
  jest.restoreAllMocks()
  await server?.close()
})

/** What the server takes the address of a socket to be, and of a request address and protocol. */
async function seen(trustProxy: number | string[]): Promise<{ socket: string; rest: string[] }> {
  const test = (server = await startTestApp({ trustProxy }))
  const rest = new Promise<string[]>((resolve) => {
    test.app.getHttpServer().once('request', (request: Request, response: Response) => {
      response.once('finish', () => resolve([request.ip ?? '', request.protocol]))
    })
  })
  await call(test.url + routes.me, 'GET', { headers: FORWARDED })
  const socket = io(test.url, {
    auth: { token: test.userToken('proxied') },
    forceNew: true,
    transports: ['websocket'],
    extraHeaders: FORWARDED,
  })
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('connect_error', reject))
  const [address = ''] = [...socketServer(test).sockets.values()].map(({ handshake }) => handshake.address)
  socket.disconnect()
  return { socket: address, rest: await rest }
}

describe('The headers of a proxy', () => {
  it('are ignored where nobody is trusted, over REST and sockets, and the log says so once', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn')
    expect(await seen([])).toEqual({ socket: '127.0.0.1', rest: ['127.0.0.1', 'http'] })
    await call(`${server?.url}${routes.me}`, 'GET', { headers: FORWARDED })
    const lines = warn.mock.calls.map(([line]) => String(line)).filter((line) => line.includes('TRUST_PROXY'))
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain('Ignored x-forwarded-for from 127.0.0.1')
  })

  it.each([[1], [['127.0.0.1']]])('are believed as far as TRUST_PROXY goes: %j', async (trustProxy) => {
    const warn = jest.spyOn(Logger.prototype, 'warn')
    expect(await seen(trustProxy)).toEqual({ socket: '198.51.100.1', rest: ['198.51.100.1', 'https'] })
    expect(warn.mock.calls.filter(([line]) => String(line).includes('TRUST_PROXY'))).toEqual([])
  })
})
