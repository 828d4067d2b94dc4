import type { Config } from '../config/config.js'
import { runningEmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js'
import { checkDatabase } from '../database/check-database.js'

/**
 * The configured database, for a program that works on it beside the server or without one. An embedded one belongs to
 * the server that runs on it, if one does: it is left running then.
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
