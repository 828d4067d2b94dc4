import { randomUUID } from 'node:crypto'
import {
  routes,
  staffRoutes,
  type DeliveryList,
  type MessageDelivery,
  type ServerEvents,
  type SupportChat,
  type SupportMessage,
} from '@support-chat/shared'
import { call } from './call.js'
import { eventually } from './eventually.js'
import { SmtpSink } from './smtp-sink.js'
import { startTestApp, type TestApp, type TestSocket } from './test-app.js'

let sink: SmtpSink
let server: TestApp
let staff: string

beforeAll(async () => {
  sink = await SmtpSink.start()
  server = await startTestApp({ smtpUrl: sink.url, replyEmailDelaySeconds: 3600 })
  staff = await server.staffToken()
})
afterEach(() => {
  sink.refuseWith = null
})
afterAll(async () => {
  await server.close()
  await sink.stop()
})

async function newChat() {
  const name = `user-${randomUUID()}`
  const token = server.userToken(name)
  const { body } = await call<SupportChat>(server.url + routes.userChat, 'GET', { token })
  const path = routes.adminMessages(body.id)
  const reply = async (content: string) => {
    const options = { token: staff, body: { content, client_id: randomUUID() } }
    return (await call<SupportMessage>(server.url + path, 'POST', options)).body
  }
  return { chatId: body.id, token, reply }
}

const list = async (chatId: string, query = '') =>
  (await call<DeliveryList>(`${server.url}${staffRoutes.deliveries(chatId)}${query}`, 'GET', { token: staff })).body
    .deliveries

/** Waits until the last delivery of the chat is as it should be. */
const becomes = (chatId: string, isSo: (delivery: MessageDelivery) => boolean, what: string) =>
  eventually(async () => {
    const last = (await list(chatId)).at(-1)
    return last && isSo(last) ? last : null
  }, what)

/** Has the e-mail of a chat go out now. */
const makeDue = async (chatId: string) => {
  await server.sql('UPDATE email_notifications SET due_at = now() WHERE chat_id = $1', [chatId])
  const { EmailOutboxWorker } = await import('../src/notifications/email-outbox.worker.js')
  await server.app.get(EmailOutboxWorker, { strict: false }).sweep()
}

const collectDeliveries = (socket: TestSocket) => {
  const events: ServerEvents['deliveries'][] = []
  socket.on('deliveries', (event) => events.push(event))
  return events
}

describe('A delivery', () => {
  it('moves forward only, as far as there are messages, and only by the user', async () => {
    const { chatId, token, reply } = await newChat()
    for (const text of ['one', 'two', 'three']) await reply(text)
    const user = await server.connect(token)
    const mark = (sequence: number) => user.emitWithAck('mark_delivered', { chat_id: chatId, sequence })
    expect(await mark(2)).toEqual({ ok: true, data: {} })
    const [one, two, three] = await list(chatId)
    expect([one?.delivered_at, two?.delivered_at]).toEqual([expect.any(String), one?.delivered_at])
    expect(three?.delivered_at).toBeNull()
    await mark(1)
    expect((await list(chatId))[0]).toEqual(one)
    await mark(1_000)
    expect((await list(chatId))[2]?.delivered_at).toEqual(expect.any(String))
    await reply('four')
    expect((await list(chatId))[3]?.delivered_at).toBeNull()

    const agent = await server.connect(staff)
    expect(await agent.emitWithAck('mark_delivered', { chat_id: chatId, sequence: 4 })).toMatchObject({
      ok: false,
      error: { code: 'forbidden' },
    })
    const stranger = await server.connect(server.userToken('stranger'))
    expect(await stranger.emitWithAck('mark_delivered', { chat_id: chatId, sequence: 4 })).toMatchObject({
      ok: false,
      error: { code: 'not_found' },
    })
  })

  it('is known of a client that polls, once it asks for what comes after', async () => {
    const { chatId, token, reply } = await newChat()
    await reply('polled')
    const poll = (since: number) => call(`${server.url}${routes.userMessages}?since=${since}`, 'GET', { token })
    await poll(0)
    expect((await list(chatId))[0]?.delivered_at).toBeNull()
    await poll(1)
    expect((await list(chatId))[0]?.delivered_at).toEqual(expect.any(String))
  })

  it('is told to staff in the chat, never to the user, with what comes after it', async () => {
    const { chatId, token, reply } = await newChat()
    const user = await server.connect(token)
    const [agent, colleague, outside] = await Promise.all([staff, staff, staff].map((token) => server.connect(token)))
    await agent!.emitWithAck('join_chat', { chat_id: chatId })
    await colleague!.emitWithAck('join_chat', { chat_id: chatId })
    await user.emitWithAck('join_chat', { chat_id: chatId })
    const [toAgent, toColleague, toUser, toOutside] = [
      collectDeliveries(agent!),
      collectDeliveries(colleague!),
      collectDeliveries(user),
      collectDeliveries(outside!),
    ]
    const last = (isSo: (delivery: MessageDelivery) => boolean, what: string, told = toAgent) =>
      eventually(() => {
        const delivery = told.at(-1)?.deliveries.at(-1)
        return delivery && isSo(delivery) ? delivery : null
      }, what)

    const { id } = await reply('hello')
    const planned = await last(({ email }) => email?.status === 'waiting', 'the e-mail to be planned')
    expect(planned).toMatchObject({ message_id: id, sequence: 1, delivered_at: null, read_at: null })
    await user.emitWithAck('mark_delivered', { chat_id: chatId, sequence: 1 })
    await last(({ delivered_at }) => delivered_at !== null, 'the delivery')
    await user.emitWithAck('mark_read', { chat_id: chatId, sequence: 1 })
    const read = await last(({ read_at }) => read_at !== null, 'the reading')
    expect(read.email).toEqual({ status: 'not_sent', due_at: null, sent_at: null, reason: 'read' })

    await agent!.emitWithAck('leave_chat', { chat_id: chatId })
    const before = toAgent.length
    await reply('to the colleague alone')
    await last(({ sequence }) => sequence === 2, 'the second message', toColleague)
    await agent!.emitWithAck('join_chat', { chat_id: chatId })
    await reply('to staff again')
    await last(({ sequence }) => sequence === 3, 'the third message')
    expect(toAgent.slice(before).some(({ deliveries }) => deliveries.at(-1)?.sequence === 2)).toBe(false)
    expect([toUser, toOutside]).toEqual([[], []])
  })
})

