import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { launchHost } from './host.js'
import { ChatUser } from './pages/chat-user.js'
import { expect, freshName, test as base } from './test.js'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const example = /```html\n([\s\S]+?)```/.exec(readme)![1]!

interface Host {
  url: string
  /** Who is signed in to it. */
  user: string
}

/** A product on an origin of its own: a page with the README's lines, and the `/support-token` of its backend. */
const test = base.extend<{ host: Host }>({
  host: async ({ server, guard }, use) => {
    const html = `<!doctype html><title>Host</title>${example.replaceAll('https://support.example.com', server.url)}`
    const host: Host = { url: '', user: freshName('host') }
    const listener = createServer((request, response) => {
      const isToken = request.method === 'POST' && request.url === '/support-token'
      response.setHeader('content-type', isToken ? 'text/plain' : 'text/html')
      response.end(isToken ? server.userToken(host.user) : html)
    })
    host.url = await listen(listener)
    guard.allowOrigin(host.url)
    await use(host)
    listener.closeAllConnections()
    listener.close()
  },
})

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://localhost:${(server.address() as AddressInfo).port}/`
}

test('the lines of the README put the chat on a page, signed in by the page’s own backend', async ({
  newProfile,
  host,
  staffApi,
}) => {
  const page = await (await newProfile()).newPage()
  const user = await ChatUser.visit(page, host.user, host.url)
  await user.open()
  await user.send('Hello from a page of our own')
  await staffApi.reply(user.name, 'Hello')
  await user.expectMessages('Hello from a page of our own', 'Hello')
})

test('logout leaves nothing of the user on the page, and the next user starts afresh', async ({ newProfile, host }) => {
  const page = await (await newProfile()).newPage()
  const user = await ChatUser.visit(page, host.user, host.url)
  await user.open()
  await user.send('My account number is 4711')
  await user.expectMessages('My account number is 4711')

  const chat = page.locator('support-chat')
  await chat.evaluate((element) => (element as unknown as { logout(): void }).logout())
  await expect(user.panel).toBeHidden()
  await expect
    .poll(() => page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage })))
    .not.toContain('4711')

  host.user = freshName('second')
  await chat.evaluate((element) => {
    const fetchToken = () => fetch('/support-token', { method: 'POST' }).then((response) => response.text())
    Object.assign(element, { getToken: fetchToken })
  })
  await user.open()
  await user.send('Hello from somebody else')
  await user.expectMessages('Hello from somebody else')
  await expect(page.getByText('4711')).toHaveCount(0)
})

test('another user of the page finds nothing of the first, and writes as themselves', async ({
  newProfile,
  host,
  staffApi,
}) => {
  const page = await (await newProfile()).newPage()
  await page.clock.install()
  const user = await ChatUser.visit(page, host.user, host.url)
  await user.open()
  await user.send('My account number is 4711')
  await user.expectMessages('My account number is 4711')
  await user.input.fill('and my PIN')
  const grace = freshName('grace')

  // The page signs Grace in and says nothing of it; a minute later she looks at it.
  host.user = grace
  await page.clock.fastForward(61_000)
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await expect(page.getByText('4711')).toHaveCount(0)
  await expect(user.input).toHaveValue('')
  await user.send('Hello from Grace')
  await user.expectMessages('Hello from Grace')
  await expect(page.getByText('4711')).toHaveCount(0)

  await staffApi.expectMessages(grace, 'Hello from Grace')
  await staffApi.expectMessages(user.name, 'My account number is 4711')
})

for (const [folder, base] of [
  ['/widget', ''],
  ['/my/support/widget', '/my/support'],
  ['/my/support/widget/1', '/my/support'],
  ['/assets/js', ''],
] as const) {
  test(`a script from ${folder}/ finds its server at ${base || 'the origin'}`, async ({
    server,
    guard,
    newProfile,
  }) => {
    const host = await launchHost((_request, response) => {
      response.setHeader('content-type', 'text/html')
      response.end(
        `<!doctype html><title>Host</title><link rel="icon" href="data:,">
        <script type="module" src="${server.url}${folder}/support-chat.js"></script><support-chat></support-chat>`,
      )
    })
    guard.allowOrigin(host.url)
    const page = await (await newProfile()).newPage()
    await page.route(`${server.url}${folder}/**`, (route) =>
      route.continue({ url: route.request().url().replace(folder, '/widget') }),
    )
    await page.goto(host.url)
    const address = () =>
      page.locator('support-chat').evaluate((element) => (element as Element & { serverUrl?: string }).serverUrl)
    await expect.poll(address).toBe(server.url + base)
    host.close()
  })
}
