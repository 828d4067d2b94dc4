import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Logger, type INestApplication } from '@nestjs/common'
import { routes, type ApiError, type MessagePage, type SupportMessage } from '@support-chat/shared'
import jwt from 'jsonwebtoken'
import { Client } from 'pg'
import { io } from 'socket.io-client'
import { call } from './call.js'
import { createDatabase, EMPTY, USER_JWT_SECRET } from './test-app.js'

let database: Awaited<ReturnType<typeof createDatabase>>
let dataDir: string
let sql: Client
let app: INestApplication
let url: string
const environment = { ...process.env }

beforeAll(async () => {
  database = await createDatabase(EMPTY)
  dataDir = await mkdtemp(join(tmpdir(), 'support-chat-host-'))
  sql = new Client({ connectionString: database.url })
  await sql.connect()
  await sql.query('CREATE TABLE tickets (chat_id uuid PRIMARY KEY, user_id uuid NOT NULL)')
  Object.assign(process.env, { NODE_ENV: 'test', DATABASE_URL: database.url, DATA_DIR: dataDir, USER_JWT_SECRET })
  Logger.overrideLogger(['error', 'fatal'])
  const { start } = await import('./host-app/main.js')
  app = await start(0)
  url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`
})

afterAll(async () => {
  await app.close()
  await sql.end()
  await database.drop()
  await rm(dataDir, { recursive: true, force: true })
  process.env = environment
})

const tokenOf = (name: string) =>
  jwt.sign({ sub: name, email: `${name}@example.com` }, USER_JWT_SECRET, { expiresIn: '1h' })
const send = (token: string, content: string) =>
  call<SupportMessage & ApiError>(url + routes.userMessages, 'POST', {
    token,
    body: { content, client_id: randomUUID() },
  })
const tickets = async (chatId: string) =>
  (await sql.query('SELECT chat_id FROM tickets WHERE chat_id = $1', [chatId])).rows.length

describe('An application that imports the module', () => {
  it('has the REST interface, and writes its own rows in the transaction of a message', async () => {
    const token = tokenOf('ada')
    const first = await send(token, 'Hello')
    expect(first.status).toBe(201)
    expect(await tickets(first.body.chat_id)).toBe(1)
    expect((await send(token, 'One more thing')).status).toBe(201)
    expect(await tickets(first.body.chat_id)).toBe(1)
  })

  it('refuses a message by throwing: the sender hears why, and nothing is stored', async () => {
    const token = tokenOf('grace')
    const { status, body } = await send(token, 'My card is 4111 1111 1111 1111')
    expect([status, body.code, body.message]).toEqual([
      400,
      'invalid_request',
      'Please do not send card numbers in the chat',
    ])
    expect((await call<MessagePage>(url + routes.userMessages, 'GET', { token })).body.messages).toEqual([])
  })

  it('has the sockets', async () => {
    const token = tokenOf('edsger')
    const { body } = await send(token, 'Hello')
    const socket = io(url, { auth: { token }, transports: ['websocket'] })
    const answer = await socket.emitWithAck('join_chat', { chat_id: body.chat_id, since: 0 })
    socket.disconnect()
    expect(answer).toMatchObject({ ok: true, data: { last_sequence: 1, messages: [{ content: 'Hello' }] } })
  })
})
