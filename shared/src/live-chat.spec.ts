import { createConnection, openStaffChat, openUserChat, memoryOutboxStore, type ChatSession } from './client.js'
import { MiniServer } from './testing/mini-server.js'
import { until } from './testing/until.js'

const pace = { backoff: 20, backoffMax: 100, gap: 10, read: 10, poll: 30, answer: 300, climb: 100 }
const shown = (chat: ChatSession) => chat.state.items.map((item) => item.message.content)

test('smoke', async () => {
  const server = await new MiniServer().listen()
  const user = createConnection({ serverUrl: server.url, getToken: () => 'user', pace })
  const staff = createConnection({ serverUrl: server.url, getToken: () => 'admin', pace })
  user.start()
  staff.start()
  const mine = openUserChat(user, { userKey: 'ann', pace, store: memoryOutboxStore() })
  const theirs = openStaffChat(staff, server.chatId, { userKey: 'joe', pace, store: memoryOutboxStore() })
  mine.send('hello')
  await until(() => shown(theirs).includes('hello'))
  theirs.send('hi')
  await until(() => shown(mine).join() === 'hello,hi' && mine.state.unreadCount === 1)
  mine.markRead()
  await until(() =>
    theirs.state.items.every(
      (i) => i.kind === 'stored' && (i.message.sender_type === 'user' || i.message.read_at !== null),
    ),
  )
  expect(user.state).toEqual({ status: 'connected', transport: 'websocket', error: null })
  mine.close()
  theirs.close()
  user.stop()
  staff.stop()
  await server.close()
})
