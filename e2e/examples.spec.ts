import type { Page, WebSocket } from '@playwright/test'
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { json } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { launchHost, type Host } from './host.js'
import { elementsInMemory, leftovers } from './leftovers.js'
import { Conversation } from './pages/conversation.js'
import { expect, freshName, test as base } from './test.js'

const run = promisify(execFile)
const root = fileURLToPath(new URL('..', import.meta.url))
const folderOf = (example: string) => join(root, 'widget/examples', example)
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }
const SERVER = 'http://localhost:3000'
const SECRET = 'My account number is 4711'

type Builder = (out: string) => Promise<string>
const tool = (script: string, example: string, ...args: string[]) =>
  run(process.execPath, [join(root, 'node_modules', script), ...args], { cwd: folderOf(example) })
const vite =
  (example: string): Builder =>
  async (out) => {
    await tool('vite/bin/vite.js', example, 'build', '--logLevel', 'error', '--outDir', out)
    return out
  }
/** Each gives the folder that a web server would serve. */
const EXAMPLES = {
  html: () => Promise.resolve(folderOf('html')),
  react: vite('react'),
  vue: vite('vue'),
  angular: async (out) => {
    const architect = '@angular-devkit/architect/bin/cli.js'
    await tool(architect, 'angular', 'example:build', `--output-path=${out}`)
    return join(out, 'browser')
  },
} satisfies Record<string, Builder>
type Example = keyof typeof EXAMPLES

const builds = new Map<Example, Promise<string>>()

/** Each worker builds an example once, whichever of its tests comes first. */
function built(example: Example): Promise<string> {
  const out = join(root, 'e2e/test-results/examples', process.env.TEST_PARALLEL_INDEX!, example)
  const build = builds.get(example) ?? EXAMPLES[example](out)
  builds.set(example, build)
  return build
}

/** An example in a browser, its users being nobody else's. */
interface Shop {
  page: Page
  users: { ada: string; grace: string }
  /** WebSockets that are open. */
  sockets: Set<WebSocket>
  press(name: string): Promise<void>
}

const test = base.extend<{ open: (example: Example) => Promise<Shop> }>({
  open: async ({ server, guard, newProfile }, use) => {
    const hosts: Host[] = []
    await use(async (example) => {
      const users = { ada: freshName('ada'), grace: freshName('grace') }
      const tokenOf = (user: keyof typeof users) => server.userToken(users[user])
      const host = await serve(await built(example), server.url, tokenOf)
      hosts.push(host)
      guard.allowOrigin(host.url)
      const page = await (await newProfile()).newPage()
      const sockets = new Set<WebSocket>()
      page.on('websocket', (socket) => {
        sockets.add(socket)
        socket.on('close', () => sockets.delete(socket))
      })
      await page.goto(host.url)
      const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
      return { page, users, sockets, press }
    })
    for (const host of hosts) host.close()
  },
})

/** The example's files, made for another server than the one that the example names, and the tokens of its users. */
function serve(folder: string, server: string, tokenOf: (user: 'ada' | 'grace') => string): Promise<Host> {
  return launchHost(async (request, response) => {
    if (request.method === 'POST') {
      const { user } = (await json(request)) as { user: 'ada' | 'grace' }
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ token: tokenOf(user) }))
      return
    }
    const path = request.url === '/' ? '/index.html' : request.url!
    const text = await readFile(join(folder, path), 'utf8')
    response.setHeader('content-type', TYPES[extname(path)]!).end(text.replaceAll(SERVER, server))
  })
}

