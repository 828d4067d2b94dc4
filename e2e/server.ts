import jwt from 'jsonwebtoken'
import { simpleParser, type ParsedMail } from 'mailparser'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { runningEmbeddedPostgres } from '../server/src/embedded-postgres/embedded-postgres.js'
import { freePort } from './free-port.js'

const MAIN = fileURLToPath(new URL('../server/dist/main.js', import.meta.url))
const JWT_SECRET = 'a secret that only the browser tests know'
const START_LIMIT_MS = 120_000
const STOP_LIMIT_MS = 60_000

export const STAFF = { email: 'admin@example.com', password: 'support-chat' }
/** No test takes as long: when an e-mail is due is for `emailDelayPasses` to say. */
const EMAIL_DELAY_SECONDS = 3_600

/** The built product in a process of its own, with an embedded database that is thrown away afterwards. */
export class ProductServer {
  private process: ChildProcess | null = null

  private constructor(
    private readonly port: number,
    private readonly dataDir: string,
    private readonly variables: Record<string, string> = {},
  ) {}

  /**
   * @param variables of the environment, beside those that every test has
   * @param port one that is free, where its address has to be known before
   */
  static async launch(variables?: Record<string, string>, port?: number): Promise<ProductServer> {
    const server = new ProductServer(
      port ?? (await freePort()),
      await mkdtemp(join(tmpdir(), 'support-chat-e2e-')),
      variables,
    )
    await server.start()
    return server
  }

  get url(): string {
    return `http://localhost:${this.port}`
  }

  get logFile(): string {
    return join(this.dataDir, 'server.log')
  }

  /** Starts it, also after a stop or a kill: on the same port, with the same data. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [MAIN], { env: this.environment(), stdio: ['ignore', 'pipe', 'pipe'] })
    const log = createWriteStream(this.logFile, { flags: 'a' })
    child.stdout.pipe(log, { end: false })
    child.stderr.pipe(log, { end: false })
    this.process = child
    await this.waitUntilReady(child)
  }

  /** As an operator does: SIGTERM. */
  stop(): Promise<void> {
    return this.end('SIGTERM')
  }

  /** As the machine does when it runs out of memory. */
  kill(): Promise<void> {
    return this.end('SIGKILL')
  }

  /** Stops it and deletes its data. */
  async dispose(): Promise<void> {
    await this.stop()
    await rm(this.dataDir, { recursive: true, force: true })
  }

  /** A token as the embedding company's backend would sign one; `claims` in place of what follows from the name. */
  userToken(name: string, claims: { name?: string | undefined } = {}): string {
    const all = { sub: name, name, email: `${name}@example.com`, ...claims }
    return jwt.sign(all, JWT_SECRET, { expiresIn: '1h' })
  }

  /** The e-mails sent to an address so far, oldest first. */
  async mailTo(address: string): Promise<ParsedMail[]> {
    const folder = join(this.dataDir, 'mail')
    const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith('.eml')).sort()
    const mails = await Promise.all(files.map(async (file) => simpleParser(await readFile(join(folder, file)))))
    return mails.filter((mail) => [mail.to].flat().some((to) => to?.text.includes(address)))
  }

  /** Has every e-mail that waits come due, and the server look for such, as it does when it starts. */
  async emailDelayPasses(): Promise<void> {
    await this.sql(`UPDATE email_notifications SET due_at = now() WHERE status = 'waiting'`)
    await this.stop()
    await this.start()
  }

  /** How many e-mails are neither sent nor skipped. */
  async unsettledEmails(): Promise<number> {
    const rows = await this.sql(`SELECT id FROM email_notifications WHERE status IN ('waiting', 'sending')`)
    return rows.length
  }

  /** For a second server on the same database. */
  async databaseUrl(): Promise<string> {
    const url = await runningEmbeddedPostgres(this.dataDir)
    if (url === null) throw new Error('Its database does not run')
    return url
  }

  private async sql(statement: string): Promise<object[]> {
    const client = new pg.Client({ connectionString: await this.databaseUrl() })
    await client.connect()
    try {
      return (await client.query<object>(statement)).rows
    } finally {
      await client.end()
    }
  }

  private environment(): NodeJS.ProcessEnv {
    return {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: 'development',
      PORT: String(this.port),
      DATA_DIR: this.dataDir,
      USER_JWT_SECRET: JWT_SECRET,
      REPLY_EMAIL_DELAY_SECONDS: String(EMAIL_DELAY_SECONDS),
      ...this.variables,
    }
  }

  private async waitUntilReady(child: ChildProcess): Promise<void> {
    const deadline = Date.now() + START_LIMIT_MS
    while (!(await answers(`${this.url}/api/health/ready`))) {
      if (child.exitCode !== null || Date.now() > deadline) {
        throw new Error(`The server did not start:\n${await readFile(this.logFile, 'utf8').catch(() => '(no log)')}`)
      }
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  private async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.process
    this.process = null
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS)
    await ended
    clearTimeout(late)
  }
}

const answers = (url: string) =>
  fetch(url).then(
    (response) => response.ok,
    () => false,
  )
