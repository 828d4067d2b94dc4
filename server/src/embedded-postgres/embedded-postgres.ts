import { existsSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { clearPostgresEnvironment } from '../config/env.js'
import { StartError } from '../config/start-error.js'
import { PostgresCluster } from './postgres-cluster.js'

export interface EmbeddedPostgresOptions {
  /** Everything lies under its folder `postgres`; the password in `postgres-password`. Made when missing. */
  dataDir: string
  /** False skips fsync: for throw-away servers. A killed process loses nothing even so, a power cut everything. */
  durable?: boolean
  /** Aborted by a process that cannot wait for the start: what has been started is ended at once. */
  signal?: AbortSignal
  logger?: { log(message: string): void; error(message: string): void }
}

export interface EmbeddedPostgres {
  /** Of a superuser, on the database `support_chat`. Stays the same until `stop`. */
  url: string
  stop(): Promise<void>
  /** For a process that cannot wait: ends PostgreSQL at once. The next start repeats its log; nothing committed is lost. */
  abandon(): void
}

const DATABASE = 'support_chat'
const urlOf = ({ password }: PostgresCluster, port: number | null, database: string) =>
  `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`
/** How long a database may take to recover from a crash or to finish stopping. */
const PATIENCE_MS = 60_000
/** How long the lock of a process killed a moment ago may linger. */
const LOCK_PATIENCE_MS = 2_000
/** Any number that nobody else uses on this server. */
const LOCK = 7_305_120_418

/**
 * Starts PostgreSQL on a free port of 127.0.0.1, or takes over the one that a killed run left running.
 *
 * PostgreSQL runs as a process of its own, so that a killed Node does not take it along. One Node at a time uses a
 * `dataDir`: it holds an advisory lock, which ends with its connection, however it dies. Should PostgreSQL die while
 * Node lives, it is started again on the same port.
 * @throws StartError with one sentence for the operator
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  clearPostgresEnvironment()
  const dataDir = resolve(options.dataDir)
  const cluster = await PostgresCluster.prepare(dataDir, options.durable ?? true)
  const server = new EmbeddedServer(cluster, dataDir, options.logger)
  const giveUp = () => {
    server.abandon()
  }
  options.signal?.addEventListener('abort', giveUp)
  try {
    await server.open()
  } catch (error) {
    await server.undo()
    throw error
  } finally {
    options.signal?.removeEventListener('abort', giveUp)
  }
  return server
}

/** The URL of the one that another process has started; null where none runs. It may stop at any time. */
export async function runningEmbeddedPostgres(dataDir: string): Promise<string | null> {
  if (!existsSync(join(dataDir, 'postgres', 'data'))) return null
  clearPostgresEnvironment()
  const cluster = await PostgresCluster.prepare(resolve(dataDir), true)
  const running = await cluster.postmaster()
  return running && urlOf(cluster, running.port, DATABASE)
}

class EmbeddedServer implements EmbeddedPostgres {
  private port: number | null = null
  private pid: number | null = null
  /** Holds the lock. */
  private session: pg.Client | null = null
  /** PostgreSQL is ours to end: we have started it, or hold its lock. */
  private ours = false
  private stopped: Promise<void> | null = null
  private recovering: Promise<void> | null = null

  constructor(
    private readonly cluster: PostgresCluster,
    private readonly dataDir: string,
    private readonly logger: EmbeddedPostgresOptions['logger'],
  ) {}

  get url(): string {
    return urlOf(this.cluster, this.port, DATABASE)
  }

  async open(): Promise<void> {
    const session = await this.attach()
    try {
      await this.lock(session)
      this.ours = true
      await createDatabase(session)
    } catch (error) {
      await session.end().catch(() => undefined)
      throw error
    }
    this.session = session
    session.once('end', () => (this.recovering = this.recover()))
  }

  stop(): Promise<void> {
    this.stopped ??= this.close()
    return this.stopped
  }

  abandon(): void {
    this.stopped ??= Promise.resolve()
    const pid = this.ours ? (this.cluster.pid() ?? this.pid) : null
    if (pid) end(pid)
  }

  /** After a start that failed: nothing of it goes on running, and what is somebody else's does. */
  async undo(): Promise<void> {
    this.stopped ??= Promise.resolve()
    if (this.ours) await this.cluster.stop().catch(() => undefined)
  }

  /** The lock is held to the end: PostgreSQL itself hangs up. What is just starting it again is let finish, or it stays. */
  private async close(): Promise<void> {
    await this.recovering
    if (this.ours) await this.cluster.stop()
    this.ours = false
    await this.session?.end()
  }

  /** Connects to the running postmaster, after starting one where none runs. */
  private async attach(): Promise<pg.Client> {
    const deadline = Date.now() + PATIENCE_MS
    while (Date.now() < deadline && !this.stopped) {
      const running = await this.cluster.postmaster()
      if (running) {
        this.port = running.port
        this.pid = running.pid
        const session = await this.connect()
        if (session) return session
      } else if (await this.start()) {
        continue
      }
      await delay(50)
    }
    throw new StartError(`The embedded database in ${this.dataDir} does not answer: end its process and start again.`)
  }

  /** Ours from before it runs: the start may be given up meanwhile. */
  private async start(): Promise<boolean> {
    this.ours = true
    const started = await this.cluster.start(this.port ?? (await freePort()))
    this.ours = started
    return started
  }

  /** @returns null while the postmaster is starting or stopping. */
  private async connect(): Promise<pg.Client | null> {
    const client = new pg.Client({
      connectionString: urlOf(this.cluster, this.port, 'postgres'),
      connectionTimeoutMillis: 5_000,
      query_timeout: PATIENCE_MS,
    })
    client.on('error', (error) => {
      if (!this.stopped) this.logger?.error(`The embedded database hung up: ${error.message}`)
    })
    try {
      await client.connect()
      return client
    } catch (error) {
      await client.end().catch(() => undefined)
      if ((error as { code?: string }).code !== '28P01') return null
      throw new StartError(
        `The password in ${this.dataDir}/postgres-password is not the embedded database's: put back the right file, or remove ${this.dataDir}/postgres with all its data.`,
      )
    }
  }

  private async lock(session: pg.Client): Promise<void> {
    const deadline = Date.now() + LOCK_PATIENCE_MS
    for (;;) {
      const { rows } = await session.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [LOCK])
      if (rows[0]?.locked) return
      if (Date.now() > deadline) {
        this.ours = false
        throw new StartError(`Another Support Chat is running on ${this.dataDir}: stop it first, or set DATA_DIR.`)
      }
      await delay(50)
    }
  }

  private async recover(): Promise<void> {
    if (this.stopped) return
    this.logger?.log('The embedded database stopped by itself: starting it again.')
    try {
      await this.open()
    } catch (error) {
      if (!this.stopped) this.logger?.error(error instanceof Error ? error.message : String(error))
    }
  }
}

async function createDatabase(session: pg.Client): Promise<void> {
  const { rowCount } = await session.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE])
  if (!rowCount) await session.query(`CREATE DATABASE ${DATABASE}`)
}

/** At once, without waiting for what is under way. */
function end(pid: number): void {
  try {
    process.kill(pid, 'SIGQUIT')
  } catch {
    // It is gone already.
  }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((listening, failed) => probe.once('error', failed).listen(0, '127.0.0.1', listening))
  const { port } = probe.address() as AddressInfo
  await new Promise((closed) => probe.close(closed))
  return port
}
