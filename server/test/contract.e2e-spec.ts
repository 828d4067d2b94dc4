import { randomUUID } from 'node:crypto'
import { routes, staffRoutes, totpRoutes, type ClientRequest, type Session } from '@support-chat/shared'
import * as contract from '@support-chat/shared/contract'
import type { ZodType } from 'zod'
import { RESCAN_ATTACHMENTS } from '../src/attachments/rescan.service.js'
import { IntervalTasks } from '../src/common/interval-tasks.js'
import { SequenceHeartbeat } from '../src/realtime/sequence-heartbeat.js'
import { call } from './call.js'
import { eventually } from './eventually.js'
import { filesOn } from './file-stage.js'
import { ADMIN, useTestApp, type TestApp, type TestSocket } from './test-app.js'

let server: TestApp
let staff: string
useTestApp((...started) => ([server, staff] = started))

/** What does not fit a schema is an error, and what the schema does not know is left out of what it makes. */
const isAsPromised = (schema: ZodType, value: unknown) => expect(schema.parse(value)).toEqual(value)

async function newChat(name: string) {
  const token = server.userToken(name, { name: `The ${name}` })
  const { body } = await call<contract.SupportChat>(server.url + routes.userChat, 'GET', { token })
  return { token, chat_id: body.id }
}

const message = (content: string) => ({ content, client_id: randomUUID() })

const files = filesOn(() => server)

describe('What the server says over a socket is what the contract says', () => {
  const received = new Map<string, unknown[]>()
  const requested = new Set<string>()

  async function request(socket: TestSocket, event: ClientRequest, payload: object) {
    const untyped = socket as { emitWithAck(name: string, payload: object): Promise<contract.Ack<unknown>> }
    const answer = await untyped.emitWithAck(event, payload)
    expect(answer).toMatchObject({ ok: true })
    isAsPromised(contract.clientRequests[event].data, answer.ok && answer.data)
    requested.add(event)
  }

  it('in the answer to everything that a client can ask, and in every event', async () => {
    const { token, chat_id } = await newChat('speaker')
    const member = await server.connect(staff)
    member.onAny((name: string, payload: unknown) => received.set(name, [...(received.get(name) ?? []), payload]))
    await request(member, 'join_chat', { chat_id, since: 0 })
    const user = await server.connect(token)
    await request(user, 'visit', { page_url: 'https://shop.example/cart?secret', time_zone: 'Europe/Berlin' })
    await request(user, 'visit', { context: { plan: 'pro', seats: 7 } })
    await request(user, 'typing', { chat_id, is_typing: true })
    await request(user, 'send_message', { chat_id, ...message('A question') })
    await request(member, 'send_message', { chat_id, ...message('An answer') })
    await request(user, 'mark_delivered', { chat_id, sequence: 2 })
    await request(user, 'mark_read', { chat_id, sequence: 2 })
    await request(user, 'refresh_token', { token })
    const { body: sent } = await call<contract.MessagePage>(server.url + routes.userMessages, 'GET', { token })
    await call(server.url + routes.adminRedact(chat_id, sent.messages[0]!.id), 'POST', { token: staff })
    await server.app.get(SequenceHeartbeat, { strict: false }).beat()
    const { body: me } = await call<contract.Me>(server.url + routes.me, 'GET', { token: staff })
    await call(server.url + routes.me, 'PATCH', { token: staff, body: { name: 'Supporter' } })
    const note = { ...message('For me'), mentions: [me.id] }
    await call(server.url + staffRoutes.notes(chat_id), 'POST', { token: staff, body: note })
    const uploaded = await files.upload(token, 'A file')
    isAsPromised(contract.attachment, uploaded.body)
    await server.sql("UPDATE support_attachments SET state = 'scanning', scan_at = now()")
    await files.send(token, [uploaded.body.id])
    await server.app.get(IntervalTasks, { strict: false }).run(RESCAN_ATTACHMENTS)
    const watcher = await server.connect(staff)
    watcher.on('counts', (payload) => received.set('counts', [payload]))
    await request(watcher, 'watch', { chat_ids: [chat_id] })
    await newChat('erased')
    await call(server.url + routes.adminUser('erased'), 'DELETE', { token: staff })
    for (const [event, schema] of Object.entries(contract.serverEvents)) {
      for (const payload of await eventually(() => received.get(event), event)) isAsPromised(schema, payload)
    }
    await request(member, 'leave_chat', { chat_id })
    expect([...requested].sort()).toEqual(Object.keys(contract.clientRequests).sort())
  })
})

const HOURS = { day: 1, from: '09:00', to: '17:00' }

