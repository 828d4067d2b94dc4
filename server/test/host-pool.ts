import { DataSource } from 'typeorm'
import type { Config } from '../src/config/config.js'
import { migrateDatabase } from '../src/database/data-source.js'
import { createDatabase, EMPTY } from './create-database.js'

const SCHEMA = 'support_chat'

/** An application's pool of connections, of which the server under test takes its own. */
export interface HostPool {
  readonly config: Pick<Config, 'databaseUrl' | 'dataSource' | 'schema'>
  close(): Promise<void>
}

let template: string | null = null

/**
 * Has the servers of these tests run as a module does on an application's pool: the `search_path` there leads past their
 * tables.
 */
export function useHostPool(): void {
  let database: Awaited<ReturnType<typeof createDatabase>>
  beforeAll(async () => {
    database = await createDatabase(EMPTY)
    await migrateDatabase({ databaseUrl: database.url, schema: SCHEMA })
    template = new URL(database.url).pathname.slice(1)
  })
  afterAll(async () => {
    template = null
    await database.drop()
  })
}

/** What `CREATE DATABASE` takes, for the tables where the server expects them. */
export const preparedDatabase = () => `TEMPLATE ${template ?? process.env.TEST_POSTGRES_TEMPLATE}`

/** Null where servers have pools of their own. */
export async function connectHost(databaseUrl: string): Promise<HostPool | null> {
  if (template === null) return null
  const url = new URL(databaseUrl)
  url.search = ''
  const dataSource = await new DataSource({ type: 'postgres', url: url.href }).initialize()
  // Tests ask the database with names as they are where the tables are alone.
  url.searchParams.set('options', `-csearch_path=${SCHEMA}`)
  return {
    config: { databaseUrl: url.href, dataSource, schema: SCHEMA },
    close: () => dataSource.destroy(),
  }
}
