import type { NestExpressApplication } from '@nestjs/platform-express'
import type { Logger } from 'pino'
import { setTimeout as delay } from 'node:timers/promises'
import { cannotListen, METRICS_VARIABLES } from './config/cannot-listen.js'
import { ClientAddresses } from './config/client-addresses.js'
import { Config } from './config/config.js'
import { checkDataDir } from './config/data-dir.js'
import { environment, loadConfig } from './config/env.js'
import { StartError } from './config/start-error.js'
import { startWarnings } from './config/start-warnings.js'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres/embedded-postgres.js'
import { checkDatabase } from './database/check-database.js'
import { banner } from './hosting/banner.js'
import { findAvailablePort } from './hosting/find-available-port.js'
import { createLog } from './logging/log.js'
import { NestLog } from './logging/nest-log.js'
import { requestLog } from './logging/request-log.js'
import { checkRedis } from './redis/check-redis.js'

/** How long load balancers have to notice that this process is no longer ready, before connections are closed. */
const NOTICE_MS = { development: 0, production: 3_000 }
/** Under npm, Ctrl-C reaches the process twice: from the terminal, and from npm. Both count as one. */
const SAME_SIGNAL_MS = 1_000
/** A shutdown that takes longer is given up. */
const SHUTDOWN_LIMIT_MS = 25_000

let embedded: EmbeddedPostgres | null = null
let app: NestExpressApplication | null = null
let stoppingSince: number | null = null
/** Aborts the start of the embedded database. */
const abandoned = new AbortController()

process.setSourceMapsEnabled(true)
const started = start().catch(fail)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)

async function start(): Promise<{ config: Config; log: Logger }> {
  const config = await readConfig()
  const log = createLog(config)
  const nestLog = new NestLog(log)
  const unwritable = await checkDataDir(config)
  for (const warning of [...startWarnings(config, environment()), ...(unwritable ? [unwritable] : [])]) {
    log.warn({ context: 'Start' }, warning)
  }
  if (config.redisUrl) await checkRedis(config.redisUrl)
  if (config.databaseUrl) await checkDatabase(config.databaseUrl)
  else embedded = await startEmbeddedPostgres({ dataDir: config.dataDir, logger: nestLog, signal: abandoned.signal })

  const databaseUrl = config.databaseUrl ?? embedded?.url ?? null
  // Loading the application takes longest: wrong settings have been reported by now.
  const { createApp } = await import('./create-app.js')
  app = await createApp(new Config({ ...config, databaseUrl }), { logger: nestLog })
  app.getHttpServer().prependListener('request', requestLog(log, app.get(ClientAddresses).trusts))
  await app.listen(config.port, config.host).catch((error: unknown) => {
    throw cannotListen(error, config)
  })
  announce(config, log)
  return { config, log }
}

/** The configuration with a real port instead of 0, because URLs contain it. */
async function readConfig(): Promise<Config> {
  const config = loadConfig()
  const port = await findAvailablePort(config.port, config.host)
  const { metrics } = config
  if (metrics) await findAvailablePort(metrics.port, metrics.host, METRICS_VARIABLES)
  return port === config.port ? config : loadConfig({ ...environment(), PORT: String(port) })
}

function announce(config: Config, log: Logger): void {
  if (config.environment === 'development') process.stdout.write(banner(config))
  else log.info({ host: config.host, port: config.port, publicUrl: config.publicUrl }, 'Support Chat is ready')
}

async function fail(error: unknown): Promise<never> {
  const reason = error instanceof StartError ? error.message : error instanceof Error ? error.stack : String(error)
  process.stderr.write(`${reason}\n`)
  await close().catch(() => undefined)
  process.exit(1)
}

/** The first signal stops the server gracefully, after a start that is under way; a later one at once. */
function stop(): void {
  if (stoppingSince !== null) {
    if (Date.now() - stoppingSince > SAME_SIGNAL_MS) abandon()
    return
  }
  stoppingSince = Date.now()
  setTimeout(abandon, SHUTDOWN_LIMIT_MS).unref()
  void finish()
}

async function finish(): Promise<void> {
  const { config, log } = await started
  log.info('No longer ready: finishing what is under way')
  const { Readiness } = await import('./health/readiness.js')
  app?.get(Readiness, { strict: false }).stop()
  await delay(NOTICE_MS[config.environment])
  try {
    if (config.environment === 'production') await drain()
    await close()
    log.info('Stopped')
    process.exit(0)
  } catch (error) {
    await fail(error)
  }
}

async function drain(): Promise<void> {
  const { SocketDrain } = await import('./realtime/socket-drain.js')
  await app?.get(SocketDrain, { strict: false }).run()
}

async function close(): Promise<void> {
  await app?.close()
  app = null
  await embedded?.stop()
  embedded = null
}

function abandon(): never {
  abandoned.abort()
  embedded?.abandon()
  process.exit(1)
}
