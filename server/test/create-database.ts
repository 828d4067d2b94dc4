import { randomUUID } from 'node:crypto'
import { Client } from 'pg'

/** What a server meets that starts for the first time. */
export const EMPTY = 'TEMPLATE template1'

/**
 * A fresh database on the server that Jest's global set-up has started: with all tables, and nothing in them.
 * @param options what `CREATE DATABASE` takes beside the name, where it shall be another one: {@link EMPTY}
 */
export async function createDatabase(
  options = `TEMPLATE ${process.env.TEST_POSTGRES_TEMPLATE}`,
): Promise<{ url: string; drop(): Promise<void> }> {
  const server = process.env.TEST_POSTGRES_URL
  if (!server) throw new Error('TEST_POSTGRES_URL is not set: run through the Jest configuration')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const onServer = async (statement: string) => {
    const client = new Client({ connectionString: server })
    await client.connect()
    await client.query(statement).finally(() => client.end())
  }
  await onServer(`CREATE DATABASE ${name} ${options}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) }
}
