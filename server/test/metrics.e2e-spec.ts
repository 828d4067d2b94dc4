import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { routes, staffRoutes, type SupportChat, type SupportMessage, type Webhook } from '@support-chat/shared'
import { Client } from 'pg'
import { parse } from 'yaml'
import { FRESH_MS } from '../src/metrics/backlog.service.js'
import { MetricsServer } from '../src/metrics/metrics.server.js'
import { EmailOutboxWorker } from '../src/notifications/email-outbox.worker.js'
import { call } from './call.js'
import { eventually } from './eventually.js'
import { stopLimits } from './stand-still.js'
import { startTestApp, type TestApp } from './test-app.js'
import { WebhookReceiver } from './webhook-receiver.js'

interface Dashboard {
  panels: { targets: { expr: string }[] }[]
}

interface AlertRules {
  groups: { rules: { alert: string; expr: string }[] }[]
}

let test: TestApp
let staff: string
let receiver: WebhookReceiver
let url: string
/** Moves the time in which what was read stays good. */
let pass: (milliseconds: number) => void

beforeAll(async () => {
  receiver = await WebhookReceiver.start()
  test = await startTestApp({ metrics: { port: 0, host: '127.0.0.1' }, replyEmailDelaySeconds: 3_600 })
  staff = await test.staffToken()
  url = `http://127.0.0.1:${test.app.get(MetricsServer, { strict: false }).port}/metrics`
  pass = stopLimits(test)
})
afterAll(async () => {
  await test.close()
  await receiver.stop()
})

/** The values of one scrape, by name and labels as they are written. What the database has is read anew. */
async function scrape(): Promise<Map<string, number>> {
  pass(FRESH_MS + 1)
  const response = await fetch(url)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(lines.map((line) => [line.replace(/ \S+$/, ''), Number(/\S+$/.exec(line)?.[0])]))
}

/** The first scrape that has these values. */
const scrapeWith = (values: Record<string, number>) =>
  eventually(async () => {
    const found = await scrape()
    return Object.entries(values).every(([name, value]) => found.get(name) === value) ? found : null
  }, JSON.stringify(values))

const growth = (name: string, before: Map<string, number>, after: Map<string, number>) =>
  (after.get(name) ?? 0) - (before.get(name) ?? 0)

