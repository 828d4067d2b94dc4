import { Client } from 'pg'
import { createDatabase, startTestApp } from './test-app.js'

describe('the database', () => {
  it('is migrated once when several processes start at the same time', async () => {
    const database = await createDatabase()
    const apps = await Promise.all([1, 2, 3].map(() => startTestApp({ databaseUrl: database.url })))
    const client = new Client({ connectionString: database.url })
    await client.connect()
    const { rows } = await client.query<{ name: string }>('SELECT name FROM support_chat_migrations')
    expect(rows.map(({ name }) => name)).toEqual([...new Set(rows.map(({ name }) => name))])
    expect(rows.length).toBeGreaterThan(0)
    await client.end()
    await Promise.all(apps.map((app) => app.close()))
    await database.drop()
  })
})
