import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  routes,
  staffRoutes,
  type ApiError,
  type SupportChat,
  type SupportMessage,
  type Webhook,
  type WebhookDelivery,
  type WebhookDeliveryPage,
  type WebhookList,
  type WebhookTest,
  type WebhookWithSecret,
} from '@support-chat/shared'
import * as contract from '@support-chat/shared/contract'
import { Client } from 'pg'
import { WallClock } from '../src/common/clock.js'
import { IntervalTasks } from '../src/common/interval-tasks.js'
import { DISPATCH_WEBHOOKS } from '../src/webhooks/webhook-dispatcher.js'
import { SWEEP_DELIVERIES } from '../src/webhooks/webhook-deliveries.service.js'
import { call } from './call.js'
import { eventually } from './eventually.js'
import { ServerProcess } from './server-process.js'
import { SmtpSink } from './smtp-sink.js'
import { ADMIN, signIn, startTestApp, type TestApp } from './test-app.js'
import { verify, WebhookReceiver } from './webhook-receiver.js'

const HOUR = 3_600

let sink: SmtpSink
let server: TestApp
let staff: string
let receiver: WebhookReceiver
const receivers: WebhookReceiver[] = []

const request = <T = ApiError>(method: string, path: string, body?: unknown, token = staff) =>
  call<T & ApiError>(server.url + path, method, { token, ...(body !== undefined && { body }) })

async function add(url = receiver.url, more: object = {}): Promise<WebhookWithSecret> {
  const { status, body } = await request<WebhookWithSecret>('POST', staffRoutes.webhooks, { url, ...more })
  expect(status).toBe(201)
  return body
}

async function another(): Promise<WebhookReceiver> {
  const started = await WebhookReceiver.start()
  receivers.push(started)
  return started
}

let names = 0
async function newUser() {
  const name = `user${++names}`
  const token = server.userToken(name)
  const { body } = await call<SupportChat>(server.url + routes.userChat, 'GET', { token })
  return {
    name,
    chatId: body.id,
    say: (content: string) =>
      call<SupportMessage>(server.url + routes.userMessages, 'POST', {
        token,
        body: { content, client_id: randomUUID() },
      }),
  }
}

const deliveries = async ({ id }: { id: string }, query = '') =>
  (await request<WebhookDeliveryPage>('GET', `${staffRoutes.webhookDeliveries(id)}${query}`)).body
const find = async ({ id }: { id: string }) =>
  (await request<WebhookList>('GET', staffRoutes.webhooks)).body.webhooks.find((webhook) => webhook.id === id)!

const receivedAll = (receiver: WebhookReceiver, ...messages: string[]) =>
  eventually(
    () => (messages.every((message) => receiver.messages.includes(message)) ? receiver.received : null),
    `the messages ${messages.join(', ')}`,
  )

/** The delivery of a message, once it has been tried so often. */
const tried = (endpoint: { id: string }, attempts: number, status: WebhookDelivery['status'] = 'pending') =>
  eventually(async () => {
    const { deliveries: all } = await deliveries(endpoint)
    return all.find((one) => one.event_type === 'message.created' && one.attempts === attempts && one.status === status)
  }, `attempt ${attempts} to be ${status}`)

/** Moves the time of day forward. */
function forward(seconds: number): void {
  const clock = server.app.get(WallClock, { strict: false })
  const now = clock.now.bind(clock)
  clock.now = () => new Date(now().getTime() + seconds * 1_000)
}
const dispatch = () => server.app.get(IntervalTasks, { strict: false }).run(DISPATCH_WEBHOOKS)

beforeAll(async () => {
  sink = await SmtpSink.start()
})
afterAll(() => sink.stop())
beforeEach(async () => {
  receiver = await another()
})
afterEach(async () => {
  for (const started of receivers.splice(0)) await started.stop()
})

async function start() {
  server = await startTestApp({ smtpUrl: sink.url })
  staff = await server.staffToken()
}

