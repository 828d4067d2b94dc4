import { randomUUID } from 'node:crypto'
import {
  routes,
  staffRoutes,
  type Ack,
  type ApiError,
  type ChatListPage,
  type ChatMatches,
  type ClientRequests,
  type MessagePage,
  type ServerEvents,
  type SupportChat,
  type SupportMessage,
  type WebhookDeliveryPage,
  type WebhookWithSecret,
} from '@support-chat/shared'
import { EmailOutboxWorker } from '../src/notifications/email-outbox.worker.js'
import { SequenceHeartbeat } from '../src/realtime/sequence-heartbeat.js'
import { call } from './call.js'
import { newColleague } from './colleague.js'
import { eventually } from './eventually.js'
import { page } from './feed-reader.js'
import { SmtpSink } from './smtp-sink.js'
import { startTestApp, type TestApp } from './test-app.js'
import { WebhookReceiver } from './webhook-receiver.js'

let sink: SmtpSink
let server: TestApp
let staff: string

beforeAll(async () => {
  sink = await SmtpSink.start()
  server = await startTestApp({ smtpUrl: sink.url, replyEmailDelaySeconds: 3_600 })
  staff = await server.staffToken()
})
afterAll(async () => {
  await server.close()
  await sink.stop()
})

const request = async <T>(method: string, path: string, token = staff, body?: unknown) =>
  call<T & ApiError>(server.url + path, method, { token, ...(body !== undefined && { body }) })
const message = (content: string) => ({ content, client_id: randomUUID() })

async function newChat(name: string) {
  const token = server.userToken(name)
  const { id } = (await request<SupportChat>('GET', routes.userChat, token)).body
  const send = async (path: string, by: string, content: string) =>
    (await request<SupportMessage>('POST', path, by, message(content))).body
  return {
    id,
    token,
    says: (content: string) => send(routes.userMessages, token, content),
    hears: (content: string) => send(routes.adminMessages(id), staff, content),
    redact: (messageId: string, by = staff) => request<SupportMessage>('POST', routes.adminRedact(id, messageId), by),
  }
}