for (const example of Object.keys(EXAMPLES) as Example[]) {
  test(`the ${example} example sets properties, hears events, changes users, and takes the chat away without a trace`, async ({
    open,
    staffApi,
  }) => {
    const { page, users, sockets, press } = await open(example)
    const panel = page.getByRole('dialog', { name: 'Acme support' })
    const element = page.locator('support-chat')
    const chat = new Conversation(page, panel)
    const [unread, last] = [page.locator('output').first(), page.locator('output').last()]

    await press('Nothing')
    await expect(element).toHaveCount(0)
    await expect.poll(() => leftovers(page)).toMatchObject({ locks: [], stored: [] })
    const before = await leftovers(page)
    await press('Widget')
    await press('Sign in as Ada')
    await press('Open support chat')
    await chat.send(SECRET)
    await expect(last).toHaveText(SECRET)
    await page.getByLabel('Dark').check()
    await expect(element).toHaveAttribute('theme', 'dark')
    await panel.press('Escape')
    await staffApi.reply(users.ada, 'Hello Ada')
    await expect(unread).toHaveText('1')
    await expect(last).toHaveText('Hello Ada')
    await press('Open support chat, 1 unread message')
    await expect(unread).toHaveText('0')

    await press('Sign in as Grace')
    await expect(page.getByText('4711')).toHaveCount(0)
    await expect(page.getByText('Hello Ada')).toHaveCount(0)
    await chat.send('I am Grace')
    await chat.expectMessages('I am Grace')
    await expect.poll(() => sockets.size).toBe(1)

    const warning = page.waitForEvent('console', (message) => message.type() === 'warning')
    await page.evaluate(() => document.body.append(document.createElement('support-chat')))
    expect((await warning).text()).toContain('on this page already')
    await expect(page.getByRole('button', { name: /support chat$/ })).toHaveCount(1)
    await element.last().evaluate((second) => second.remove())

    await press('Nothing')
    await expect(element).toHaveCount(0)
    await expect.poll(() => sockets.size).toBe(0)
    await expect.poll(() => leftovers(page)).toEqual(before)
    // The plain page keeps its element, to put it back.
    if (example !== 'html') await expect.poll(() => elementsInMemory(page)).toBe(0)

    await press('Widget')
    await element.evaluate((again) => (again as unknown as { open(): void }).open())
    await chat.send('Here again')
    await chat.expectMessages('I am Grace', 'Here again')
    await staffApi.reply(users.grace, 'Hello Grace')
    await expect(last).toHaveText('Hello Grace')
    await chat.expectMessages('I am Grace', 'Here again', 'Hello Grace')
    await press('Sign out')
    await expect(page.getByText('Here again')).toHaveCount(0)
    await expect.poll(() => sockets.size).toBe(0)
  })
}

for (const example of ['react', 'vue'] as const) {
  test(`the ${example} example shows the conversation in an interface of its own`, async ({ open, staffApi }) => {
    const { page, users, sockets, press } = await open(example)
    await press('Nothing')
    await expect(page.locator('support-chat')).toHaveCount(0)
    const before = await leftovers(page)
    await press('Inbox')
    await press('Sign in as Ada')
    const status = page.getByRole('status').filter({ hasText: 'onnected' })
    const messages = page.getByRole('listitem')
    const input = page.getByRole('textbox', { name: 'Message' })
    await expect(status).toHaveText('Connected, 0 unread')
    await input.fill(SECRET)
    await press('Send')
    await expect(messages).toHaveText([`You: ${SECRET}`])
    await expect(input).toHaveValue('')
    await staffApi.reply(users.ada, 'Hello Ada')
    await expect(messages).toHaveText([`You: ${SECRET}`, 'Support: Hello Ada'])
    await expect(status).toHaveText('Connected, 1 unread')
    await press('Mark as read')
    await expect(status).toHaveText('Connected, 0 unread')
    await expect.poll(async () => (await staffApi.messages(users.ada)).at(-1)?.read_at).toBeTruthy()

    await input.fill('My new number is 4711')
    await press('Sign in as Grace')
    await expect(page.getByText('4711')).toHaveCount(0)
    await expect(input).toHaveValue('')
    await input.fill('I am Grace')
    await press('Send')
    await expect(messages).toHaveText(['You: I am Grace'])
    await expect.poll(() => sockets.size).toBe(1)

    await press('Nothing')
    await expect.poll(() => sockets.size).toBe(0)
    await expect.poll(() => leftovers(page)).toEqual(before)
    await press('Inbox')
    await staffApi.reply(users.grace, 'Hello Grace')
    await expect(messages).toHaveText(['You: I am Grace', 'Support: Hello Grace'])
    await press('Sign out')
    await expect(messages).toHaveCount(0)
    await expect.poll(() => sockets.size).toBe(0)
  })
}
