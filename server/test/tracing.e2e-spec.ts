import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { routes, type SupportChat, type SupportMessage } from '@support-chat/shared'
import { EmailOutboxWorker } from '../src/notifications/email-outbox.worker.js'
import { call } from './call.js'
import { startTestApp } from './test-app.js'

interface Span {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  startTimeUnixNano: string
  endTimeUnixNano: string
  attributes: { key: string; value: { stringValue?: string } }[]
}

interface Export {
  resourceSpans: { resource: { attributes: object[] }; scopeSpans: { spans: Span[] }[] }[]
}

/** A collector that takes OTLP over HTTP, as JSON. */
const bodies: string[] = []
const collector = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk: Buffer) => (body += chunk.toString()))
  request.on('end', () => {
    if (request.url === '/v1/traces') bodies.push(body)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
})
beforeAll(() => once(collector.listen(0, '127.0.0.1'), 'listening'))
afterAll(() => new Promise((resolve) => collector.close(resolve).closeAllConnections()))

describe('Traces', () => {
  it('have one trace of a message, from its send to its broadcast and the e-mail about it', async () => {
    const otlpEndpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`
    const test = await startTestApp({ otlpEndpoint, replyEmailDelaySeconds: 3_600 })
    const { body: chat } = await call<SupportChat>(test.url + routes.userChat, 'GET', {
      token: test.userToken('traced'),
    })
    const { body: reply } = await call<SupportMessage>(test.url + routes.adminMessages(chat.id), 'POST', {
      token: await test.staffToken(),
      body: { content: 'Secret words', client_id: randomUUID() },
    })
    await test.sql(`UPDATE email_notifications SET due_at = now()`)
    await test.app.get(EmailOutboxWorker, { strict: false }).sweep()
    await test.close()

    const spans = bodies
      .flatMap((body) => (JSON.parse(body) as Export).resourceSpans)
      .flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans))
    const traceId = reply.id.replaceAll('-', '')
    const traced = spans.filter((span) => span.traceId === traceId)
    const send = traced.find(({ name }) => name === 'send')
    const others = traced.filter((span) => span !== send)
    expect(send).toMatchObject({ name: 'send', attributes: expect.arrayContaining([sender('admin')]) })
    expect(send?.parentSpanId).toBeFalsy()
    expect(others.map(({ name, parentSpanId }) => [name, parentSpanId]).sort()).toEqual([
      ['broadcast', send?.spanId],
      ['notify by email', send?.spanId],
    ])
    for (const { startTimeUnixNano, endTimeUnixNano } of spans) {
      expect(Number(endTimeUnixNano)).toBeGreaterThanOrEqual(Number(startTimeUnixNano))
      expect(Math.abs(Number(startTimeUnixNano) / 1e6 - Date.now())).toBeLessThan(180_000)
    }
    expect(bodies.join('')).toContain('"service.name","value":{"stringValue":"support-chat"}')
    expect(bodies.join('')).not.toMatch(/Secret words|example\.com/)
  })
})

const sender = (role: string) => ({ key: 'support_chat.sender', value: { stringValue: role } })
