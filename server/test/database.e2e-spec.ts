import { routes, type ChatListPage } from '@support-chat/shared'
import { Client } from 'pg'
import { DataSource } from 'typeorm'
import { call } from './call.js'
import { createDatabase, EMPTY, startTestApp } from './test-app.js'

describe('the database', () => {
  it('is migrated once when several processes start at the same time', async () => {
    const database = await createDatabase(EMPTY)
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

  it('is migrated a step at a time, so that what one step locks is free while the next one runs', async () => {
    const database = await createDatabase(EMPTY)
    const app = await startTestApp({ databaseUrl: database.url })
    const [steps] = await app.sql<{ all: string; transactions: string }>(
      'SELECT count(*) AS all, count(DISTINCT xmin::text) AS transactions FROM support_chat_migrations',
    )
    expect(Number(steps?.all)).toBeGreaterThan(1)
    expect(steps?.transactions).toBe(steps?.all)
    await app.close()
    await database.drop()
  })

  it('goes back to before the last migration and forth again with data in it, and finds it then', async () => {
    const database = await createDatabase(EMPTY)
    const before = await startTestApp({ databaseUrl: database.url })
    const body = { content: '我的订单什么时候发货？', client_id: crypto.randomUUID() }
    await call(before.url + routes.userMessages, 'POST', { token: before.userToken('wei'), body })
    await before.app.get(DataSource).undoLastMigration()
    await before.close()

    const after = await startTestApp({ databaseUrl: database.url })
    const list = `${after.url}${routes.adminChats}?q=${encodeURIComponent('订单')}`
    const { body: page } = await call<ChatListPage>(list, 'GET', { token: await after.staffToken() })
    expect(page.chats.map(({ user_email }) => user_email)).toEqual(['wei@example.com'])
    await after.close()
    await database.drop()
  })
})
