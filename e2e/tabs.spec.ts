import type { BrowserContext, Page, WebSocket } from '@playwright/test'
import { ChatUser } from './pages/chat-user.js'
import { expect, freshName, test as base } from './test.js'

interface Tabs {
  first: ChatUser
  second: ChatUser
  /** The page of each open WebSocket. */
  sockets: () => Page[]
}

/** Two tabs of one user, with the conversation open in both; the first one has the socket. */
const test = base.extend<{ tabs: Tabs }>({
  tabs: async ({ newProfile }, use) => {
    const context = await newProfile()
    const sockets = watchSockets(context)
    await context.addInitScript(countNotes)
    const name = freshName()
    const first = await ChatUser.visit(await context.newPage(), name)
    await first.open()
    const second = await ChatUser.visit(await context.newPage(), name)
    await second.open()
    await expect.poll(sockets).toEqual([first.page])
    await use({ first, second, sockets })
  },
})

function watchSockets(context: BrowserContext): () => Page[] {
  const open = new Map<WebSocket, Page>()
  const gone = (page: Page) => open.forEach((owner, socket) => owner === page && open.delete(socket))
  context.on('page', (page) => {
    page.on('websocket', (socket) => {
      open.set(socket, page)
      socket.on('close', () => open.delete(socket))
    })
    page.on('close', gone)
    page.on('crash', gone)
  })
  return () => [...open.values()]
}

/** Runs in the page: keeps in `notes` how many notes it has played. */
function countNotes(): void {
  const { start } = OscillatorNode.prototype
  let notes = 0
  OscillatorNode.prototype.start = function (when?: number) {
    document.documentElement.dataset.notes = String(++notes)
    start.call(this, when)
  }
}
const notesOf = async ({ page }: ChatUser) =>
  Number(await page.evaluate(() => document.documentElement.dataset.notes ?? 0))

const logout = ({ page }: ChatUser) =>
  page.locator('support-chat').evaluate((element) => (element as unknown as { logout(): void }).logout())

test('two tabs share one socket: both send, both hear, one plays the sound, and reading in one is reading', async ({
  tabs: { first, second, sockets },
  staffApi,
}) => {
  await Promise.all([first.send('From the first'), second.send('From the second')])
  for (const tab of [first, second]) {
    await expect(tab.message('From the first')).toHaveCount(1)
    await expect(tab.message('From the second')).toHaveCount(1)
  }
  await expect
    .poll(async () => (await staffApi.texts(first.name)).sort())
    .toEqual(['From the first', 'From the second'])
  await first.close()
  await second.close()
  await staffApi.reply(second.name, 'Good morning')
  await expect(first.launcher('1 unread message')).toBeVisible()
  await expect(second.launcher('1 unread message')).toBeVisible()
  await expect.poll(async () => (await notesOf(first)) + (await notesOf(second))).toBe(2)

  await second.open()
  await expect(first.launcher()).toHaveAccessibleName('Open support chat')
  expect((await notesOf(first)) + (await notesOf(second)), 'one chime of two notes').toBe(2)
  expect(sockets()).toEqual([first.page])
})

test('a tab that closes while it sends is replaced, and nothing is lost or doubled', async ({
  tabs: { first, second, sockets },
  staffApi,
}) => {
  await second.sendThroughElement(['one', 'two'])
  await first.sendThroughElement(['three', 'four'])
  await first.page.close()
  await expect.poll(sockets).toEqual([second.page])
  await second.send('five')
  const texts = ['one', 'two', 'three', 'four', 'five']
  for (const text of texts) await expect(second.message(text)).toHaveCount(1)
  await expect.poll(async () => (await staffApi.texts(second.name)).sort()).toEqual(texts.sort())
  await expect(second.log.getByText('Sending')).toHaveCount(0)
  await staffApi.reply(second.name, 'Good morning')
  await expect(second.message('Good morning')).toBeVisible()
})

