import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { startEmbeddedPostgres } from '../embedded-postgres/embedded-postgres.js'

/** A schema of its own, on a given PostgreSQL or on one that is started for it. */
export interface TestDatabase {
  readonly url: string
  readonly schema: string
  /** Drops the schema, and stops what was started. */
  close(): Promise<void>
}

/** @param dataDir for a PostgreSQL that is started */
export async function openTestDatabase(given: string | undefined, dataDir: string): Promise<TestDatabase> {
  const schema = `support_chat_test_${randomBytes(6).toString('hex')}`
  if (given !== undefined) return { url: given, schema, close: () => dropSchema(given, schema) }
  const embedded = await startEmbeddedPostgres({ dataDir, durable: false })
  return { url: embedded.url, schema, close: () => embedded.stop() }
}

async function dropSchema(url: string, schema: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
  } finally {
    await client.end()
  }
}
