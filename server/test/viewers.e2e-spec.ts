import {
  routes,
  staffRoutes,
  type ChatViewer,
  type Invitation,
  type ServerEvents,
  type Session,
  type SupportChat,
} from '@support-chat/shared'
import { TYPING_MS } from '../src/realtime/viewers.service.js'
import { call } from './call.js'
import { eventually } from './eventually.js'
import { useTestApp, type TestApp, type TestSocket } from './test-app.js'

let server: TestApp
let staff: string
let colleague: string

useTestApp((...started) => ([server, staff] = started))
beforeAll(async () => {
  colleague = await newColleague()
})

async function newColleague(): Promise<string> {
  const body = { email: 'grace@staff.example', name: 'Grace' }
  const invited = await call<Invitation>(server.url + staffRoutes.invite, 'POST', { token: staff, body })
  const token = new URL(invited.body.invitation_url).hash.slice(1)
  const accepted = await call<Session>(server.url + staffRoutes.acceptInvitation, 'POST', {
    body: { token, password: 'a long enough password' },
  })
  return accepted.body.access_token
}

async function newChat(name: string): Promise<{ chatId: string; token: string }> {
  const token = server.userToken(name)
  return { chatId: (await call<SupportChat>(server.url + routes.userChat, 'GET', { token })).body.id, token }
}

const collectViewers = (socket: TestSocket) => {
  const events: ServerEvents['viewers'][] = []
  socket.on('viewers', (event) => events.push(event))
  return events
}
const join = (socket: TestSocket, chatId: string) => socket.emitWithAck('join_chat', { chat_id: chatId })
const names = (viewers: ChatViewer[]) =>
  viewers.map(({ name, is_typing }) => (is_typing ? `${name} types` : name)).sort()
const become = (events: ServerEvents['viewers'][], expected: string[]) =>
  eventually(
    () => (JSON.stringify(names(events.at(-1)?.viewers ?? [])) === JSON.stringify(expected) ? true : null),
    `the viewers ${expected.join(', ')}`,
  )

describe('Who of staff has a chat open', () => {
  it('is told to them on joining and whenever it changes, each person once', async () => {
    const { chatId } = await newChat('watched')
    const [own, tab, other] = [
      await server.connect(staff),
      await server.connect(staff),
      await server.connect(colleague),
    ]
    const [toOwn, toTab, toOther] = [collectViewers(own), collectViewers(tab), collectViewers(other)]
    await join(own, chatId)
    await become(toOwn, ['Support'])
    expect(toOwn.at(-1)).toEqual({
      chat_id: chatId,
      viewers: [{ id: expect.any(String), name: 'Support', email: 'admin@example.com', is_typing: false }],
    })
    await join(tab, chatId)
    await become(toTab, ['Support'])
    await join(other, chatId)
    await become(toOwn, ['Grace', 'Support'])
    await become(toOther, ['Grace', 'Support'])
    await other.emitWithAck('leave_chat', { chat_id: chatId })
    await become(toOwn, ['Support'])
    await join(other, chatId)
    await become(toOther, ['Grace', 'Support'])
    own.disconnect()
    tab.disconnect()
    await become(toOther, ['Grace'])
  })

  it('comes with who is typing, until they stop or leave, while the user sees staff type', async () => {
    const { chatId, token } = await newChat('written-to')
    const user = await server.connect(token)
    const [own, other] = [await server.connect(staff), await server.connect(colleague)]
    const [toOwn, toUser] = [collectViewers(own), collectViewers(user)]
    const typed: ServerEvents['typing'][] = []
    user.on('typing', (event) => typed.push(event))
    await join(own, chatId)
    await join(other, chatId)
    const type = (is_typing: boolean) => other.emitWithAck('typing', { chat_id: chatId, is_typing })
    await type(true)
    await become(toOwn, ['Grace types', 'Support'])
    await type(false)
    await become(toOwn, ['Grace', 'Support'])
    await type(true)
    await become(toOwn, ['Grace types', 'Support'])
    other.disconnect()
    await become(toOwn, ['Support'])
    await eventually(() => typed[2], 'the user to see staff type')
    expect(typed.map(({ sender_type, is_typing }) => [sender_type, is_typing])).toEqual([
      ['admin', true],
      ['admin', false],
      ['admin', true],
    ])
    expect(toUser).toEqual([])
  })

  it('forgets a typing that nobody ended', async () => {
    const { chatId } = await newChat('forgotten')
    const own = await server.connect(staff)
    const events = collectViewers(own)
    await join(own, chatId)
    const timers = jest.spyOn(globalThis, 'setTimeout')
    await own.emitWithAck('typing', { chat_id: chatId, is_typing: true })
    await become(events, ['Support types'])
    const [forget] = timers.mock.calls.find(([, wait]) => wait === TYPING_MS) ?? []
    timers.mockRestore()
    forget?.()
    await become(events, ['Support'])
  })
})
