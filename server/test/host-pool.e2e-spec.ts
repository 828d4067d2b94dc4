import { randomUUID } from 'node:crypto'
import { routes, staffRoutes, type WebhookDeliveryPage, type WebhookWithSecret } from '@support-chat/shared'
import type { DataSource, QueryRunner } from 'typeorm'
import { LOCK_STAMPING } from '../src/events/event.sql.js'
import { call } from './call.js'
import { createDatabase } from './create-database.js'
import { eventually } from './eventually.js'
import { preparedDatabase, useHostPool } from './host-pool.js'
import { TcpProxy } from './tcp-proxy.js'
import { startTestApp, useTestApp, type TestApp } from './test-app.js'
import { WebhookReceiver } from './webhook-receiver.js'

/** Those that ask the database most: by TypeORM and by statements of our own, in transactions and outside of them. */
const FILES = ['api-keys', 'chat-search', 'events']

useHostPool()

describe.each(FILES)("On an application's pool: %s", (file) => {
  jest.requireActual(`./${file}.e2e-spec`)
})

describe("An application's pool", () => {
  let server: TestApp
  let staff: string
  useTestApp((...started) => ([server, staff] = started))

  const host = () => server.config.dataSource as DataSource
  const me = () => call(server.url + routes.me, 'GET', { token: server.userToken('ada') })

  /** All connections that the application may have. */
  async function takeAll(): Promise<QueryRunner[]> {
    const runners = Array.from({ length: 10 }, () => host().createQueryRunner())
    await Promise.all(runners.map((runner) => runner.connect()))
    return runners
  }
  const release = (runners: QueryRunner[]) => Promise.all(runners.map((runner) => runner.release()))

  it('has the settings afterwards that its connections had', async () => {
    await Promise.all(
      Array.from({ length: 10 }, () => call(server.url + routes.userChat, 'GET', { token: server.userToken('ada') })),
    )
    const runners = await takeAll()
    const settings = await Promise.all(
      runners.map((runner) =>
        runner.query(`SELECT current_setting('search_path') AS path, current_setting('lock_timeout') AS lock`),
      ),
    )
    expect(settings).toEqual(runners.map(() => [{ path: '"$user", public', lock: '0' }]))
    await release(runners)
  })

  it('sends webhooks, and keeps what came of them', async () => {
    const receiver = await WebhookReceiver.start()
    const ask = <T>(path: string, method: string, token: string, body?: object) =>
      call<T>(server.url + path, method, { token, ...(body && { body }) })
    const made = await ask<WebhookWithSecret>(staffRoutes.webhooks, 'POST', staff, { url: receiver.url })
    const message = { content: 'Hello', client_id: randomUUID() }
    await ask(routes.userMessages, 'POST', server.userToken('ada'), message)
    await eventually(() => receiver.messages[0], 'the message')
    const deliveries = await eventually(async () => {
      const { body } = await ask<WebhookDeliveryPage>(staffRoutes.webhookDeliveries(made.body.id), 'GET', staff)
      return body.deliveries.find(({ event_type }) => event_type === 'message.created')
    }, 'the delivery')
    expect(deliveries).toMatchObject({ status: 'succeeded', attempts: 1 })
    await receiver.stop()
  })

  it('has the lock of those who stamp events in common with a pool whose connections know the schema', async () => {
    const runner = host().createQueryRunner()
    await runner.startTransaction()
    const stamping = LOCK_STAMPING.in(server.config.schema)
    await eventually(
      async () => ((await runner.query(stamping)) as [{ locked: boolean }])[0].locked || null,
      'the lock',
    )
    expect(await server.sql('SHOW search_path')).toEqual([{ search_path: server.config.schema }])
    expect(await server.sql(LOCK_STAMPING.in(null))).toEqual([{ locked: false }])
    await runner.rollbackTransaction()
    await runner.release()
  })

  it('that has no connection left is waited for 5 s, and again by the next request', async () => {
    const runners = await takeAll()
    expect(await me()).toMatchObject({ status: 503, body: { code: 'unavailable' } })
    await release(runners)
    expect(await me()).toMatchObject({ status: 200 })
  })
})

describe("A connection of an application's pool that does not answer", () => {
  it('is closed after 9 s, and the request answered that it can be tried again', async () => {
    const database = await createDatabase(preparedDatabase())
    const line = await TcpProxy.to(`http://${new URL(database.url).host}`)
    const url = new URL(database.url)
    url.host = new URL(line.url).host
    const server = await startTestApp({ databaseUrl: url.href })
    const me = () => call(server.url + routes.me, 'GET', { token: server.userToken('ada') })
    expect((await me()).status).toBe(200)
    line.swallow()
    expect(await me()).toMatchObject({ status: 503, body: { code: 'unavailable' } })
    await eventually(async () => ((await me()).status === 200 ? true : null), 'a connection that answers')
    line.cut()
    await server.close()
    await line.close()
    await database.drop()
  })
})
