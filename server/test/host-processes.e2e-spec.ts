import { randomUUID } from 'node:crypto'
import { Logger } from '@nestjs/common'
import type { ServerEvents, SupportChat, SupportMessage } from '@support-chat/shared'
import { io, type Socket } from 'socket.io-client'
import { call } from './call.js'
import { eventually } from './eventually.js'
import { migrateAll } from './host-app/migrate.js'
import { hasRedis, RedisProcess } from './redis-process.js'
import { ServerProcess } from './server-process.js'
import { createDatabase, EMPTY } from './test-app.js'

if (!hasRedis) process.stderr.write('No redis-server on the PATH: "An application in two processes" does not run\n')
const withRedis = hasRedis ? describe : describe.skip

withRedis('An application in two processes, of one database and one Redis', () => {
  let database: Awaited<ReturnType<typeof createDatabase>>
  let redis: RedisProcess
  let hosts: ServerProcess[]
  const sockets: Socket[] = []

  beforeAll(async () => {
    Logger.overrideLogger(['error', 'fatal'])
    database = await createDatabase(EMPTY)
    redis = await RedisProcess.start()
    await migrateAll(database.url)
    const env = { NODE_ENV: 'test', DATABASE_URL: database.url, REDIS_URL: redis.url }
    // One after the other: each brings the application's own tables up to date.
    hosts = [await ServerProcess.run('run-host', env)]
    hosts.push(await ServerProcess.run('run-host', env))
  })

  afterAll(async () => {
    for (const socket of sockets) socket.disconnect()
    for (const host of hosts) await host.kill()
    await redis.stop()
    await database.drop()
  })

  /** Signs a customer in at one of the processes. @returns the headers of a session that both know */
  async function signIn(name: string): Promise<{ cookie: string }> {
    const { headers } = await call(`${hosts[0]!.url}/company/v1/auth/login`, 'POST', {
      headers: { 'x-company': 'acme' },
      body: { email: `${name}@example.com` },
    })
    return { cookie: headers.getSetCookie()[0]!.split(';')[0]! }
  }

  /** A socket in the chat of the customer, as the widget opens it, and what comes in there. */
  async function listen(host: ServerProcess, headers: { cookie: string }, chatId: string) {
    const options = { path: '/support/socket.io', transports: ['websocket'], extraHeaders: headers, forceNew: true }
    const socket = io(host.url, options)
    sockets.push(socket)
    const heard: string[] = []
    socket.on('new_message', ({ message }: ServerEvents['new_message']) => void heard.push(message.content))
    expect(await socket.emitWithAck('join_chat', { chat_id: chatId, since: 0 })).toMatchObject({ ok: true })
    return { socket, heard }
  }

  it('takes a message in one, over REST or a socket, to the sockets of both, once each', async () => {
    const [one, two] = hosts as [ServerProcess, ServerProcess]
    const headers = await signIn('ada')
    const { body: chat } = await call<SupportChat>(`${two.url}/support/api/support_chat`, 'GET', { headers })
    const here = await listen(one, headers, chat.id)
    const there = await listen(two, headers, chat.id)

    const sent = await call<SupportMessage>(`${one.url}/support/api/support_chat/messages`, 'POST', {
      headers,
      body: { content: 'Over REST', client_id: randomUUID() },
    })
    expect(sent.status).toBe(201)
    await eventually(() => there.heard[0], 'the message at the socket of the other process')
    const payload = { chat_id: chat.id, content: 'Over a socket', client_id: randomUUID() }
    expect(await there.socket.emitWithAck('send_message', payload)).toMatchObject({ ok: true, data: { sequence: 2 } })
    await eventually(() => here.heard[1], 'the message at the socket of the first process')
    expect([here.heard, there.heard]).toEqual([
      ['Over REST', 'Over a socket'],
      ['Over REST', 'Over a socket'],
    ])
  })
})
