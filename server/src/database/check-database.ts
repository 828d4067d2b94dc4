import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { StartError } from '../config/start-error.js'
import { describeConnectionError } from '../config/describe-connection-error.js'

const OLDEST = 14
const PATIENCE_MS = 10_000
const GOODBYE_MS = 1_000

/**
 * Asks the database of DATABASE_URL who it is.
 * @param patience how long each of connecting and asking may take, in milliseconds
 * @throws StartError with one sentence when it cannot be reached, refuses the account, or is too old
 */
export async function checkDatabase(url: string, patience = PATIENCE_MS): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: patience,
    query_timeout: patience,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ server_version_num: string }>('SHOW server_version_num')
    const version = Math.floor(Number(rows[0]?.server_version_num) / 10_000)
    if (version < OLDEST) throw new StartError(`DATABASE_URL is PostgreSQL ${version}: ${OLDEST} or newer is needed.`)
  } catch (error) {
    if (error instanceof StartError) throw error
    throw new StartError(`DATABASE_URL does not lead to a database: ${reasonOf(error, new URL(url))}.`)
  } finally {
    // A server that has fallen silent does not hang up either.
    await Promise.race([client.end().catch(() => undefined), delay(GOODBYE_MS)])
  }
}

/** Without the URL's password. */
function reasonOf(error: unknown, url: URL): string {
  switch ((error as { code?: string }).code) {
    case '28P01':
      return `${url.host} refused the password of ${url.username}`
    case '3D000':
      return `${url.host} has no database ${url.pathname.slice(1)}`
    default:
      return describeConnectionError(error, url)
  }
}