describe('The e-mail about a message', () => {
  it('is told until it is sent, for every message of its batch', async () => {
    const { chatId, reply } = await newChat()
    await reply('one')
    await reply('two')
    const waiting = await list(chatId)
    expect(waiting.map(({ email }) => email?.status)).toEqual(['waiting', 'waiting'])
    expect(Date.parse(waiting[0]?.email?.due_at ?? '')).toBeGreaterThan(Date.now())
    await makeDue(chatId)
    await becomes(chatId, ({ email }) => email?.status === 'sent', 'the e-mail to be sent')
    const sent = await list(chatId)
    expect(sent[0]?.email).toEqual({
      status: 'sent',
      due_at: null,
      sent_at: expect.stringMatching(/Z$/) as string,
      reason: null,
    })
    expect(sent[1]?.email).toEqual(sent[0]?.email)
    await reply('a new batch')
    expect((await list(chatId)).map(({ email }) => email?.status)).toEqual(['sent', 'sent', 'waiting'])
  })

  it('is told not to be sent, and why', async () => {
    const archived = await newChat()
    await archived.reply('hello')
    await call(server.url + routes.adminArchive(archived.chatId), 'POST', { token: staff })
    await makeDue(archived.chatId)
    const { email } = await becomes(archived.chatId, ({ email }) => email?.status === 'not_sent', 'the decision')
    expect(email?.reason).toBe('archived')

    const opted = await newChat()
    await opted.reply('hello')
    await server.sql(
      'UPDATE users SET email_opt_out_at = now() FROM support_chats WHERE user_id = users.id AND support_chats.id = $1',
      [opted.chatId],
    )
    await makeDue(opted.chatId)
    await becomes(opted.chatId, ({ email }) => email?.reason === 'opted_out', 'the decision')
  })

  it('is told to have failed in words, without the address', async () => {
    const { chatId, reply } = await newChat()
    sink.refuseWith = { code: 550, message: 'No such user somebody@example.com' }
    await reply('hello')
    await makeDue(chatId)
    const { email } = await becomes(chatId, ({ email }) => email?.status === 'failed', 'the failure')
    expect(email?.reason).toMatch(/^the mail server refused the (address|message) \(E[A-Z]+ 550\)$/)
  })
})

describe('The list of deliveries', () => {
  it('holds the staff messages of a range, and is for staff', async () => {
    const { chatId, token, reply } = await newChat()
    await reply('one')
    const body = { content: 'from the user', client_id: randomUUID() }
    await call(server.url + routes.userMessages, 'POST', { token, body })
    await reply('three')
    await reply('four')
    const sequences = async (query: string) => (await list(chatId, query)).map(({ sequence }) => sequence)
    expect(await sequences('')).toEqual([1, 3, 4])
    expect(await sequences('?from=2&to=3')).toEqual([3])
    const refused = (path: string, bearer: string) => call(server.url + path, 'GET', { token: bearer })
    expect((await refused(staffRoutes.deliveries(chatId), token)).status).toBe(403)
    expect((await refused(staffRoutes.deliveries(randomUUID()), staff)).status).toBe(404)
    expect((await refused(`${staffRoutes.deliveries(chatId)}?from=x`, staff)).status).toBe(400)
  })
})

interface AnySocket {
  timeout(ms: number): { emitWithAck(event: string, payload: object): Promise<unknown> }
}

describe('An event that does not exist', () => {
  it('is answered', async () => {
    const socket = await server.connect(staff)
    const answer: unknown = await (socket as unknown as AnySocket).timeout(10_000).emitWithAck('make_coffee', {})
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalid_request' } })
  })
})