describe('What the server answers over REST is what the contract says', () => {
  const body = (token: string | undefined, value?: unknown) => ({ ...(token && { token }), body: value })

  it('to a user', async () => {
    const { token } = await newChat('reader')
    const answers: [ZodType, method: string, path: string, body?: unknown][] = [
      [contract.supportMessage, 'POST', routes.userMessages, message('Where is it?')],
      [contract.supportChat, 'GET', routes.userChat],
      [contract.messagePage, 'GET', routes.userMessages],
      [contract.messagePage, 'GET', `${routes.userMessages}?since=1`],
      [contract.unreadCount, 'PATCH', routes.userMarkRead, {}],
      [contract.identity, 'GET', routes.me],
      [contract.apiError, 'GET', `${routes.userMessages}?limit=none`],
    ]
    for (const [schema, method, path, value] of answers) {
      isAsPromised(schema, (await call(server.url + path, method, body(token, value))).body)
    }
  })

  it('to staff', async () => {
    const { token, chat_id } = await newChat('asker')
    await call(server.url + routes.userMessages, 'POST', { token, body: message('A needle in a haystack') })
    const reply = { shortcut: 'promised', content: 'Soon' }
    const answers: [ZodType, method: string, path: string, body?: unknown][] = [
      [contract.supportMessage, 'POST', routes.adminMessages(chat_id), message('Here it is')],
      [contract.chatListPage, 'GET', `${routes.adminChats}?q=needle`],
      [contract.searchResult, 'GET', `${staffRoutes.search}?q=needle`],
      [contract.chatMatches, 'GET', `${staffRoutes.matches(chat_id)}?q=needle`],
      [contract.tagList, 'GET', staffRoutes.tags],
      [contract.directoryUser, 'POST', staffRoutes.openUserChat('asker')],
      [contract.unreadCount, 'GET', staffRoutes.unreadCount],
      [contract.eventPage, 'GET', staffRoutes.events],
      [contract.adminSupportChat, 'GET', routes.adminChat(chat_id)],
      [contract.messagePage, 'GET', routes.adminMessages(chat_id)],
      [contract.unreadCount, 'POST', routes.adminMarkRead(chat_id), {}],
      [contract.deliveryList, 'GET', staffRoutes.deliveries(chat_id)],
      [contract.archiveState, 'POST', routes.adminArchive(chat_id)],
      [contract.supportChatListItem, 'PATCH', routes.adminChat(chat_id), { tags: ['urgent'] }],
      [contract.supportChatListItem, 'POST', staffRoutes.markUnread(chat_id)],
      [contract.bulkResult, 'POST', staffRoutes.bulk, { chat_ids: [chat_id, randomUUID()], archive: false }],
      [contract.chatCounts, 'GET', staffRoutes.counts],
      [contract.chatHistory, 'GET', staffRoutes.history(chat_id)],
      [contract.routingSettings, 'GET', staffRoutes.routingSettings],
      [
        contract.widgetSettings,
        'PATCH',
        staffRoutes.widgetSettings,
        { topics: ['Orders'], hours: { weekly: [HOURS] }, brand: { accent: '#1f6f4a' } },
      ],
      [contract.widgetSettings, 'GET', staffRoutes.widgetSettings],
      [contract.setup, 'GET', staffRoutes.setup],
      [contract.tokenReport, 'POST', staffRoutes.checkToken, { token }],
      [contract.supportNote, 'POST', staffRoutes.notes(chat_id), message('Known for this')],
      [contract.noteList, 'GET', staffRoutes.notes(chat_id)],
      [contract.chatUser, 'GET', staffRoutes.chatUser(chat_id)],
      [contract.retentionSettings, 'GET', staffRoutes.retentionSettings],
      [contract.retentionSettings, 'PATCH', staffRoutes.retentionSettings, { archived_days: 7, dry_run: true }],
      [contract.erasureReceipt, 'DELETE', routes.adminUser('nobody')],
      [contract.cannedReply, 'POST', staffRoutes.cannedReplies, reply],
      [contract.cannedReplyList, 'GET', staffRoutes.cannedReplies],
      [contract.invitation, 'POST', staffRoutes.invite, { email: 'grace@staff.example' }],
      [contract.staffList, 'GET', staffRoutes.staff],
      [contract.me, 'GET', routes.me],
      [contract.me, 'PATCH', routes.me, { name: 'Support' }],
      [contract.me, 'DELETE', staffRoutes.avatar],
      [contract.totpStatus, 'GET', totpRoutes.status],
      [contract.totpSetup, 'POST', totpRoutes.setup],
    ]
    for (const [schema, method, path, value] of answers) {
      isAsPromised(schema, (await call(server.url + path, method, body(staff, value))).body)
    }
  })

  it('at the sign-in, and again when that is renewed', async () => {
    const { body: session } = await call<Session>(server.url + routes.login, 'POST', { body: ADMIN })
    isAsPromised(contract.session, session)
    const { refresh_token } = session
    isAsPromised(contract.session, (await call(server.url + routes.refresh, 'POST', { body: { refresh_token } })).body)
  })
})
