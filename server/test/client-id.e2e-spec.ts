import { randomUUID } from 'node:crypto'
import {
  routes,
  type MessagePage,
  type ServerEvents,
  type SupportChat,
  type SupportMessage,
} from '@support-chat/shared'
import { call } from './call.js'
import { eventually } from './eventually.js'
import { type TestApp, useTestApp } from './test-app.js'

describe('A client_id', () => {
  let test: TestApp
  let staff: string
  useTestApp((server, token) => {
    test = server
    staff = token
  })

  async function chatOf(name: string) {
    const token = test.userToken(name)
    const { body } = await call<SupportChat>(test.url + routes.userChat, 'GET', { token })
    return { token, chat_id: body.id }
  }

  it.each([
    ['in upper case', (id: string) => id.toUpperCase()],
    ['in mixed case', (id: string) => id.slice(0, 9).toUpperCase() + id.slice(9)],
    ['in lower case', (id: string) => id],
  ])('%s comes back as it was sent, everywhere, and is one key with every other case', async (written, write) => {
    const { token, chat_id } = await chatOf(`writer-${written.replaceAll(' ', '-')}`)
    const id = `abcdef${randomUUID().slice(6)}`
    const client_id = write(id)
    const [socket, reader] = [await test.connect(token), await test.connect(staff)]
    await reader.emitWithAck('join_chat', { chat_id })
    const received: ServerEvents['new_message'][] = []
    reader.on('new_message', (event) => received.push(event))

    const sent = await socket.emitWithAck('send_message', { chat_id, content: 'hello', client_id })
    expect(sent).toMatchObject({ ok: true, data: { client_id, sequence: 1 } })
    expect((await eventually(() => received[0], 'the message')).message.client_id).toBe(client_id)

    for (const again of [client_id, id, id.toUpperCase()]) {
      const body = { content: 'hello', client_id: again }
      const repeat = await call<SupportMessage>(test.url + routes.userMessages, 'POST', { token, body })
      expect(repeat).toMatchObject({ status: 200, body: { client_id, sequence: 1 } })
    }
    const other = { content: 'something else', client_id: id.toUpperCase() }
    expect((await call(test.url + routes.userMessages, 'POST', { token, body: other })).status).toBe(409)

    const page = await call<MessagePage>(test.url + routes.userMessages, 'GET', { token })
    expect(page.body.messages.map((message) => message.client_id)).toEqual([client_id])
    const joined = await reader.emitWithAck('join_chat', { chat_id, since: 0 })
    expect(joined).toMatchObject({ ok: true, data: { messages: [{ client_id }] } })
  })
})
