import { randomUUID } from 'node:crypto'
import {
  routes,
  staffRoutes,
  type ApiError,
  type Attributes,
  type ChatUser,
  type ServerEvents,
  type SupportChat,
} from '@support-chat/shared'
import { call } from './call.js'
import { eventually } from './eventually.js'
import { useTestApp, type TestApp } from './test-app.js'

let server: TestApp
let staff: string

useTestApp((...started) => ([server, staff] = started))

async function newUser(name: string) {
  const token = server.userToken(name)
  const { id } = (await call<SupportChat>(server.url + routes.userChat, 'GET', { token })).body
  return { chatId: id, token }
}
const userOf = async (chatId: string, token = staff) =>
  call<ChatUser>(server.url + staffRoutes.chatUser(chatId), 'GET', { token })

/** More than can be told of a user, or what is no plain value. */
const WRONG: unknown[] = [
  Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`key${index}`, index])),
  { long: 'x'.repeat(4096) },
  { nested: { in: 'it' } },
  { list: [1] },
  { '': 'no name' },
  { lines: 'two\nof them' },
  { nul: 'a\0b' },
  ['a list'],
  'text',
]
const ATTRIBUTES = { plan: 'pro', seats: 7, trial: false, city: 'Łódź \u{1F98A}' }

describe('What staff know of a user', () => {
  it('is who they are, since when, and where, without what an address may hide', async () => {
    const { chatId, token } = await newUser('ada')
    const socket = await server.connect(token)
    const page_url = 'https://ada:secret@shop.example/cart?token=secret#secret'
    expect(await socket.emitWithAck('visit', { page_url, time_zone: 'Europe/Berlin' })).toEqual({ ok: true, data: {} })
    expect({ ...(await userOf(chatId)).body, last_seen_at: null }).toEqual({
      id: expect.any(String) as string,
      external_id: 'ada',
      email: 'ada@example.com',
      name: 'ada',
      online: true,
      first_seen_at: expect.stringMatching(/Z$/) as string,
      last_seen_at: null,
      time_zone: 'Europe/Berlin',
      page_url: 'https://shop.example/cart',
      email_opt_out_at: null,
      attributes: {},
      context: {},
      archivings: [],
    })
    await socket.emitWithAck('visit', { page_url: 'https://shop.example/paid' })
    expect((await userOf(chatId)).body).toMatchObject({
      page_url: 'https://shop.example/paid',
      time_zone: 'Europe/Berlin',
    })
    await eventually(async () => (await userOf(chatId)).body.last_seen_at, 'the user to be seen')
  })

  it('is told to staff in the chat at once when the user goes elsewhere, and only then', async () => {
    const { chatId, token } = await newUser('barbara')
    const [user, inside, outside] = await Promise.all([token, staff, staff].map((bearer) => server.connect(bearer)))
    await inside!.emitWithAck('join_chat', { chat_id: chatId })
    const received = [inside!, outside!, user!].map((socket) => {
      const moves: unknown[] = []
      socket.on('user_moved', (move) => moves.push(move))
      return moves
    })
    const cart = { page_url: 'https://shop.example/cart', time_zone: 'Europe/Berlin' }
    for (const visit of [cart, cart, { page_url: 'https://shop.example/paid?order=7' }]) {
      await user!.emitWithAck('visit', visit)
    }
    await eventually(() => received[0]![1], 'staff in the chat to be told')
    expect(received).toEqual([
      [
        { chat_id: chatId, ...cart, context: {} },
        { chat_id: chatId, ...cart, context: {}, page_url: 'https://shop.example/paid' },
      ],
      [],
      [],
    ])
  })

  it('is told by users only, and is about places', async () => {
    const { token } = await newUser('grace')
    const [user, agent] = [await server.connect(token), await server.connect(staff)]
    const code = async (answer: Promise<unknown>) => (await answer) as { error: { code: string } }
    for (const payload of [
      { page_url: 'javascript:alert(1)' },
      { page_url: 'nowhere' },
      { time_zone: 'Mars/Base' },
      ...WRONG.map((context) => ({ context: context as Attributes })),
    ]) {
      expect((await code(user.emitWithAck('visit', payload))).error.code).toBe('invalid_request')
    }
    for (const time_zone of ['UTC', 'Mars/Base']) {
      expect((await code(agent.emitWithAck('visit', { time_zone }))).error.code).toBe('forbidden')
    }
  })

  it('has what tokens say of them, which follows the newest token, and reaches staff at once', async () => {
    const iat = Math.floor(Date.now() / 1000)
    const say = (attributes: unknown, at: number) => server.userToken('hedy', { attributes, iat: at })
    const visit = (token: string) => call<SupportChat & ApiError>(server.url + routes.userChat, 'GET', { token })
    // Many libraries write null for what is absent.
    const chatId = (await visit(say({ ...ATTRIBUTES, manager: null }, iat - 50))).body.id
    const attributes = async () => (await userOf(chatId)).body.attributes
    expect(await attributes()).toEqual(ATTRIBUTES)
    const socket = await server.connect(staff)
    const cards: string[] = []
    socket.on('chat_updated', ({ chat }) => cards.push(chat.id))
    await visit(say({ plan: 'free' }, iat - 40))
    await eventually(() => cards.find((id) => id === chatId), 'staff to be told')
    expect(await attributes()).toEqual({ plan: 'free' })
    await visit(say(ATTRIBUTES, iat - 45))
    await visit(say(undefined, iat - 30))
    expect(await attributes()).toEqual({ plan: 'free' })
    await visit(say(null, iat - 20))
    expect(await attributes()).toEqual({})
  })

  it('has nothing of a token that says too much, which is refused with the reason', async () => {
    for (const attributes of WRONG) {
      const token = server.userToken('too-much', { attributes })
      const { status, body } = await call(server.url + routes.userChat, 'GET', { token })
      expect([status, body.code]).toEqual([401, 'unauthenticated'])
      expect(body.message).toMatch(/^The token's claim attributes.* is not valid: /)
    }
  })

  it('has what the page says of them apart from that, told at once to staff in the chat', async () => {
    const { chatId, token } = await newUser('kay')
    const [user, inside] = await Promise.all([token, staff].map((bearer) => server.connect(bearer)))
    await inside!.emitWithAck('join_chat', { chat_id: chatId })
    const moves: ServerEvents['user_moved'][] = []
    inside!.on('user_moved', (move) => moves.push(move))
    const visit = async (context: Attributes) =>
      expect(await user!.emitWithAck('visit', { context })).toMatchObject({ ok: true })
    await visit(ATTRIBUTES)
    await visit({ ...ATTRIBUTES })
    expect((await userOf(chatId)).body).toMatchObject({ attributes: {}, context: ATTRIBUTES })
    await user!.emitWithAck('visit', { time_zone: 'UTC' })
    expect((await userOf(chatId)).body.context).toEqual(ATTRIBUTES)
    await visit({})
    expect((await userOf(chatId)).body.context).toEqual({})
    await eventually(() => moves[2], 'three moves')
    expect(moves.map(({ context, time_zone }) => ({ context, time_zone }))).toEqual([
      { context: ATTRIBUTES, time_zone: null },
      { context: ATTRIBUTES, time_zone: 'UTC' },
      { context: {}, time_zone: 'UTC' },
    ])
  })

  it('holds when the chat was put away, by whom, and what brought it back', async () => {
    const { chatId, token } = await newUser('linus')
    const post = (path: string, bearer: string, body?: unknown) =>
      call(server.url + path, 'POST', { token: bearer, body })
    const archivings = async () => (await userOf(chatId)).body.archivings
    await post(routes.adminArchive(chatId), staff)
    await post(routes.adminArchive(chatId), staff)
    expect(await archivings()).toEqual([
      { archived_at: expect.any(String) as string, archived_by: 'Support', restored_at: null },
    ])
    await post(routes.adminUnarchive(chatId), staff)
    expect((await archivings())[0]?.restored_at).toEqual(expect.any(String))
    await post(routes.adminArchive(chatId), staff)
    await post(routes.userMessages, token, { content: 'Still here', client_id: randomUUID() })
    const both = await archivings()
    expect(both.map(({ restored_at }) => typeof restored_at)).toEqual(['string', 'string'])
    expect(both[0]!.archived_at > both[1]!.archived_at).toBe(true)
  })

  it('is for staff', async () => {
    const { chatId, token } = await newUser('edsger')
    expect((await userOf(chatId, token)).status).toBe(403)
    expect((await userOf(randomUUID())).status).toBe(404)
  })
})