describe('/metrics', () => {
  it('counts and times what is acknowledged and refused, and the sockets of each side', async () => {
    const before = await scrape()
    const socket = await test.connect(test.userToken('mathilda'))
    const { id } = (await call<SupportChat>(test.url + routes.userChat, 'GET', { token: test.userToken('mathilda') }))
      .body
    const message = { chat_id: id, content: 'Hello?', client_id: randomUUID() }
    await socket.emitWithAck('send_message', message)
    await socket.emitWithAck('send_message', message)
    const refused = await socket.emitWithAck('send_message', { ...message, content: 'Other words' })
    expect(refused).toMatchObject({ ok: false, error: { code: 'conflict' } })

    const after = await scrape()
    const acknowledged = (repeated: boolean) =>
      growth(`support_chat_messages_acknowledged_total{sender="user",repeated="${repeated}"}`, before, after)
    expect([acknowledged(false), acknowledged(true)]).toEqual([1, 1])
    expect(growth('support_chat_messages_refused_total{code="conflict"}', before, after)).toBe(1)
    expect(growth('support_chat_message_ack_seconds_count', before, after)).toBe(2)
    const seconds = growth('support_chat_message_ack_seconds_sum', before, after)
    expect(seconds).toBeGreaterThan(0)
    expect(seconds).toBeLessThan(60)
    expect(growth('support_chat_sockets{of="users"}', before, after)).toBe(1)
    expect(after.get('support_chat_sockets{of="staff"}')).toBe(0)
  })

  it('tells of the event loop and of the pool: what is in use, idle, and waits', async () => {
    const before = await scrape()
    expect(before.get('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0)
    expect(before.get('support_chat_database_connections{state="idle"}')).toBeGreaterThan(0)
    expect(before.get('support_chat_database_connections_max')).toBeGreaterThan(1)
    expect(before.get('support_chat_database_waiting')).toBe(0)
    expect(before.get('support_chat_sends_stalled_seconds')).toBe(0)
  })

  it('tells how long the oldest e-mail has waited, and what became of it', async () => {
    const { body: chat } = await call<SupportChat>(test.url + routes.userChat, 'GET', {
      token: test.userToken('waiting'),
    })
    const before = await scrapeWith({ 'support_chat_email_outbox{state="waiting"}': 0 })
    expect(before.get('support_chat_email_outbox_age_seconds')).toBe(0)
    await call<SupportMessage>(test.url + routes.adminMessages(chat.id), 'POST', {
      token: staff,
      body: { content: 'We are looking into it', client_id: randomUUID() },
    })
    await test.sql(`UPDATE email_notifications SET created_at = now() - interval '2 hours'`)
    const waiting = await scrapeWith({ 'support_chat_email_outbox{state="waiting"}': 1 })
    expect(waiting.get('support_chat_email_outbox_age_seconds')).toBeGreaterThan(7_199)
    expect(waiting.get('support_chat_email_outbox_overdue_seconds')).toBe(0)
    await test.sql(`UPDATE email_notifications SET due_at = now() - interval '1 hour'`)
    const overdue = await eventually(async () => {
      const found = await scrape()
      return found.get('support_chat_email_outbox_overdue_seconds') === 0 ? null : found
    }, 'the e-mail to be overdue')
    expect(overdue.get('support_chat_email_outbox_overdue_seconds')).toBeGreaterThan(3_599)

    await test.app.get(EmailOutboxWorker, { strict: false }).sweep()
    const sent = await scrapeWith({ 'support_chat_email_outbox{state="waiting"}': 0 })
    expect(growth('support_chat_emails_total{outcome="sent"}', before, sent)).toBe(1)
    expect(sent.get('support_chat_email_outbox_age_seconds')).toBe(0)
  })

  it('counts what webhook endpoints answer, and those that fail', async () => {
    receiver.answer = () => ({ status: 500 })
    const before = await scrape()
    await call<Webhook>(test.url + staffRoutes.webhooks, 'POST', {
      token: staff,
      body: { url: receiver.url },
    })
    await call(test.url + routes.userMessages, 'POST', {
      token: test.userToken('hooked'),
      body: { content: 'Anybody there?', client_id: randomUUID() },
    })
    const after = await scrapeWith({
      'support_chat_webhook_endpoints{state="failing"}': 1,
      support_chat_webhook_events_behind: 0,
    })
    expect(growth('support_chat_webhook_attempts_total{outcome="refused"}', before, after)).toBeGreaterThan(0)
    expect(after.get('support_chat_webhooks_to_repeat')).toBeGreaterThan(0)
  })

  it('holds nothing of anybody', async () => {
    const text = await (await fetch(url)).text()
    expect(text).not.toMatch(/example\.com|mathilda|hooked|Hello|[0-9a-f]{8}-[0-9a-f]{4}/)
  })

  it('says within seconds that the database does not answer, and leaves out what it does not know', async () => {
    expect((await scrape()).get('support_chat_database_up')).toBe(1)
    const other = new Client({ connectionString: test.config.databaseUrl! })
    await other.connect()
    await other.query('BEGIN; LOCK TABLE webhook_endpoints')
    const silent = await scrape()
    expect(silent.get('support_chat_database_up')).toBe(0)
    expect([...silent.keys()].filter((name) => /outbox|webhook_e|webhooks_to/.test(name))).toEqual([])
    expect(silent.get('support_chat_database_connections_max')).toBeGreaterThan(1)
    await other.end()
    const back = await scrapeWith({ support_chat_database_up: 1 })
    expect(back.has('support_chat_email_outbox_age_seconds')).toBe(true)
  })

  it('asks the database no more than once in five seconds', async () => {
    const disabled = 'support_chat_webhook_endpoints{state="disabled"}'
    expect((await scrape()).get(disabled)).toBe(0)
    await test.sql(`UPDATE webhook_endpoints SET state = 'disabled', disabled_at = now(), disabled_reason = 'gone'`)
    pass(FRESH_MS)
    expect(await (await fetch(url)).text()).toContain(`${disabled} 0\n`)
    expect((await scrape()).get(disabled)).toBe(1)
  })

  it('serves every metric that the dashboard, the alerts and their description name', async () => {
    const text = await (await fetch(url)).text()
    const served = new Set<string>()
    for (const [, name = '', type] of text.matchAll(/^# TYPE (\S+) (\S+)$/gm)) {
      for (const part of type === 'histogram' ? ['', '_bucket', '_sum', '_count'] : ['']) served.add(name + part)
    }
    const read = (file: string) => readFile(join(__dirname, '../..', file), 'utf8')
    const { panels } = JSON.parse(await read('docker/grafana-dashboard.json')) as Dashboard
    const { groups } = parse(await read('docker/alerts.yml')) as AlertRules
    const rules = groups.flatMap((group) => group.rules)
    const expressions = [...panels.flatMap(({ targets }) => targets), ...rules].map(({ expr }) => expr)
    const description = await read('docs/operating.md')
    const named = [...expressions, description].flatMap(
      (part) => part.match(/\b(?:support_chat|nodejs|process)_\w*\w\b/g) ?? [],
    )
    expect(expressions.length).toBeGreaterThan(30)
    expect(named.filter((name) => !served.has(name))).toEqual([])

    const own = [...text.matchAll(/^# TYPE (support_chat_\S+)/gm)].map(([, name = '']) => name)
    expect(own.filter((name) => !description.includes(name))).toEqual([])
    expect(rules.map(({ alert }) => alert).filter((alert) => !description.includes(`\`${alert}\``))).toEqual([])
  })

  it('is at no other address', async () => {
    expect((await fetch(url.replace('/metrics', '/'))).status).toBe(404)
    expect((await fetch(url, { method: 'POST' })).status).toBe(405)
    expect((await fetch(`${test.url}/metrics`)).status).toBe(404)
  })
})
