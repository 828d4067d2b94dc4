import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common'
import { Redis, type Command, type RedisOptions } from 'ioredis'
import { IntervalTasks } from '../common/interval-tasks.js'
import { Config } from '../config/config.js'

/**
 * How a connection behaves while Redis is away.
 *
 * - `fail`: commands fail at once, and those under way within half a second. For the request path.
 * - `wait`: commands wait until Redis is back. For workers, which no request waits for.
 * - `block`: the same, for workers whose command is answered only when there is work.
 * - `listen`: the same, for subscriptions, which only receive: pings find out whether the connection is alive.
 */
export type WhileAway = 'fail' | 'wait' | 'block' | 'listen'

/** A connection on which an answer is overdue by this time is closed, so that commands do not pile up behind it. */
const SILENCE_MS = 3_000

/** Bull waits for work with commands that take up to five seconds. */
const BLOCKED_SILENCE_MS = 15_000

const PING_MS = 10_000

const WAIT: RedisOptions = { enableOfflineQueue: true, maxRetriesPerRequest: null }

const BEHAVIOUR: Record<WhileAway, RedisOptions> = {
  fail: { enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: 500, socketTimeout: SILENCE_MS },
  // Bull refuses connections with a ready check for its workers.
  wait: { ...WAIT, enableReadyCheck: false, socketTimeout: SILENCE_MS },
  block: { ...WAIT, enableReadyCheck: false, socketTimeout: BLOCKED_SILENCE_MS },
  listen: { ...WAIT, enableReadyCheck: false, socketTimeout: SILENCE_MS },
}

/** Opens, watches and closes all connections to Redis. The server works without it, and while it is away. */
@Injectable()
export class RedisConnections implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Redis')
  private readonly connections: Redis[] = []
  private readonly listening: Redis[] = []
  private away = false

  constructor(
    private readonly config: Config,
    private readonly tasks: IntervalTasks,
  ) {}

  onApplicationBootstrap(): void {
    this.tasks.start('ping Redis', PING_MS, () => this.listening.forEach(pingIfReady))
  }

  /** Whether this installation has a Redis at all. */
  get configured(): boolean {
    return this.config.redisUrl !== null
  }

  /** Opens a connection in the background; never waits for Redis. @throws Error when no Redis is configured */
  open(purpose: string, whileAway: WhileAway): Redis {
    if (this.config.redisUrl === null) throw new Error('REDIS_URL is not set')
    const connection = new Connection(this.config.redisUrl, {
      ...BEHAVIOUR[whileAway],
      connectionName: `support-chat:${purpose}`,
      connectTimeout: 5_000,
      keepAlive: 10_000,
      disconnectTimeout: 500,
      retryStrategy: (attempt) => Math.min(2 ** attempt * 50, 2_000) * (0.75 + Math.random() / 2),
      // After a failover the old primary refuses writes: reconnecting finds the new one.
      reconnectOnError: (error) => error.message.startsWith('READONLY'),
    })
    connection.on('error', (error: Error) => this.sayAway(error))
    connection.on('ready', () => this.sayBack())
    if (whileAway === 'listen') this.listening.push(connection)
    this.connections.push(connection)
    return connection
  }

  /** `off` where no Redis is configured. */
  state(): 'off' | 'up' | 'down' {
    if (!this.configured) return 'off'
    return this.allReady() ? 'up' : 'down'
  }

  /** The same, by asking Redis: it may be frozen while connections are open. Takes half a second at most. */
  async probe(): Promise<'off' | 'up' | 'down'> {
    if (this.state() !== 'up') return this.state()
    const asked = this.connections.filter(({ options }) => options.commandTimeout !== undefined)
    const answers = await Promise.allSettled(asked.map((connection) => connection.ping()))
    return answers.every(({ status }) => status === 'fulfilled') ? 'up' : 'down'
  }

  onApplicationShutdown(): void {
    for (const connection of this.connections) connection.disconnect()
  }

  private allReady(): boolean {
    return this.connections.every((connection) => connection.status === 'ready')
  }

  private sayAway(error: Error & { code?: string }): void {
    if (this.away) return
    this.away = true
    this.logger.warn(`Redis is away (${error.code ?? error.message}): each node serves on its own until it is back`)
  }

  private sayBack(): void {
    if (!this.away || !this.allReady()) return
    this.away = false
    this.logger.log('Redis is back')
  }
}

/** A failed command that nobody awaits, a broadcast for example, must not end the process as an unhandled rejection. */
class Connection extends Redis {
  override sendCommand(command: Command, stream?: Parameters<Redis['sendCommand']>[1]): unknown {
    command.promise.catch(() => undefined)
    return super.sendCommand(command, stream)
  }

  /** ioredis would go on waiting for the answer to a command that nobody waits for any more, and keep the process alive. */
  override disconnect(reconnect?: boolean): void {
    super.disconnect(reconnect)
    if (!reconnect) clearTimeout(this['socketTimeoutTimer'] as NodeJS.Timeout | undefined)
  }
}

function pingIfReady(connection: Redis): void {
  if (connection.status === 'ready') void connection.ping()
}
