import type { Browser, BrowserContext, Page } from '@playwright/test'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from './free-port.js'
import { Guard } from './guard.js'
import { diagnose, faults } from './host-page.js'
import { launchHost, type Host } from './host.js'
import { PackedServer } from './packed-server.js'
import { ChatConsole } from './pages/chat-console.js'
import { expect, freshName, test } from './test.js'

const STAFF = { email: 'staff@example.com', password: 'a password of staff' }

/** An application with sessions by cookie, and a page, which has installed the package. */
const MAIN = `
import 'reflect-metadata'
import { Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { MessagePolicy, SupportChatModule } from '@support-chat/server'

const { PORT, DATABASE_URL, DATA_DIR, OTHER_ORIGIN } = process.env
const publicUrl = 'http://localhost:' + PORT
const find = ({ token, headers }) => {
  const user = token === null && /(?:^|; *)session=([^;]+)/.exec(headers.cookie)?.[1]
  return user ? { sub: user, email: user + '@example.com', exp: Date.now() / 1000 + 3600 } : null
}

class CardNumbers extends MessagePolicy {
  review({ content }) {
    if (content.includes('4111')) return { refuse: 'Please do not send card numbers' }
    return content.includes('bloody') ? { rewrite: content.replace('bloody', 'b***') } : 'allow'
  }
}

class AppModule {}
Module({
  imports: [
    SupportChatModule.forRoot({
      production: true,
      databaseUrl: DATABASE_URL,
      dataDir: DATA_DIR,
      publicUrl,
      path: '/support/api',
      namespace: '/support',
      allowedOrigins: [OTHER_ORIGIN],
      staff: { jwtSecret: 'a secret that only this test knows', ...${JSON.stringify(STAFF)} },
      email: false,
      console: true,
      messagePolicies: [CardNumbers],
      authenticateUser: { useFactory: () => find },
    }),
  ],
})(AppModule)

const app = await NestFactory.create(AppModule, { logger: ['error'] })
app.getHttpAdapter().get('/sign-in/:user', (request, response) => {
  response.cookie('session', request.params.user, { httpOnly: true, secure: true, sameSite: 'none' })
  response.redirect('/')
})
app.getHttpAdapter().get('/', (request, response) => response.send(\`${page('${publicUrl}')}\`))
app.enableShutdownHooks()
await app.listen(PORT)
console.log(publicUrl)
`

/** One with the widget that the application serves, and no token. */
function page(url: string): string {
  return `<!doctype html><html lang="en"><title>Shop</title><link rel="icon" href="data:,">
    <script type="module" src="${url}/support/widget/support-chat.js"></script>
    <support-chat opened server-url="${url}/support" credentials="include"></support-chat>`
}

