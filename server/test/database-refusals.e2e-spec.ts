import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { routes, type Ack, type SupportChat, type SupportMessage } from '@support-chat/shared'
import { call } from './call.js'
import { eventually } from './eventually.js'
import { startTestApp, type TestApp, type TestSocket } from './test-app.js'

const unavailable = { ok: false, error: { code: 'unavailable', message: expect.any(String) as string } }

let server: TestApp
const told: string[] = []

beforeEach(async () => {
  server = await startTestApp()
  told.length = 0
  const collect = (line: unknown) => void told.push(String(line))
  server.app.useLogger({ log: collect, warn: collect, error: collect, fatal: collect })
})
afterEach(() => server.close())

async function conversation(name: string, token = server.userToken(name)) {
  const { body } = await call<SupportChat>(server.url + routes.userChat, 'GET', { token: server.userToken(name) })
  const socket = await server.connect(token)
  return (content: string, client_id: string = randomUUID()): Promise<Ack<SupportMessage>> =>
    (socket as TestSocket).timeout(60_000).emitWithAck('send_message', { chat_id: body.id, content, client_id })
}

describe('A database that refuses what it is asked', () => {
  /** As PostgreSQL itself refuses, in the middle of its work. */
  const refuseMessages = (state: string) =>
    server.sql(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        RAISE EXCEPTION 'could not extend file "base/1/2": No space left on device' USING ERRCODE = '${state}'; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON support_messages FOR EACH ROW EXECUTE FUNCTION refuse()`)

  it.each([
    ['53100', /disk of PostgreSQL is full.*free space/],
    ['25006', /takes no writes.*primary/],
    ['53300', /no connection left.*max_connections/],
    ['58030', /cannot be reached/],
  ])(
    'with %s: senders hear that it is unavailable, the operator hears once why, and what helps',
    async (state, why) => {
      const send = await conversation('ada')
      await refuseMessages(state)
      const id = randomUUID()
      for (let times = 0; times < 5; times++) expect(await send('hello', id)).toEqual(unavailable)
      expect(told.filter((line) => why.test(line))).toHaveLength(1)
      expect(told).toHaveLength(1)
      await server.sql('DROP TRIGGER refuse ON support_messages')
      expect(await send('hello', id)).toMatchObject({ ok: true, data: { sequence: 1 } })
    },
  )

  it('is not ready while it takes no writes, and is again once it does, on new connections', async () => {
    const send = await conversation('ada')
    const [{ name }] = (await server.sql<{ name: string }>('SELECT current_database() AS name')) as [{ name: string }]
    const ready = async () => (await fetch(`${server.url}/api/health/ready`)).status
    await server.sql(`ALTER DATABASE ${name} SET default_transaction_read_only = on`)
    await server.sql(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'support-chat'`,
    )
    expect(await send('hello')).toEqual(unavailable)
    expect(await ready()).toBe(503)
    await server.sql(`ALTER DATABASE ${name} SET default_transaction_read_only = off`)
    // Its connections still take no writes; each is given up as soon as it is found out.
    await eventually(async () => ((await send('hello')).ok ? true : null), 'the message to be stored')
    await eventually(async () => ((await ready()) === 200 ? true : null), 'it to be ready')
  })
})

describe('A database that stands still', () => {
  it('has sends refused at once where too many wait, one chat’s before the others’, and all that wait are answered', async () => {
    const flood = await conversation('ada', await server.staffToken())
    const other = await conversation('bob')
    const holder = new Client({ connectionString: server.config.databaseUrl ?? '' })
    await holder.connect()
    await holder.query('BEGIN; LOCK TABLE support_chats IN ACCESS EXCLUSIVE MODE')
    let refused = 0
    const answers = Array.from({ length: 2_000 }, async (_, at) => {
      const answer = await flood(`message ${at}`)
      if (!answer.ok) refused++
      return answer
    })
    await eventually(() => (refused > 500 ? true : null), 'refusals')
    const [{ waiting }] = (await server.sql<{ waiting: number }>(
      `SELECT count(*)::integer AS waiting FROM pg_locks WHERE NOT granted`,
    )) as [{ waiting: number }]
    expect(waiting).toBeLessThanOrEqual(10)
    const bystander = other('from another user')
    await holder.query('COMMIT')
    await holder.end()
    expect(await bystander).toMatchObject({ ok: true })
    const all = await Promise.all(answers)
    for (const answer of all) if (!answer.ok) expect(answer).toEqual(unavailable)
    const rows = await server.sql(`SELECT FROM support_messages WHERE sender_type = 'admin'`)
    expect(rows).toHaveLength(all.filter(({ ok }) => ok).length)
    expect(rows.length).toBeGreaterThan(0)
  })
})
