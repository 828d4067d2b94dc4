import { randomUUID } from 'node:crypto'
import { routes, type ChatListPage, type SupportChat, type SupportMessage } from '@support-chat/shared'
import { call } from './call.js'
import { useTestApp, type TestApp } from './test-app.js'

/** What UTF-8 or PostgreSQL cannot carry, what nobody sees, and what there is too much of. */
const ODD: Record<string, string> = {
  'a null character': 'a\0b',
  'a null character alone': '\0',
  'half a surrogate pair': '\ud83d',
  'the halves of a pair the wrong way round': 'a\ude00\ud83db',
  'control characters': '\u0001\u001b[31m\u007f\u0085',
  'invisible characters': '\u200b\u00ad\u2060\ufe0f',
  'marks of direction': '\u202e\u2066abc',
  'characters that are none': '\ufffe\uffff\u{10ffff}',
  'a tower of marks': `e${'\u0301'.repeat(3_000)}`,
  'a word of 10,000 letters': 'a'.repeat(10_000),
  'letters that become many': 'ﷺ'.repeat(4_000),
  quotes: `'"\\\`$$; --`,
}

let server: TestApp
let staff: string
let chatId: string
useTestApp((...started) => ([server, staff] = started))
beforeAll(async () => {
  const token = server.userToken('ada')
  chatId = (await call<SupportChat>(server.url + routes.userChat, 'GET', { token })).body.id
})

describe.each(Object.entries(ODD))('Text with %s', (_, text) => {
  const id = () => randomUUID()

  it.each<[string, string, () => unknown, ('user' | 'staff' | 'nobody')?]>([
    ['POST', routes.userMessages, () => ({ content: text, client_id: id() }), 'user'],
    ['POST', routes.userMessages, () => ({ content: 'x', client_id: text }), 'user'],
    ['PATCH', routes.userMarkRead, () => ({ sequence: text }), 'user'],
    ['POST', '/api/admin/chats/CHAT/messages', () => ({ content: text, client_id: id() })],
    ['POST', '/api/admin/chats/TEXT/messages', () => ({ content: 'x', client_id: id() })],
    ['GET', '/api/admin/chats/TEXT', () => undefined],
    ['GET', '/api/admin/chats?q=TEXT', () => undefined],
    ['GET', '/api/admin/chats?cursor=TEXT', () => undefined],
    ['GET', '/api/admin/chats?archived=TEXT&limit=TEXT', () => undefined],
    ['GET', '/api/support_chat/messages?since=TEXT', () => undefined, 'user'],
    ['POST', '/api/admin/canned_replies', () => ({ shortcut: `s${id().slice(0, 8)}`, content: text })],
    ['POST', '/api/admin/canned_replies', () => ({ shortcut: text, content: 'x' })],
    ['POST', '/api/admin/staff/invite', () => ({ email: `a${text}@example.com`, name: text })],
    ['POST', '/api/admin/staff/invite', () => ({ email: `${id()}@example.com`, name: text })],
    ['POST', '/api/auth/login', () => ({ email: `${text}@example.com`, password: text }), 'nobody'],
    ['POST', '/api/auth/refresh', () => ({ refresh_token: text }), 'nobody'],
    ['POST', '/api/auth/accept_invitation', () => ({ token: text, password: `${text}0123456789` }), 'nobody'],
  ])('is no failure of the server: %s %s', async (method, path, body, who = 'staff') => {
    const token = who === 'user' ? server.userToken('ada') : staff
    const written = encodeURIComponent(text.toWellFormed())
    const { status } = await call(server.url + path.replace('CHAT', chatId).replaceAll('TEXT', written), method, {
      ...(who === 'nobody' ? {} : { token }),
      ...(method === 'GET' ? {} : { body: body() }),
    })
    expect(status).toBeLessThan(500)
  })

  it('is no failure of the server in a token', async () => {
    for (const claims of [{ name: text }, { sub: text }, { email: `${text}@example.com` }]) {
      const { status } = await call(server.url + routes.userChat, 'GET', { token: server.userToken('odd', claims) })
      expect(status).toBeLessThan(500)
    }
  })

  it('is no failure of the server over a socket', async () => {
    const socket = await server.connect(server.userToken('ada'))
    const events = [
      ['send_message', { chat_id: chatId, content: text, client_id: id() }],
      ['send_message', { chat_id: text, content: 'x', client_id: text }],
      ['join_chat', { chat_id: text }],
      ['typing', { chat_id: text, is_typing: true }],
      ['mark_read', { chat_id: text, sequence: 1 }],
      ['visit', { page_url: `https://example.com/${text}`, time_zone: text }],
      ['refresh_token', { token: text }],
    ] as const
    for (const [event, payload] of events) {
      const answer = (await socket.timeout(60_000).emitWithAck(event, payload as never)) as { error?: { code: string } }
      expect(`${event} ${answer.error?.code}`).not.toBe(`${event} internal`)
    }
  })

  it('that is accepted is told as it was stored, and its beginning in the list', async () => {
    const token = server.userToken('grace')
    const body = { content: text, client_id: id() }
    const { status, body: sent } = await call<SupportMessage>(server.url + routes.userMessages, 'POST', { token, body })
    if (status !== 201) return expect([400, 422]).toContain(status)
    const { messages } = (await call<SupportChat>(server.url + routes.userChat, 'GET', { token })).body
    expect(messages.at(-1)?.content).toBe(sent.content)
    const list = (await call<ChatListPage>(`${server.url}${routes.adminChats}?q=grace`, 'GET', { token: staff })).body
    const preview = list.chats[0]?.last_message_preview ?? ''
    expect(preview).not.toBe('')
    expect(sent.content.startsWith(preview)).toBe(true)
  })
})