describe('An endpoint', () => {
  beforeAll(start)
  afterEach(() => server.sql('DELETE FROM webhook_endpoints'))
  afterAll(() => server.close())

  it('is added with a secret that is shown once, listed, changed and deleted', async () => {
    const made = await add(receiver.url, {
      description: 'The shop',
      event_types: ['message.created', 'message.created'],
    })
    expect(contract.webhookWithSecret.parse(made)).toEqual(made)
    expect(made).toMatchObject({ state: 'enabled', event_types: ['message.created'], description: 'The shop' })
    expect(Buffer.from(/^whsec_(.+)$/.exec(made.secret)![1]!, 'base64')).toHaveLength(32)
    const { secret, ...webhook } = made
    const { body } = await request<WebhookList>('GET', staffRoutes.webhooks)
    expect(body).toEqual({ webhooks: [webhook] })
    expect(JSON.stringify(body)).not.toContain(secret)
    const changes = { event_types: null, description: null, state: 'disabled', url: `${receiver.url}/2` }
    const changed = await request<Webhook>('PATCH', staffRoutes.webhook(made.id), changes)
    expect(changed.body).toEqual({ ...webhook, ...changes, disabled_at: expect.any(String) as string })
    expect((await request<Webhook>('PATCH', staffRoutes.webhook(made.id), {})).body).toEqual(changed.body)
    expect((await request('DELETE', staffRoutes.webhook(made.id))).body).toEqual({})
    expect((await request<WebhookList>('GET', staffRoutes.webhooks)).body.webhooks).toEqual([])
  })

  it('keeps all changes that are made at once, and the secrets of two rotations', async () => {
    const made = await add()
    const holder = new Client({ connectionString: server.config.databaseUrl ?? undefined })
    await holder.connect()
    /** All of them are under way before the first may write. */
    const atOnce = async <T>(...asked: (() => Promise<T>)[]) => {
      await holder.query('BEGIN')
      await holder.query('SELECT FROM webhook_endpoints FOR UPDATE')
      const answers = Promise.all(asked.map((one) => one()))
      await eventually(async () => {
        const { rowCount } = await holder.query(
          "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
        )
        return rowCount === asked.length || null
      }, 'all to wait for the endpoint')
      await holder.query('COMMIT')
      return answers
    }
    const path = staffRoutes.webhook(made.id)
    await atOnce<unknown>(
      () => request('PATCH', path, { url: `${receiver.url}/2` }),
      () => request('PATCH', path, { description: 'The shop' }),
      () => request('PATCH', path, { event_types: ['message.created'] }),
    )
    const changed = { url: `${receiver.url}/2`, description: 'The shop', event_types: ['message.created'] }
    expect(await find(made)).toMatchObject(changed)
    const rotate = () => request<WebhookWithSecret>('POST', staffRoutes.rotateWebhookSecret(made.id))
    const rotated = (await atOnce(rotate, rotate)).map(({ body }) => body.secret)
    const [row] = await server.sql('SELECT secret, previous_secret FROM webhook_endpoints')
    expect(new Set(Object.values(row!))).toEqual(new Set(rotated))
    await holder.end()
  })

  it.each([
    {},
    { url: 'nonsense' },
    { url: 'ftp://example.com/' },
    { url: 'https://user:password@example.com/' },
    { url: `https://example.com/${'x'.repeat(2_000)}` },
    { url: 'https://example.com/', event_types: [] },
    { url: 'https://example.com/', event_types: ['message.sent'] },
    { url: 'https://example.com/', description: 'x'.repeat(201) },
  ])('is refused as %j', async (body) => {
    const refused = await request('POST', staffRoutes.webhooks, body)
    expect([refused.status, refused.body.code]).toEqual([400, 'invalid_request'])
  })

  it('is one of twenty at most, also where two are added at once', async () => {
    const url = 'https://example.com/'
    const answers = await Promise.all(
      Array.from({ length: 22 }, () => request<WebhookWithSecret>('POST', staffRoutes.webhooks, { url })),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(20)
    expect(answers.filter(({ body }) => body.code === 'conflict')).toHaveLength(2)
  })

  it('is staff’s alone, and not found where there is none', async () => {
    const user = server.userToken('ada')
    expect((await request('GET', staffRoutes.webhooks, undefined, user)).body.code).toBe('forbidden')
    const { id } = await add()
    for (const wrong of ['nonsense', randomUUID()]) {
      const answers = await Promise.all([
        request('PATCH', staffRoutes.webhook(wrong), {}),
        request('DELETE', staffRoutes.webhook(wrong)),
        request('POST', staffRoutes.rotateWebhookSecret(wrong)),
        request('POST', staffRoutes.testWebhook(wrong)),
        request('GET', staffRoutes.webhookDeliveries(wrong)),
        request('POST', staffRoutes.retryDelivery(wrong, wrong)),
        request('POST', staffRoutes.retryDelivery(id, wrong)),
      ])
      expect(new Set(answers.map(({ body }) => body.code))).toEqual(new Set(['not_found']))
    }
    expect((await request('GET', `${staffRoutes.webhookDeliveries(id)}?cursor=x`)).body.code).toBe('invalid_request')
  })

  it('is opened by an API key that may write webhooks, and by no other', async () => {
    const key = async (scope: string) =>
      (await request<{ key: string }>('POST', staffRoutes.apiKeys, { name: 'Robot', scopes: [scope] })).body.key
    const [writer, reader] = [await key('webhooks:write'), await key('events:read')]
    const { body } = await request<WebhookWithSecret>('POST', staffRoutes.webhooks, { url: receiver.url }, writer)
    expect(
      (await request<WebhookDeliveryPage>('GET', staffRoutes.webhookDeliveries(body.id), undefined, writer)).status,
    ).toBe(200)
    expect((await request('GET', staffRoutes.webhooks, undefined, reader)).body.code).toBe('forbidden')
    expect((await request('DELETE', staffRoutes.webhook(body.id), undefined, writer)).status).toBe(200)
  })

  it('answers a ping to the one who tests it, redirects and long answers too', async () => {
    const made = await add()
    const test = async () => (await request<WebhookTest>('POST', staffRoutes.testWebhook(made.id))).body
    receiver.answer = () => ({ status: 200, body: 'pong' })
    const answered = await test()
    expect(contract.webhookTest.parse(answered)).toEqual(answered)
    expect(answered).toMatchObject({ succeeded: true, response_status: 200, error: null, response_body: 'pong' })
    expect(verify(receiver.received[0]!, made.secret)).toMatchObject({ type: 'ping', data: {} })
    const elsewhere = await another()
    receiver.answer = () => ({ status: 307, headers: { location: elsewhere.url } })
    expect(await test()).toMatchObject({ succeeded: false, response_status: 307 })
    expect(elsewhere.received).toEqual([])
    receiver.answer = () => ({ status: 200, body: 'x'.repeat(10_000_000) })
    expect(await test()).toMatchObject({ succeeded: true, response_body: 'x'.repeat(1_000) })
    await receiver.stop()
    receivers.splice(receivers.indexOf(receiver), 1)
    expect(await test()).toMatchObject({ succeeded: false, response_status: null, error: 'connection' })
  })
})

describe('A webhook', () => {
  beforeEach(start)
  afterEach(() => server.close())

  it('is sent for each event, signed, under the event’s id, as the feed has it', async () => {
    const made = await add()
    const { say } = await newUser()
    await say('One')
    await say('Two')
    const received = await receivedAll(receiver, 'One', 'Two')
    const { events } = (await request<contract.EventPage>('GET', staffRoutes.events)).body
    expect(received.map(({ id }) => id)).toEqual(events.map(({ id }) => id))
    for (const [at, request] of received.entries()) {
      const { type, occurred_at, data } = events[at]!
      const sent = verify(request, made.secret)
      expect(Object.keys(sent as object)).toEqual(['type', 'timestamp', 'data'])
      if (type === 'message.created') expect(sent).toEqual({ type, timestamp: occurred_at, data })
      expect(request.headers['content-type']).toBe('application/json')
    }
    await tried(made, 1, 'succeeded')
    const page = await deliveries(made)
    expect(contract.webhookDeliveryPage.parse(page)).toEqual(page)
    expect(page.deliveries.map(({ event_id }) => event_id)).toEqual(events.map(({ id }) => id).reverse())
    const first = await deliveries(made, '?limit=1')
    const rest = await deliveries(made, `?cursor=${first.next_cursor}`)
    expect([...first.deliveries, ...rest.deliveries]).toEqual(page.deliveries)
    expect(rest.next_cursor).toBeNull()
  })

  it('is sent for the types that were asked for only', async () => {
    await add(receiver.url, { event_types: ['chat.archived'] })
    const { say, chatId } = await newUser()
    await say('Not this')
    await request('POST', routes.adminArchive(chatId))
    await eventually(() => receiver.sent[0], 'the event')
    expect(receiver.sent.map(({ type }) => type)).toEqual(['chat.archived'])
  })

  it('is signed by both secrets for a day after a rotation', async () => {
    const made = await add()
    const { body: rotated } = await request<WebhookWithSecret>('POST', staffRoutes.rotateWebhookSecret(made.id))
    expect(rotated.secret).not.toBe(made.secret)
    const { say } = await newUser()
    await say('Both')
    const [first] = (await receivedAll(receiver, 'Both')).slice(-1)
    expect(verify(first!, made.secret)).toEqual(verify(first!, rotated.secret))
    forward(24 * HOUR + 1)
    await say('New only')
    const [last] = (await receivedAll(receiver, 'New only')).slice(-1)
    expect(String(last!.headers['webhook-signature']).split(' ')).toHaveLength(1)
    expect(String(first!.headers['webhook-signature']).split(' ')).toHaveLength(2)
  })

  it('that fails is sent ten times in three days, under one id, and then has failed', async () => {
    const made = await add(receiver.url, { event_types: ['message.created'] })
    receiver.answer = () => ({ status: 500 })
    const { say } = await newUser()
    await say('Again')
    const waits = [5, 5 * 60, HOUR / 2, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 18 * HOUR, 22 * HOUR]
    for (const [at, wait] of waits.entries()) {
      const { attempted_at, next_attempt_at } = await tried(made, at + 1)
      expect(new Date(next_attempt_at!).getTime() - new Date(attempted_at).getTime()).toBe(wait * 1_000)
      forward(wait - 2)
      await dispatch()
      await dispatch()
      expect(receiver.received).toHaveLength(at + 1)
      forward(2)
      await dispatch()
    }
    const last = await tried(made, 10, 'failed')
    expect(last).toMatchObject({ response_status: 500, error: null, next_attempt_at: null })
    expect(new Set(receiver.received.map(({ id }) => id))).toEqual(new Set([last.event_id]))
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1)
    expect((await find(made)).state).toBe('enabled')

    receiver.answer = () => ({ status: 200 })
    const { body } = await request<WebhookDelivery>('POST', staffRoutes.retryDelivery(made.id, last.id))
    expect(body.status).toBe('pending')
    expect(await tried(made, 11, 'succeeded')).toMatchObject({ id: last.id, event_id: last.event_id })
  }, 120_000)

  it('is sent no sooner than the endpoint asks for, an hour at most, unless staff send it again', async () => {
    const made = await add(receiver.url, { event_types: ['message.created'] })
    const { say } = await newUser()
    receiver.answer = () => ({ status: 503, headers: { 'retry-after': '120' } })
    await say('Later')
    const busy = await tried(made, 1)
    const wait = ({ attempted_at, next_attempt_at }: WebhookDelivery) =>
      Date.parse(next_attempt_at!) - Date.parse(attempted_at)
    expect(wait(busy)).toBe(120_000)
    const { body: news } = await say('News')
    await eventually(async () => {
      const { events } = (await request<contract.EventPage>('GET', staffRoutes.events)).body
      return events.find(({ type, data }) => type === 'message.created' && data.message?.id === news.id)
    }, 'the news to be in the feed')
    forward(118)
    await dispatch()
    await dispatch()
    expect(receiver.messages).toEqual(['Later'])
    receiver.answer = () => ({ status: 429, headers: { 'retry-after': 'Fri, 31 Dec 2100 23:59:59 GMT' } })
    forward(2)
    await dispatch()
    expect((await receivedAll(receiver, 'News')).length).toBe(3)
    expect(wait(await tried(made, 2))).toBe(HOUR * 1_000)

    receiver.answer = () => ({ status: 204 })
    await request('POST', staffRoutes.retryDelivery(made.id, busy.id))
    await tried(made, 3, 'succeeded')
    expect(receiver.messages).toEqual(['Later', 'Later', 'News', 'Later'])
  })

  it('that is answered 410 disables its endpoint, tells staff, and is the last', async () => {
    const made = await add()
    receiver.answer = () => ({ status: 410 })
    const { say } = await newUser()
    const disabled = await eventually(async () => {
      const webhook = await find(made)
      return webhook.state === 'disabled' ? webhook : null
    }, 'the endpoint to be disabled')
    expect(disabled.disabled_reason).toBe('gone')
    const [mail] = await sink.waitFor(ADMIN.email)
    expect(mail?.subject).toBe('A webhook of Support Chat Support was disabled')
    expect(mail?.text).toContain(new URL(receiver.url).host)
    expect(mail?.text).not.toContain('/hook')
    const before = receiver.received.length
    await say('While disabled')
    const [gone] = (await deliveries(made)).deliveries
    expect(gone).toMatchObject({ status: 'failed', response_status: 410 })
    expect((await request('POST', staffRoutes.retryDelivery(made.id, gone!.id))).body.code).toBe('conflict')
    await dispatch()
    expect(receiver.received).toHaveLength(before)

    receiver.answer = () => ({ status: 200 })
    const enabled = await request<Webhook>('PATCH', staffRoutes.webhook(made.id), { state: 'enabled' })
    expect(enabled.body).toMatchObject({ state: 'enabled', disabled_reason: null, disabled_at: null })
    await receivedAll(receiver, 'While disabled')
  })

  it('of an endpoint where nothing gets through for five days is the last', async () => {
    const made = await add()
    const { say } = await newUser()
    receiver.answer = () => ({ status: 503 })
    await say('Monday')
    await tried(made, 1)
    forward(5 * 24 * HOUR - 60)
    await say('Friday')
    await eventually(() => (receiver.messages.includes('Friday') ? true : null), 'the attempt of Friday')
    await dispatch()
    expect((await find(made)).state).toBe('enabled')
    forward(120)
    await say('Saturday')
    const disabled = await eventually(async () => {
      const webhook = await find(made)
      return webhook.state === 'disabled' ? webhook : null
    }, 'the endpoint to be disabled')
    expect(disabled.disabled_reason).toBe('failing')
    await sink.waitFor(ADMIN.email, 2)
  })

  it('to an endpoint that never answers ends by itself, and delays nobody else', async () => {
    const slow = await add(receiver.url, { event_types: ['chat.created'] })
    receiver.answer = () => 'never'
    const quick = await another()
    await add(quick.url)
    const { say } = await newUser()
    for (let number = 0; number < 30; number++) await say(`Message ${number}`)
    await receivedAll(quick, 'Message 29')
    expect((await deliveries(slow)).deliveries).toEqual([])
    expect(receiver.received).toHaveLength(1)
    const sent = Array.from({ length: 30 }, (_, number) => `Message ${number}`)
    await eventually(() => (quick.messages.length >= sent.length ? true : null), 'all messages at the quick endpoint')
    expect([...quick.messages].sort()).toEqual(sent.sort())
    const [late] = await eventually(async () => {
      const all = (await deliveries(slow)).deliveries
      return all.length > 0 ? all : null
    }, 'the first attempts to end')
    expect(late).toMatchObject({ status: 'pending', error: 'timeout', response_status: null })
  })

  it('is sent by one of two processes only', async () => {
    await add()
    const other = await startTestApp({ databaseUrl: server.config.databaseUrl })
    const { say } = await newUser()
    for (let number = 0; number < 40; number++) await say(`Message ${number}`)
    await receivedAll(receiver, 'Message 39')
    await eventually(() => (receiver.messages.length >= 40 ? true : null), 'all messages')
    await other.close()
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(receiver.received.length)
  })

  it('is kept in the log for 30 days', async () => {
    const made = await add()
    const { say } = await newUser()
    await say('Old')
    await tried(made, 1, 'succeeded')
    const { length } = (await deliveries(made)).deliveries
    await server.sql(`UPDATE webhook_deliveries SET created_at = now() - interval '29 days'`)
    const sweep = () => server.app.get(IntervalTasks, { strict: false }).run(SWEEP_DELIVERIES)
    await sweep()
    expect((await deliveries(made)).deliveries).toHaveLength(length)
    await server.sql(`UPDATE webhook_deliveries SET created_at = now() - interval '31 days'`)
    await sweep()
    expect((await deliveries(made)).deliveries).toEqual([])
  })

  it('goes over HTTPS to whom the server trusts, and to nobody else', async () => {
    const [key, cert] = await Promise.all(
      ['key', 'cert'].map((name) => readFile(join(__dirname, `tls/${name}.pem`), 'utf8')),
    )
    const secure = await WebhookReceiver.start({ key: key!, cert: cert! })
    receivers.push(secure)
    const made = await add(secure.url)
    expect((await request<WebhookTest>('POST', staffRoutes.testWebhook(made.id))).body).toMatchObject({ error: 'tls' })
    const env = { NODE_EXTRA_CA_CERTS: join(__dirname, 'tls/cert.pem') }
    const trusting = await ServerProcess.start(server.config, 'run-server', env)
    const token = await signIn(trusting.url)
    const { body } = await call<WebhookTest>(trusting.url + staffRoutes.testWebhook(made.id), 'POST', { token })
    await trusting.kill()
    expect(body).toMatchObject({ succeeded: true })
    expect(verify(secure.received[0]!, made.secret)).toMatchObject({ type: 'ping' })
  })
})

