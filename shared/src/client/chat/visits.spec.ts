import { createConnection, memoryOutboxStore, openUserChat } from '../../client.js'
import { MiniServer } from '../../testing/mini-server.js'
import { until } from '../../testing/until.js'

const time_zone = new Intl.DateTimeFormat().resolvedOptions().timeZone
const page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
const navigation = new EventTarget()
const location = { origin: 'https://shop.example', pathname: '/cart', search: '?token=secret', hash: '#secret' }
let server: MiniServer
let stop: () => void

beforeEach(async () => {
  server = await new MiniServer().listen()
  Object.assign(location, { pathname: '/cart' })
  Object.assign(page, { visibilityState: 'visible' })
  Object.assign(globalThis, { window: new EventTarget(), document: page, navigation, location })
})
afterEach(async () => {
  stop()
  await server.close()
  for (const name of ['window', 'document', 'navigation', 'location']) Reflect.deleteProperty(globalThis, name)
})

function visitor(tellsVisits = true) {
  const connection = createConnection({
    serverUrl: server.url,
    getToken: () => 'user',
    timings: { stableAfter: 0, backoff: 10 },
  })
  const chat = openUserChat(connection, { userKey: 'user', store: memoryOutboxStore(), tellsVisits })
  connection.start()
  stop = () => (chat.close(), connection.stop())
  return { connection, chat }
}
const go = (pathname: string) => {
  location.pathname = pathname
  navigation.dispatchEvent(new Event('currententrychange'))
}
const visits = (...paths: string[]) => paths.map((path) => ({ page_url: `https://shop.example${path}`, time_zone }))

describe('a visit', () => {
  it('is told at each connection and when the path changes, without what an address may hide', async () => {
    visitor()
    await until(() => server.visits.length === 1)
    go('/cart')
    go('/paid')
    await until(() => server.visits.length === 2)
    server.sockets[0]!.disconnect(true)
    await until(() => server.visits.length === 3)
    expect(server.visits).toEqual(visits('/cart', '/paid', '/paid'))
  })

  it('is told by a tab that is looked at', async () => {
    page.visibilityState = 'hidden'
    const { chat } = visitor()
    await until(() => chat.state.loaded && server.requests.includes('join_chat'))
    go('/elsewhere')
    page.visibilityState = 'visible'
    page.dispatchEvent(new Event('visibilitychange'))
    await until(() => server.visits.length === 1)
    expect(server.visits).toEqual(visits('/elsewhere'))
  })

  it('is over with the chat, and not told where the page does not want it', async () => {
    visitor(false)
    await until(() => server.requests.includes('join_chat'))
    stop()
    const { chat, connection } = visitor()
    await until(() => server.visits.length === 1)
    chat.close()
    go('/later')
    await connection.request('leave_chat', { chat_id: server.chatId })
    expect(server.visits).toEqual(visits('/cart'))
  })
})