test('a tab that crashes is replaced, and nothing is lost or doubled', async ({
  tabs: { first, second, sockets },
  staffApi,
}) => {
  await second.send('before')
  await expect(second.message('before')).toBeVisible()
  const session = await first.page.context().newCDPSession(first.page)
  void session.send('Page.crash').catch(() => undefined)
  await second.send('while it dies')
  await expect.poll(sockets).toEqual([second.page])
  await staffApi.expectMessages(second.name, 'before', 'while it dies')
  await staffApi.reply(second.name, 'Good morning')
  await second.expectMessages('before', 'while it dies', 'Good morning')
  await expect(second.log.getByText('Sending')).toHaveCount(0)
})

test('a tab that hangs with the socket loses it to another, and when it goes on it catches up and leaves it there', async ({
  tabs: { first, second, sockets },
  staffApi,
}) => {
  const opened: string[] = []
  first.page.on('websocket', (socket) => opened.push(socket.url()))
  const session = await first.page.context().newCDPSession(first.page)
  await session.send('Debugger.enable')
  await session.send('Debugger.pause')
  // What is asked of it meets the pause first; from then on nothing in that tab runs.
  const paused = new Promise((resolve) => session.once('Debugger.paused', resolve))
  await second.send('Anybody there?')
  await paused
  await expect.poll(sockets).toContain(second.page)
  await staffApi.expectMessages(second.name, 'Anybody there?')
  await staffApi.reply(second.name, 'Yes')
  await expect(second.message('Yes')).toBeVisible()
  await session.send('Debugger.disable')
  await first.expectMessages('Anybody there?', 'Yes')
  await expect.poll(sockets).toEqual([second.page])
  await first.send('I was away')
  await staffApi.expectMessages(second.name, 'Anybody there?', 'Yes', 'I was away')
  expect(opened).toEqual([])
})

test('a tab that is about to be frozen leaves the socket to another, and takes part again when it thaws', async ({
  tabs: { first, second, sockets },
  staffApi,
}) => {
  // As the browser says it to a page in the background; one in the foreground is never frozen, so that it goes on here.
  const dispatch = (event: string) => first.page.evaluate((name) => document.dispatchEvent(new Event(name)), event)
  await dispatch('freeze')
  await expect.poll(sockets).toEqual([second.page])
  await second.send('Anybody there?')
  await staffApi.expectMessages(second.name, 'Anybody there?')
  await staffApi.reply(second.name, 'Yes')
  await expect(second.message('Yes')).toBeVisible()
  await dispatch('resume')
  await first.send('I was away')
  await second.expectMessages('Anybody there?', 'Yes', 'I was away')
  expect(sockets()).toEqual([second.page])
  await second.page.close()
  await expect.poll(sockets).toEqual([first.page])
})

test('signing out in one tab signs the user out in the other', async ({ tabs: { first, second, sockets } }) => {
  await second.send('My account number is 4711')
  await expect(first.message('My account number is 4711')).toBeVisible()
  await logout(second)
  for (const { page, panel } of [first, second]) {
    await expect(panel).toBeHidden()
    await expect(page.getByText('4711')).toHaveCount(0)
    const kept = () => page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))
    await expect.poll(kept).not.toContain('4711')
  }
  await expect.poll(() => sockets().length).toBe(0)
})

test('another user in one tab hears nothing of the first, who goes on in the other', async ({
  tabs: { first, second, sockets },
  server,
  staffApi,
}) => {
  await first.send('My account number is 4711')
  const name = freshName('next')
  // The demo page names its user, as an app does when another one signs in.
  const next = { user: name, token: server.userToken(name) }
  await first.page
    .locator('support-chat')
    .evaluate((element, signedIn) => Object.assign(element, { getToken: undefined, ...signedIn }), next)
  await expect(first.page.getByText('4711')).toHaveCount(0)
  await expect.poll(() => sockets().length).toBe(2)
  await staffApi.reply(second.name, 'For the owner of 4711')
  await expect(second.message('For the owner of 4711')).toBeVisible()
  await first.send('I am somebody else')
  await first.expectMessages('I am somebody else')
  await expect(second.message('I am somebody else')).toHaveCount(0)
})