describe('Private addresses', () => {
  let guarded: TestApp
  let token: string

  beforeAll(async () => {
    guarded = await startTestApp({ webhookAllowPrivate: false })
    token = await guarded.staffToken()
  })
  afterEach(() => guarded.sql('DELETE FROM webhook_endpoints'))
  afterAll(() => guarded.close())

  it.each(['http://127.0.0.1/', 'http://10.0.0.1/', 'http://169.254.169.254/', 'http://[::1]/', 'http://2130706433/'])(
    'are refused as %s, when an endpoint is made and when it is changed',
    async (url) => {
      const made = (path: string, method: string, body: object) =>
        call<Webhook & ApiError>(guarded.url + path, method, { token, body })
      expect((await made(staffRoutes.webhooks, 'POST', { url })).body.code).toBe('invalid_request')
      const { body } = await made(staffRoutes.webhooks, 'POST', { url: 'https://example.com/' })
      const changed = await made(staffRoutes.webhook(body.id), 'PATCH', { url })
      expect([changed.status, changed.body.code]).toEqual([400, 'invalid_request'])
    },
  )

  it('are refused by name at each attempt, and nothing arrives there', async () => {
    const { body } = await call<Webhook>(guarded.url + staffRoutes.webhooks, 'POST', {
      token,
      body: { url: receiver.url },
    })
    const tested = await call<WebhookTest>(guarded.url + staffRoutes.testWebhook(body.id), 'POST', { token })
    expect(tested.body).toMatchObject({ succeeded: false, error: 'private_address', response_status: null })
    await guarded.sql(`UPDATE webhook_endpoints SET url = replace(url, 'localhost', '127.0.0.1')`)
    const again = await call<WebhookTest>(guarded.url + staffRoutes.testWebhook(body.id), 'POST', { token })
    expect(again.body).toMatchObject({ error: 'private_address' })
    expect(receiver.received).toEqual([])
  })
})
