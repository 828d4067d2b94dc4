import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { appendMessages } from '../src/messages/message.sql.js'
import { createDatabase } from './test-app.js'

describe('A database whose statistics are as young as its tables', () => {
  let database: { url: string; drop(): Promise<void> }
  let client: Client
  beforeAll(async () => {
    database = await createDatabase()
    client = new Client({ connectionString: database.url })
    await client.connect()
  })
  afterAll(async () => {
    await client.end()
    await database.drop()
  })

  /** A user with a chat of so many messages. */
  async function chatOf(messages: number): Promise<{ user: string; chat: string }> {
    const [user, chat] = [randomUUID(), randomUUID()]
    const values = [user, chat]
    await client.query(`INSERT INTO users (id, role, email, external_id) VALUES ($1, 'user', $2, $2)`, [user, user])
    await client.query(`INSERT INTO support_chats (id, user_id, last_sequence) VALUES ($2, $1, ${messages})`, values)
    await client.query(
      `INSERT INTO support_messages (id, chat_id, sequence, client_id, sender_id, sender_type, content)
       SELECT gen_random_uuid(), $2, number, gen_random_uuid(), $1, 'user', 'Hello' FROM generate_series(1, ${messages}) number`,
      values,
    )
    return { user, chat }
  }

  /** The pages that a send reads, by the plan that was made for it while the tables were empty. */
  async function pagesRead({ user, chat }: { user: string; chat: string }): Promise<number> {
    const ids = Array.from({ length: 4 }, () => randomUUID())
    const [id, clientId, event, restored] = ids
    const given = [chat, user, 0, 'NULL', id, clientId, 'Hello', event, restored, 'NULL', false].map(
      (value) => `'{${value}}'`,
    )
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>(
      `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE append (${given.join(', ')}, true)`,
    )
    const { Plan: plan } = rows[0]!['QUERY PLAN'][0]
    expect(plan['Actual Rows']).toBe(1)
    return plan['Shared Hit Blocks']! + plan['Shared Read Blocks']!
  }

  it('lets a send read as much for a long conversation as for a new one', async () => {
    await client.query('SET plan_cache_mode = force_generic_plan')
    await client.query(`PREPARE append AS ${appendMessages().in(null)}`)
    const first = await chatOf(1)
    await pagesRead(first)
    const [short, long] = [await pagesRead(first), await pagesRead(await chatOf(5_000))]
    expect(long).toBeLessThan(2 * short)
  })
})
