import { existsSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { clearPostgresEnvironment } from '../config/env.js'
import { StartError } from '../config/start-error.js'
import { PostgresCluster } from './postgres-cluster.js'

export interface EmbeddedPostgresOptions {
  /** Has the folder `postgres` with everything, and the file `postgres-password`. Both are created where missing. */
  dataDir: string
  /** False skips fsync, for throw-away servers: a killed process still loses nothing, a power cut everything. */
  durable?: boolean
  /** Abort it to give up a start that is under way: what has been started is killed. */
  signal?: AbortSignal
  logger?: { log(message: string): void; error(message: string): void }
}

export interface EmbeddedPostgres {
  /** The URL of the database `support_chat`, as a superuser. Stays the same until `stop`. */
  url: string
  stop(): Promise<void>
  /** Kills PostgreSQL at once, for a process that must exit. The next start recovers from its log; nothing committed is lost. */
  abandon(): void
}

const DATABASE = 'support_chat'
const urlOf = ({ password }: PostgresCluster, port: number | null, database: string) =>
  `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`
/** How long a database may take to recover from a crash or to finish stopping. */
const PATIENCE_MS = 60_000
/** How long the lock of a process that was just killed may last. */
const LOCK_PATIENCE_MS = 2_000
/** An advisory lock that nothing else uses on this server. */
const LOCK = 7_305_120_418

/**
 * Starts PostgreSQL on a free port of 127.0.0.1, or takes over the one that a killed run left running.
 *
 * PostgreSQL runs in a process of its own, which survives when the Node process is killed. One Node process at a time uses
 * a `dataDir`: it holds an advisory lock, which ends with its connection, however it dies. If PostgreSQL dies first, it is
 * started again on the same port.
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

/** The URL of a PostgreSQL that another process has started; null where none runs. It may stop at any time. */
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
  /** Whether this process may stop PostgreSQL: it has started it, or holds its lock. */
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

  /** Cleans up after a failed start: stops what it has started, and leaves what belongs to another process. */
  async undo(): Promise<void> {
    this.stopped ??= Promise.resolve()
    if (this.ours) await this.cluster.stop().catch(() => undefined)
  }

  /** Keeps the lock until PostgreSQL closes the connection. Waits for a restart that is under way, which would outlive it. */
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

  /** Counts as started by this process even before it runs, because the start may be given up meanwhile. */
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

/** Kills the server without waiting for open transactions. */
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