test.describe('an application that has installed the package', () => {
  test.describe.configure({ mode: 'default' })
  let packed: PackedServer
  let url: string
  /** Pages on another site, of which the first is allowed. */
  let others: Host[]
  let guard: Guard

  test.beforeAll(async () => {
    const answer = (
      _request: unknown,
      response: { setHeader: (...header: string[]) => void; end: (text: string) => void },
    ) => {
      response.setHeader('content-type', 'text/html')
      response.end(page(url))
    }
    others = [await launchHost(answer), await launchHost(answer)]
    packed = await PackedServer.install()
    await writeFile(join(packed.project, 'main.js'), MAIN)
    url = await packed.start({ PORT: String(await freePort()), OTHER_ORIGIN: siteOf(others[0]!) })
  })
  test.afterAll(async () => {
    for (const other of others) other.close()
    await packed.remove()
  })

  /** `localhost` and `127.0.0.1` are two sites. */
  const siteOf = (host: Host) => host.url.replace('localhost', '127.0.0.1')

  async function open(browser: Browser): Promise<BrowserContext> {
    const context = await browser.newContext({ baseURL: url, locale: 'en-US' })
    guard = new Guard(url)
    for (const other of others) guard.allowOrigin(siteOf(other))
    guard.watch(context)
    return context
  }

  async function send(shop: Page, text: string): Promise<void> {
    await shop.getByRole('textbox', { name: 'Message' }).fill(text)
    await shop.getByRole('button', { name: 'Send message' }).click()
    await expect(shop.getByRole('log').getByText(text)).toBeVisible()
    await expect(shop.getByRole('log').getByText('Sending')).toHaveCount(0)
  }

  test('serves widget and console below its path, and needs no token where it has a session by cookie', async ({
    browser,
  }) => {
    const context = await open(browser)
    const name = freshName('cookie')
    const shop = await context.newPage()
    await shop.goto(`/sign-in/${name}`)
    await expect(shop.getByRole('status').first()).toHaveText('Connected')
    await send(shop, 'Is my parcel on its way?')
    const report = await diagnose(shop)
    expect(faults(report)).toEqual([])
    expect(report.checks.find((check) => check.name === 'token accepted')).toMatchObject({ ok: true })

    const staff = await ChatConsole.visit(await context.newPage(), '/support/admin')
    expect(new URL(staff.page.url()).pathname).toMatch(/^\/support\/admin\//)
    await staff.signIn(STAFF)
    await staff.card(`${name}@example.com`).click()
    await expect(staff.page.getByText('Is my parcel on its way?').last()).toBeVisible()
    await staff.page.getByRole('textbox', { name: 'Message' }).fill('It is')
    await staff.page.keyboard.press('Enter')
    await expect(shop.getByRole('log').getByText('It is', { exact: true })).toBeVisible()
    await staff.page.reload()
    await expect(staff.page.getByText('It is', { exact: true }).last()).toBeVisible()
    expect(guard.problems).toEqual([])
    await context.close()
  })

  test('shows what a policy has made of a message, and leaves the text of one that it refuses to its writer', async ({
    browser,
  }) => {
    const context = await open(browser)
    const shop = await context.newPage()
    await shop.goto(`/sign-in/${freshName('policy')}`)
    const [input, log] = [shop.getByRole('textbox', { name: 'Message' }), shop.getByRole('log')]
    await input.fill('Where is my bloody parcel?')
    await input.press('Enter')
    await expect(log.getByText('Where is my b*** parcel?')).toBeVisible()
    await input.fill('My card is 4111 1111 1111 1111')
    await input.press('Enter')
    await expect(log.getByText('Not sent. Please do not send card numbers')).toBeVisible()
    await log.getByRole('button', { name: 'Edit' }).click()
    await expect(input).toHaveValue('My card is 4111 1111 1111 1111')
    await shop.reload()
    await expect(log.getByText('Where is my b*** parcel?')).toHaveCount(1)
    await expect(log.getByText('bloody')).toHaveCount(0)
    await context.close()
  })

  for (const transport of ['websocket', 'polling']) {
    test(`takes the cookie of its user from a page of another site that is allowed, by ${transport}`, async ({
      browser,
    }) => {
      const context = await open(browser)
      if (transport === 'polling') await context.routeWebSocket(/./, (socket) => void socket.close())
      const shop = await context.newPage()
      await shop.goto(`/sign-in/${freshName('crossing')}`)
      await shop.goto(siteOf(others[0]!))
      await expect(shop.getByRole('status').first()).toHaveText('Connected')
      await send(shop, `Hello by ${transport}`)
      expect(guard.problems.filter((problem) => !/WebSocket/.test(problem))).toEqual([])
      await context.close()
    })
  }

  test('takes it from no page that is not', async ({ browser }) => {
    const context = await open(browser)
    const shop = await context.newPage()
    await shop.goto(`/sign-in/${freshName('foreign')}`)
    await shop.goto(siteOf(others[1]!))
    await expect(shop.getByRole('heading', { name: 'Chat is not available on this page' })).toBeVisible()
    await expect(shop.getByRole('status').first()).toHaveText('Offline')
    expect(await shop.evaluate(openSocket, url.replace('http', 'ws'))).toContain('This origin is not allowed')
    await context.close()
  })
})

/** Runs in a page: browsers send cookies with a WebSocket to whatever address. @returns what the server says to it */
function openSocket(address: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${address}/support/socket.io/?EIO=4&transport=websocket`)
    socket.onmessage = ({ data }: MessageEvent<string>) => {
      if (data.startsWith('0')) socket.send('40{}')
      else resolve(data)
    }
  })
}
