import { randomUUID } from 'node:crypto'
import { routes, type SupportChat, type SupportMessage } from '@support-chat/shared'
import { io } from 'socket.io-client'
import { UnsubscribeLinks } from '../src/notifications/unsubscribe-links.js'
import { call } from './call.js'
import { ADMIN, connected, type TestApp, type TestSocket, useTestApp } from './test-app.js'

/** As `PUBLIC_URL=https://example.com/my/support` has it. */
const BASE = '/my/support'

let server: TestApp
let staff: string
useTestApp((...started) => ([server, staff] = started), {
  publicUrl: 'https://example.com',
  apiPath: `${BASE}/api`,
  apiDocs: true,
})

const get = (path: string, accept = 'text/html') =>
  fetch(server.url + path, { headers: { accept }, redirect: 'manual' })

describe.each([
  ['keeps', BASE],
  ['removes', ''],
])('Below a path that the proxy %s', (_does, prefix) => {
  it.each(['websocket', 'polling'] as const)('REST and sockets over %s are served', async (transport) => {
    const token = server.userToken(`below-${transport}-${prefix.length}`)
    const { body: chat } = await call<SupportChat>(server.url + prefix + routes.userChat, 'GET', { token })
    const socket: TestSocket = io(server.url, {
      path: `${prefix}/socket.io`,
      auth: { token },
      forceNew: true,
      transports: [transport],
    })
    try {
      await connected(socket)
      const heard = new Promise<SupportMessage>((resolve) =>
        socket.on('new_message', ({ message }) => resolve(message)),
      )
      const message = { chat_id: chat.id, content: 'Hello', client_id: randomUUID() }
      expect(await socket.emitWithAck('send_message', message)).toMatchObject({ ok: true })
      expect(await heard).toMatchObject({ content: 'Hello' })
    } finally {
      socket.disconnect()
    }
  })

  it('the addresses that are told are those from outside', async () => {
    expect((await get(`${prefix}/`)).headers.get('location')).toBe(`${BASE}/demo`)
    expect((await get(`${prefix}?from=a-link`)).headers.get('location')).toBe(`${BASE}/demo`)
    expect(await (await get(`${prefix}/demo`)).text()).toContain(`src="${BASE}/widget/support-chat.js"`)
    const { status, body: missing } = await text(`${prefix}/nowhere`)
    expect([status, missing]).toEqual([404, expect.stringContaining(`href="${BASE}/pages/not-found.css"`)])
    const { body: openapi } = await call<{ servers: unknown }>(`${server.url}${prefix}/api/docs-json`, 'GET')
    expect(openapi.servers).toEqual([{ url: `https://example.com${BASE}` }])
    const { body: asyncapi } = await call<{ servers: object }>(`${server.url}${prefix}/api/docs-asyncapi`, 'GET')
    expect(asyncapi.servers).toMatchObject({ sockets: { host: 'example.com', pathname: `${BASE}/socket.io` } })
  })

  it('links in e-mails lead there', async () => {
    const links = server.app.get(UnsubscribeLinks, { strict: false })
    const token = server.userToken(`e-mailed-${prefix.length}`)
    const { body: user } = await call<{ id: string }>(server.url + prefix + routes.me, 'GET', { token })
    const { origin, pathname } = new URL(links.unsubscribe(user.id))
    expect([origin, pathname.slice(0, BASE.length)]).toEqual(['https://example.com', BASE])
    const page = await text(prefix + pathname.slice(BASE.length))
    expect([page.status, page.body]).toEqual([200, expect.stringContaining('Stop the e-mails')])

    const { body: invited } = await call<{ invitation_url: string }>(
      `${server.url}${prefix}/api/admin/staff/invite`,
      'POST',
      { token: staff, body: { email: `invited-${prefix.length}@example.com` } },
    )
    expect(invited.invitation_url).toContain(`https://example.com${BASE}/admin/accept-invitation#`)
  })

  it('a device is remembered where it signs in, and nowhere else', async () => {
    const { headers } = await call(`${server.url}${prefix}/api/auth/login`, 'POST', { body: ADMIN })
    expect(headers.getSetCookie()).toEqual([expect.stringContaining(`; Path=${BASE}/api/auth;`)])
  })
})

it('Nothing is served below what only looks like the path', async () => {
  expect((await get(`${BASE}er/api/health/live`)).status).toBe(404)
  expect((await get(`/other${BASE}/api/health/live`)).status).toBe(404)
})

async function text(path: string) {
  const answer = await get(path)
  return { status: answer.status, body: await answer.text() }
}