describe('A message whose text is removed', () => {
  it('has none for anybody from then on: lists, searches, the feed, and whoever was told before', async () => {
    const receiver = await WebhookReceiver.start()
    receiver.answer = () => ({ status: 503 })
    const hook = (await request<WebhookWithSecret>('POST', staffRoutes.webhooks, staff, { url: receiver.url })).body
    const chat = await newChat('tells-too-much')
    await chat.hears('Who are you?')
    const sockets = [await server.connect(chat.token), await server.connect(staff)]
    await sockets[1]!.emitWithAck('join_chat', { chat_id: chat.id })
    const told: ServerEvents['message_redacted'][] = []
    for (const socket of sockets) socket.on('message_redacted', (event) => told.push(event))
    const sent = await chat.says('My card is 4111-1111')
    await eventually(() => receiver.messages.find((text) => text.includes('4111')), 'the webhook')

    const { status, body } = await chat.redact(sent.id)
    expect([status, body]).toEqual([
      200,
      { ...sent, content: '', read_at: body.read_at, redacted_at: expect.any(String) as string },
    ])
    const event = { chat_id: chat.id, message_id: sent.id, sequence: 2, redacted_at: body.redacted_at }
    await eventually(() => (told.length === 2 ? true : null), 'both sides to hear of it')
    expect(told).toEqual([event, event])
    expect((await chat.redact(sent.id)).body).toEqual(body)

    const list = (await request<ChatListPage>('GET', `${routes.adminChats}?limit=1`)).body
    expect(list.chats[0]).toMatchObject({ id: chat.id, last_message_preview: '', message_count: 2 })
    expect((await request<ChatListPage>('GET', `${routes.adminChats}?q=4111`)).body.chats).toEqual([])
    const matches = (await request<ChatMatches>('GET', `${staffRoutes.matches(chat.id)}?q=card`)).body
    expect(JSON.stringify(matches)).not.toContain('4111')
    const feed = await eventually(async () => {
      const { events } = (await page(server, staff, '?limit=200')).body
      return events.some(({ type }) => type === 'message.redacted') ? events : null
    }, 'the event')
    expect(feed.find(({ type }) => type === 'message.redacted')?.data).toEqual(event)
    expect(JSON.stringify(feed)).not.toContain('4111')

    receiver.answer = () => ({ status: 204 })
    const deliveries = (await request<WebhookDeliveryPage>('GET', staffRoutes.webhookDeliveries(hook.id))).body
    expect(JSON.stringify(deliveries)).not.toContain('4111')
    const failed = deliveries.deliveries.find(
      ({ event, event_type }) => event_type === 'message.created' && JSON.stringify(event).includes(sent.id),
    )!
    const before = receiver.received.length
    await request('POST', staffRoutes.retryDelivery(hook.id, failed.id))
    const again = await eventually(() => receiver.received.slice(before).find(({ id }) => id === failed.event_id), 'it')
    expect(again.body).toContain('"content":""')
    await receiver.stop()
    const stored = await server.sql('SELECT m::text FROM support_messages m WHERE chat_id = $1', [chat.id])
    expect(JSON.stringify(stored)).not.toContain('4111')
  })

  it('is emptied by clients that were away, and its repeat is answered with what is left', async () => {
    const chat = await newChat('was-away')
    const first = message('Forget this')
    const sent = (await request<SupportMessage>('POST', routes.userMessages, chat.token, first)).body
    const answer = await chat.hears('And that')
    await chat.says('Thanks')
    const removals = []
    for (const { id, sequence } of [sent, answer]) {
      const { redacted_at } = (await chat.redact(id)).body
      removals.unshift({ message_id: id, sequence, redacted_at })
    }
    expect(removals[0]!.redacted_at! > removals[1]!.redacted_at!).toBe(true)
    const since = async (sequence: number) =>
      (await request<MessagePage>('GET', `${routes.userMessages}?since=${sequence}`, chat.token)).body
    expect(await since(3)).toMatchObject({ messages: [], redacted: removals })
    expect(await since(1)).toMatchObject({ messages: [{ content: '' }, {}], redacted: [removals[1]] })
    const socket = await server.connect(chat.token)
    const join = async (payload: ClientRequests['join_chat']['payload']) => {
      const ack = (await socket.emitWithAck('join_chat', payload)) as Ack<ClientRequests['join_chat']['data']>
      return ack.ok ? ack.data.redacted : ack.error
    }
    expect(await join({ chat_id: chat.id, since: 3 })).toEqual(removals)
    expect(await join({ chat_id: chat.id })).toEqual([])
    const head = new Promise((resolve) => socket.once('head', resolve))
    await server.app.get(SequenceHeartbeat, { strict: false }).beat()
    expect(await head).toEqual({ chat_id: chat.id, last_sequence: 3, last_redacted_at: removals[0]!.redacted_at })

    const repeated = await request<SupportMessage>('POST', routes.userMessages, chat.token, first)
    expect([repeated.status, repeated.body.content, repeated.body.id]).toEqual([200, '', sent.id])
    expect((await request('POST', routes.userMessages, chat.token, { ...first, content: 'Another' })).status).toBe(200)
  })

  it('is not told by an e-mail that was to go out, which needs another reply', async () => {
    const chat = await newChat('not-by-mail')
    const older = await chat.hears('An older reply')
    const secret = await chat.hears('Your password is hunter2')
    const outcome = async () => {
      await server.sql(`UPDATE email_notifications SET due_at = now() WHERE chat_id = $1 AND status = 'waiting'`, [
        chat.id,
      ])
      await server.app.get(EmailOutboxWorker, { strict: false }).sweep()
      const settled = await server.sql<{ status: string; reason: string | null }>(
        'SELECT status, reason FROM email_notifications WHERE chat_id = $1 ORDER BY first_sequence',
        [chat.id],
      )
      return settled.at(-1)
    }
    await chat.redact(secret.id)
    expect(await outcome()).toEqual({ status: 'sent', reason: null })
    const [mail] = sink.sentTo('not-by-mail@example.com')
    expect(mail?.text).toContain('An older reply')
    expect(mail?.text).not.toMatch(/hunter2|more unread/)
    const last = await chat.hears('One more')
    await chat.redact(last.id)
    await chat.redact(older.id)
    expect(await outcome()).toEqual({ status: 'skipped', reason: 'redacted' })
  })

  it('is removed by admins and owners alone, and of no other chat', async () => {
    const [chat, other] = [await newChat('of-this-chat'), await newChat('of-another')]
    const { id } = await chat.says('Mine')
    const agent = await newColleague(server, staff, 'Agent', 'agent')
    const admin = await newColleague(server, staff, 'Admin', 'admin')
    expect((await chat.redact(id, agent.token)).status).toBe(403)
    expect((await chat.redact(id, chat.token)).status).toBe(403)
    for (const wrong of [await other.redact(id), await chat.redact(randomUUID()), await chat.redact('none')])
      expect(wrong.body.code).toBe('not_found')
    expect((await chat.redact(id, admin.token)).status).toBe(200)
  })
})
