import { randomUUID } from 'node:crypto'
import { routes, type SupportChat } from '@support-chat/shared'
import { Authenticator } from '../src/auth/authenticator.js'
import type { Principal } from '../src/auth/principal.js'
import { StaffAccountsService } from '../src/staff/staff-accounts.service.js'
import { CannedRepliesService } from '../src/canned-replies/canned-replies.service.js'
import { ChatUserService } from '../src/chats/chat-user.service.js'
import { ChatsService } from '../src/chats/chats.service.js'
import type { SupportChat as SupportChatRow } from '../src/chats/support-chat.entity.js'
import { DeliveryReceiptsService } from '../src/messages/delivery-receipts.service.js'
import { MessagesService, OWN_CHAT } from '../src/messages/messages.service.js'
import { ReadingService } from '../src/messages/reading.service.js'
import { call } from './call.js'
import { startTestApp, type TestApp } from './test-app.js'

const unauthenticated = { code: 'unauthenticated', message: expect.any(String) as string }

describe('Two processes that do not hear of each other', () => {
  let one: TestApp
  let two: TestApp

  beforeAll(async () => {
    one = await startTestApp()
    two = await startTestApp({ databaseUrl: one.config.databaseUrl })
  })
  afterAll(async () => {
    await two.close()
    await one.close()
  })

  const chatOf = async (name: string) => {
    const token = one.userToken(name)
    const { body } = await call<SupportChat>(one.url + routes.userChat, 'GET', { token })
    return { token, chat_id: body.id }
  }
  const message = (chat_id: string) => ({ chat_id, content: 'hello', client_id: randomUUID() })
  const service = <T>(type: new (...args: never[]) => T): T => two.app.get(type, { strict: false })
  const principalOf = (token: string): Promise<Principal> => service(Authenticator).authenticate(token)

  it('refuse everything on a live socket from the moment on that its sign-in was ended at the other', async () => {
    const { chat_id } = await chatOf('ada')
    const [leaving, staying] = [await one.staffToken(), await one.staffToken()]
    const [socket, other] = [await two.connect(leaving), await two.connect(staying)]
    expect(await socket.emitWithAck('send_message', message(chat_id))).toMatchObject({ ok: true })

    await call(one.url + routes.logout, 'POST', { token: leaving })
    const answers = await Promise.all([
      socket.emitWithAck('send_message', message(chat_id)),
      socket.emitWithAck('mark_read', { chat_id, sequence: 1 }),
      socket.emitWithAck('join_chat', { chat_id }),
      socket.emitWithAck('typing', { chat_id, is_typing: true }),
    ])
    for (const answer of answers) expect(answer).toEqual({ ok: false, error: unauthenticated })
    expect(await other.emitWithAck('send_message', message(chat_id))).toMatchObject({ ok: true, data: { sequence: 2 } })
  })

  it('refuse what staff had begun before their sign-in was ended', async () => {
    const { chat_id } = await chatOf('bob')
    const token = await one.staffToken()
    const staff = await principalOf(token)
    await call(one.url + routes.logout, 'POST', { token })
    const reply = { shortcut: 'ended', content: 'never kept' }
    const [{ id: replyId }] = (await one.sql<{ id: string }>('SELECT id FROM canned_replies LIMIT 1')) as [
      { id: string },
    ]
    const attempts = {
      send: () => service(MessagesService).send(staff, chat_id, message(chat_id)),
      archive: () => service(ChatsService).setArchived(staff, chat_id, true),
      read: () => service(ReadingService).markRead(staff, chat_id, {}),
      addReply: () => service(CannedRepliesService).add(staff, reply),
      changeReply: () => service(CannedRepliesService).change(staff, replyId, reply),
      removeReply: () => service(CannedRepliesService).remove(staff, replyId),
      invite: () => service(StaffAccountsService).invite(staff, { email: 'new@example.com' }),
      activate: () => service(StaffAccountsService).activate(staff, staff.id),
      deactivate: () => service(StaffAccountsService).deactivate(staff, randomUUID()),
    }
    for (const [name, attempt] of Object.entries(attempts)) {
      expect([name, await attempt().catch((error: unknown) => error)]).toMatchObject([
        name,
        { code: 'unauthenticated' },
      ])
    }
  })

  it('refuse what a user had begun before the account was deactivated', async () => {
    const { token, chat_id } = await chatOf('cleo')
    const newcomer = one.userToken('dan')
    const [cleo, dan] = [await principalOf(token), await principalOf(newcomer)]
    const staff = await two.connect(await one.staffToken())
    await staff.emitWithAck('send_message', message(chat_id))
    await one.sql(`UPDATE users SET deactivated_at = now() WHERE external_id IN ('cleo', 'dan')`)
    // It had been let in already: the statement itself finds out.
    const chat = { id: chat_id, lastSequence: 1, userDeliveredSequence: 0 } as SupportChatRow
    await service(DeliveryReceiptsService).advance(cleo, chat, 1)
    expect(await one.sql('SELECT FROM support_chats WHERE user_delivered_sequence > 0')).toEqual([])
    const attempts = {
      send: () => service(MessagesService).send(cleo, OWN_CHAT, message(chat_id)),
      read: () => service(ReadingService).markRead(cleo, OWN_CHAT, {}),
      delivered: () => service(DeliveryReceiptsService).markDelivered(cleo, chat_id, 1),
      visit: () => service(ChatUserService).visit(cleo, { page_url: 'https://example.com/secret' }),
      firstMessage: () => service(MessagesService).send(dan, OWN_CHAT, message(chat_id)),
    }
    for (const [name, attempt] of Object.entries(attempts)) {
      expect([name, await attempt().catch((error: unknown) => error)]).toMatchObject([
        name,
        { code: 'unauthenticated' },
      ])
    }
    const rows = await one.sql(`SELECT page_url FROM users WHERE external_id = 'cleo' AND page_url IS NOT NULL`)
    expect(rows).toEqual([])
  })
})
