import { createSecretKey } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { NestExpressApplication } from '@nestjs/platform-express'
import { routes, type ClientToServerEvents, type ServerToClientEvents, type Session } from '@support-chat/shared'
import jwt from 'jsonwebtoken'
import { Pool, type QueryResultRow } from 'pg'
import { io, type Socket } from 'socket.io-client'
import { COMPARE_STORE, SWEEP_ATTACHMENTS } from '../src/attachments/attachment.sweeper.js'
import { RESCAN_ATTACHMENTS } from '../src/attachments/rescan.service.js'
import { IntervalTasks } from '../src/common/interval-tasks.js'
import { Config } from '../src/config/config.js'
import { createApp } from '../src/create-app.js'
import type { Sql } from '../src/database/sql.js'
import { SWEEP_OUTBOX } from '../src/notifications/email-outbox.service.js'
import type { ChatServer } from '../src/realtime/chat-socket.js'
import { SocketServer } from '../src/realtime/socket-server.js'
import { createDatabase } from './create-database.js'
import { connectHost, preparedDatabase } from './host-pool.js'

export { createDatabase, EMPTY } from './create-database.js'

export type TestSocket = Socket<ServerToClientEvents, ClientToServerEvents>

export const USER_JWT_SECRET = 'a-secret-of-the-embedding-company-0123456789'
const USER_JWT_KEY = createSecretKey(USER_JWT_SECRET, 'utf8')
export const ADMIN = { email: 'admin@example.com', password: 'support-chat' }

/** A server of its own on a database of its own, for one spec file. */
export interface TestApp {
  /** Where it listens, without a trailing slash. */
  readonly url: string
  readonly config: Config
  readonly app: NestExpressApplication
  /** Asks the database directly, round the application. */
  sql<Row extends QueryResultRow>(statement: string | Sql, params?: unknown[]): Promise<Row[]>
  /** A token as the embedding company signs it, for `NAME@example.com`. A claim given as undefined is left out. */
  userToken(name: string, claims?: Record<string, unknown>): string
  /** Signs the first staff account in. */
  staffToken(): Promise<string>
  /** A connected socket. @throws the error of `connect_error`, with its `data` */
  connect(token: string): Promise<TestSocket>
  close(): Promise<void>
}

/** Starts a server with test defaults; `overrides.databaseUrl` shares another test app's database. */
export async function startTestApp(overrides: Partial<Config> = {}): Promise<TestApp> {
  const database = overrides.databaseUrl ? null : await createDatabase(preparedDatabase())
  const dataDir = await mkdtemp(join(tmpdir(), 'support-chat-test-'))
  const host = await connectHost(overrides.databaseUrl ?? database?.url ?? '')
  const config = testConfig({ databaseUrl: database?.url ?? null, dataDir, ...overrides, ...host?.config })
  const app = await createApp(config, { logger: ['error', 'fatal'] })
  await app.listen(config.port, '127.0.0.1')
  leaveSweepsToTests(app)
  const url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`
  const pool = new Pool({ connectionString: config.databaseUrl ?? undefined, max: 2 })
  pool.on('error', () => undefined)
  const sockets: TestSocket[] = []

  return {
    url,
    config,
    app,
    sql: async <Row extends QueryResultRow>(statement: string | Sql, params?: unknown[]) =>
      (await pool.query<Row>(typeof statement === 'string' ? statement : statement.in(config.schema), params)).rows,
    userToken,
    staffToken: () => signIn(url),
    connect: async (token) => {
      const socket: TestSocket = io(url, { auth: { token }, forceNew: true, transports: ['websocket'] })
      sockets.push(socket)
      return connected(socket)
    },
    close: async () => {
      for (const socket of sockets) socket.disconnect()
      await pool.end()
      await app.close()
      await host?.close()
      await database?.drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/**
 * One server for all tests of a file, started before the first and closed after the last one.
 * @param assign takes it, and a token of the first staff account
 */
export function useTestApp(
  assign: (...started: [server: TestApp, staff: string]) => void,
  overrides?: Partial<Config>,
) {
  let server: TestApp
  beforeAll(async () => {
    server = await startTestApp(overrides)
    assign(server, await server.staffToken())
  })
  afterAll(() => server.close())
}

/** E-mail goes out in time, at the start, and when a test says so, and files are swept when one does; never because a minute happens to be over. */
function leaveSweepsToTests(app: NestExpressApplication): void {
  const tasks = app.get(IntervalTasks, { strict: false })
  for (const name of [SWEEP_OUTBOX, SWEEP_ATTACHMENTS, RESCAN_ATTACHMENTS, COMPARE_STORE]) void tasks.stop(name)
}

/** The Socket.IO server of an app. */
export function socketServer({ app }: Pick<TestApp, 'app'>): ChatServer {
  return app.get(SocketServer, { strict: false }).current!
}

/** A configuration with test defaults. */
export function testConfig(values: Partial<Config>): Config {
  return new Config({
    environment: 'development',
    port: 0,
    host: '127.0.0.1',
    publicUrl: 'http://localhost:3000',
    databaseUrl: null,
    dataDir: tmpdir(),
    redisUrl: null,
    userJwt: { key: { secret: USER_JWT_SECRET }, issuer: null, audience: null },
    staffJwtSecret: 'the-secret-that-staff-tokens-are-signed-with-01',
    firstAdmin: ADMIN,
    allowedOrigins: 'any',
    sessionIdleDays: 14,
    sessionMaxDays: 90,
    trustProxy: [],
    smtpUrl: null,
    mailFrom: 'Support <support@example.com>',
    appName: 'Support Chat',
    chatPageUrl: 'http://localhost:3000/demo',
    replyEmailDelaySeconds: 300,
    ...values,
  })
}

/** A token as the embedding company signs it, for `NAME@example.com`. A claim given as undefined is left out. */
export function userToken(name: string, claims: Record<string, unknown> = {}): string {
  const payload: Record<string, unknown> = {
    sub: name,
    email: `${name}@example.com`,
    name,
    exp: Math.floor(Date.now() / 1000) + 3600,
    ...claims,
  }
  const given = Object.entries(payload).filter(([, value]) => value !== undefined)
  return jwt.sign(Object.fromEntries(given), USER_JWT_KEY)
}

/** Signs the first staff account in. */
export async function signIn(url: string): Promise<string> {
  const response = await fetch(url + routes.login, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(ADMIN),
  })
  if (!response.ok) throw new Error(`Sign-in answered ${response.status}`)
  return ((await response.json()) as Session).access_token
}

export function connected(socket: TestSocket): Promise<TestSocket> {
  return new Promise((resolve, reject) => {
    socket.once('connect', () => {
      resolve(socket)
    })
    socket.once('connect_error', reject)
  })
}
