import type { Browser, BrowserContext } from '@playwright/test'
import { hasRedis, RedisProcess } from '../server/test/redis-process.js'
import { freePort } from './free-port.js'
import { Guard } from './guard.js'
import { launchHost } from './host.js'
import { hasNginx, Nginx, shippedNginx } from './nginx.js'
import { ChatConsole } from './pages/chat-console.js'
import { ChatUser } from './pages/chat-user.js'
import { ProductServer, STAFF } from './server.js'
import { StaffApi } from './staff-api.js'
import { expect, freshName, test } from './test.js'

const BASE = '/help/support'

const canRun = hasNginx && hasRedis
if (!canRun) process.stderr.write('No nginx or no redis-server on the PATH: "Two servers behind nginx" does not run\n')
const behindNginx = canRun ? test.describe : test.describe.skip

behindNginx('Two servers behind nginx, on one PostgreSQL and one Redis', () => {
  test.describe.configure({ mode: 'default' })
  let redis: RedisProcess
  let servers: ProductServer[]
  let nginx: Nginx
  /** Of proxies before that nginx: two below a path, and one that says another address of a client with each request. */
  let ports: Record<'keeps' | 'removes' | 'restless', number>

  test.beforeAll(async () => {
    redis = await RedisProcess.start()
    ports = { keeps: await freePort(), removes: await freePort(), restless: await freePort() }
    const shared = {
      REDIS_URL: redis.url,
      STAFF_JWT_SECRET: 'a secret that both servers know, of 32 bytes',
      PUBLIC_URL: address('keeps') + BASE,
    }
    const first = await ProductServer.launch(shared)
    servers = [first, await ProductServer.launch({ ...shared, DATABASE_URL: await first.databaseUrl() })]
    nginx = await startNginx(ports, servers)
  })
  test.afterAll(async () => {
    await nginx.stop()
    // The second one uses the database of the first.
    for (const server of [...servers].reverse()) await server.dispose()
    await redis.stop()
  })

  const address = (proxy: keyof typeof ports) => `http://localhost:${ports[proxy]}`

  async function open(browser: Browser, proxy: keyof typeof ports): Promise<{ context: BrowserContext; guard: Guard }> {
    const context = await browser.newContext({ baseURL: address(proxy), locale: 'en-US' })
    const guard = new Guard(address(proxy))
    guard.watch(context)
    return { context, guard }
  }

  test('work below a path, whether a proxy before them keeps it or removes it', async ({ browser }) => {
    const [outside, inside] = [await open(browser, 'removes'), await open(browser, 'keeps')]
    outside.guard.expect(/status of 404/)
    const page = await outside.context.newPage()
    await page.goto(`${BASE}/nowhere`)
    await page.getByRole('link', { name: 'start' }).click()
    await expect(page).toHaveURL(`${BASE}/demo`)

    const name = freshName('below')
    const connection = page.waitForEvent('websocket')
    const user = await ChatUser.visit(page, name, `${BASE}/demo?user=${name}`)
    await user.open()
    expect(new URL((await connection).url()).pathname).toBe(`${BASE}/socket.io/`)
    await user.send('Is my box on its way?')

    const staff = await ChatConsole.visit(await inside.context.newPage(), `${BASE}/admin`)
    await staff.signIn(STAFF)
    await staff.openChat(user.email)
    await staff.send('It is')
    await user.expectMessages('Is my box on its way?', 'It is')
    await staff.page.reload()
    await staff.expectMessages('Is my box on its way?', 'It is')
    await staff.page.goto(`${BASE}/admin/settings`)
    await expect(staff.page.getByRole('heading', { name: 'Profile and password' })).toBeVisible()

    await page.goto(`${BASE}/api/docs`)
    await expect(page.getByText('/api/support_chat/messages').first()).toBeVisible()
    for (const { context, guard } of [outside, inside]) {
      expect(guard.problems).toEqual([])
      await context.close()
    }
  })

  /** The widget on a page of another origin, where neither the client's address nor anything else says whose request it is. */
  async function openElsewhere(browser: Browser, { attribute = '', socket = true }) {
    const { context, guard } = await open(browser, 'restless')
    const name = freshName('restless')
    const url = address('restless')
    const host = await launchHost((_request, response) => {
      response.setHeader('content-type', 'text/html')
      response.end(
        `<!doctype html><html lang="en"><title>Host</title><link rel="icon" href="data:,">
        <script type="module" src="${url}/widget/support-chat.js"></script>
        <script type="module">
          // Its first requests, all at once, would be given several cookies, and whichever is answered last decides.
          await fetch('${url}/api/health/live', { mode: 'no-cors', credentials: 'include' })
          document.body.innerHTML = '<support-chat token="${servers[0]!.userToken(name)}" ${attribute}></support-chat>'
        </script>`,
      )
    })
    guard.allowOrigin(host.url)
    if (!socket) await context.routeWebSocket(/./, (route) => void route.close())
    const from = (await nginx.passed()).length
    const user = await ChatUser.visit(await context.newPage(), name, host.url)
    await user.launcher().click()
    /** Requests of long polling after its first, and messages sent by REST, as that nginx has answered them. */
    const passed = async () => {
      const own = (await nginx.passed()).slice(from).filter(({ port }) => port === ports.restless)
      const polled = own.filter(({ uri }) => /^\/socket\.io\/.*transport=polling.*&sid=/.test(uri))
      const sent = own.filter(({ method, uri }) => method === 'POST' && uri.startsWith('/api/support_chat/messages'))
      return { polled: polled.map(({ status }) => status), sentByRest: sent.length }
    }
    const close = async () => {
      await context.close()
      host.close()
    }
    return { user, guard, passed, close }
  }

  test('keep a client on one server by its cookie, for long polling', async ({ browser }) => {
    const without = await openElsewhere(browser, { socket: false })
    await expect.poll(async () => (await without.passed()).polled, 'it is nobody’s session').toContain(400)
    await without.close()

    const { user, guard, passed, close } = await openElsewhere(browser, {
      socket: false,
      attribute: 'credentials="include"',
    })
    await expect(user.connection).toHaveText('Connected')
    await user.sends('one', 'two', 'three')
    await user.expectMessages('one', 'two', 'three')
    await expect(user.log.getByText('Sending')).toHaveCount(0)
    const { polled, sentByRest } = await passed()
    expect(sentByRest, 'they went by the socket').toBe(0)
    expect([...new Set(polled)]).toEqual([200])
    expect(guard.problems.filter((problem) => !/WebSocket/.test(problem))).toEqual([])
    await close()
  })

  test('need no client to stay on one server where WebSocket gets through', async ({ browser, playwright }) => {
    const { user, guard, passed, close } = await openElsewhere(browser, {})
    await expect(user.connection).toHaveText('Connected')
    await user.send('Who hears me?')
    const replies = servers.map((_, index) => `Server ${index} does`)
    for (const [index, { url: baseURL }] of servers.entries()) {
      const request = await playwright.request.newContext({ baseURL })
      await (await StaffApi.signIn(request)).reply(user.name, replies[index]!)
      await request.dispose()
    }
    await user.expectMessages('Who hears me?', ...replies)
    expect(await passed()).toEqual({ polled: [], sentByRest: 0 })
    expect(guard.problems).toEqual([])
    await close()
  })
})

/** As it is shipped, and before it what stands before it elsewhere. */
async function startNginx(ports: Record<'keeps' | 'removes' | 'restless', number>, servers: ProductServer[]) {
  const port = await freePort()
  const [one = 0, two = 0] = servers.map(({ url }) => Number(new URL(url).port))
  const pass = `
    proxy_http_version 1.1;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection $connection_upgrade;
    proxy_set_header Host $http_host;
    proxy_pass http://127.0.0.1:${port}`
  return Nginx.start(`
    ${await shippedNginx(port, [one, two])}
    server { listen 127.0.0.1:${ports.keeps}; location ${BASE}/ { ${pass}; } }
    server { listen 127.0.0.1:${ports.removes}; location ${BASE}/ { ${pass}/; } }
    server { listen 127.0.0.1:${ports.restless}; location / { ${pass}; proxy_set_header X-Forwarded-For $request_id; } }`)
}
