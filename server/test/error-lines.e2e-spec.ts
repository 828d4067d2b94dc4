import { randomUUID } from 'node:crypto'
import { routes, type ApiError, type SupportChat } from '@support-chat/shared'
import { ClientAddresses } from '../src/config/client-addresses.js'
import { createLog } from '../src/logging/log.js'
import { NestLog } from '../src/logging/nest-log.js'
import { requestLog } from '../src/logging/request-log.js'
import { call } from './call.js'
import { eventually } from './eventually.js'
import { startTestApp, type TestApp } from './test-app.js'

const lines: string[] = []
const logged = (msg: string) =>
  lines.map((line) => JSON.parse(line) as { msg: string }).filter((line) => line.msg === msg)

describe('The log line of an internal error', () => {
  let server: TestApp
  const token = () => server.userToken('ada')

  beforeAll(async () => {
    server = await startTestApp()
    // As in main.ts.
    const log = createLog({ environment: 'production' }, { write: (line) => lines.push(line) })
    server.app.useLogger(new NestLog(log))
    server.app.getHttpServer().prependListener('request', requestLog(log, server.app.get(ClientAddresses).trusts))
    await call(server.url + routes.userChat, 'GET', { token: token() })
    await server.sql(`
      CREATE FUNCTION break() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a defect'; END $$;
      CREATE TRIGGER break BEFORE INSERT ON support_messages FOR EACH ROW EXECUTE FUNCTION break()`)
  })
  beforeEach(() => (lines.length = 0))
  afterAll(() => server.close())

  it('has the id of the request, which its own line and its answer have too', async () => {
    const answer = await fetch(server.url + routes.userMessages, {
      method: 'POST',
      headers: { authorization: `Bearer ${token()}`, 'content-type': 'application/json' },
      body: JSON.stringify({ content: 'secret words', client_id: randomUUID() }),
    })
    expect(((await answer.json()) as ApiError).code).toBe('internal')
    const id = answer.headers.get('x-request-id')
    expect(id).toMatch(/^[0-9a-f-]{36}$/)
    const err = { stack: expect.stringContaining('a defect') as string }
    expect(logged('Failed to answer a request')).toMatchObject([{ level: 'error', req: { id }, err }])
    // It is written once the answer has gone.
    const request = `POST ${routes.userMessages} 500`
    await eventually(() => (logged(request).length > 0 ? true : null), 'the line of the request')
    expect(logged(request)).toMatchObject([{ level: 'error', req: { id } }])
    expect(lines.join('')).not.toContain('secret words')
  })

  it('has the id of the socket whose event it was', async () => {
    const { body: chat } = await call<SupportChat>(server.url + routes.userChat, 'GET', { token: token() })
    const socket = await server.connect(token())
    const answer = await socket
      .timeout(60_000)
      .emitWithAck('send_message', { chat_id: chat.id, content: 'secret words', client_id: randomUUID() })
    expect(answer).toMatchObject({ ok: false, error: { code: 'internal' } })
    const err = { stack: expect.stringContaining('a defect') as string }
    expect(logged('Failed to handle an event')).toMatchObject([{ level: 'error', socket: socket.id, err }])
    expect(lines.join('')).not.toContain('secret words')
  })
})
