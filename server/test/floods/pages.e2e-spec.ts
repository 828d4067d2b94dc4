import { randomUUID } from 'node:crypto'
import { routes, type SupportChat } from '@support-chat/shared'
import { call } from '../call.js'
import { userToken } from '../test-app.js'
import { FloodStage } from './flood-stage.js'
import { pace } from './pace.js'
import { Requests } from './requests.js'
import { Wire } from './wire.js'

let stage: FloodStage

beforeAll(async () => {
  stage = await FloodStage.set()
})

afterAll(() => stage.close())

/** A chat with a full page of the longest messages. */
async function longChat(url: string): Promise<{ token: string; chatId: string }> {
  const token = userToken(`flooder-${randomUUID()}`)
  const { body: chat } = await call<SupportChat>(url + routes.userChat, 'GET', { token })
  await Promise.all(
    Array.from({ length: 200 }, () =>
      call(url + routes.userMessages, 'POST', {
        token,
        body: { content: 'a'.repeat(4_000), client_id: randomUUID() },
      }),
    ),
  )
  return { token, chatId: chat.id }
}

describe('A good user is served as before', () => {
  it('while somebody asks for pages of 200 long messages, 100 times a second, over REST and over a socket', async () => {
    const harm = await stage.harmOf(async (url, signal) => {
      const { token, chatId } = await longChat(url)
      const wire = await Wire.connect(url, token)
      const requests = new Requests(url)
      await pace(100, signal, (time) => {
        if (time % 2) wire.emit('join_chat', { chat_id: chatId, since: 1 })
        else requests.get(`${routes.userMessages}?limit=200`, token)
      })
      requests.end()
      wire.close()
    })
    expect(harm).toMatchObject({ bearable: true })
  })
})
