import type { Config } from '../config/config.js'
import { runningEmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js'
import { checkDatabase } from '../database/check-database.js'

/**
 * Opens the configured database for a program, whether the server runs or not. An embedded database that a server uses is
 * left running.
 * @throws StartError
 */
export async function openConfiguredDatabase({
  databaseUrl,
  dataDir,
}: Config): Promise<{ url: string; close(): Promise<void> }> {
  const running = databaseUrl ?? (await runningEmbeddedPostgres(dataDir))
  if (running) {
    await checkDatabase(running)
    return { url: running, close: () => Promise.resolve() }
  }
  const embedded = await startEmbeddedPostgres({ dataDir })
  return { url: embedded.url, close: () => embedded.stop() }
}
