import { ChatConsole } from './pages/chat-console.js'
import { type Shown, watchDesktop } from './pages/desktop.js'
import { STAFF } from './server.js'
import { expect, test } from './test.js'

test('title, icon and tab count the same waiting chats in every tab, also when another member has read one', async ({
  staff,
  staffApi,
  visit,
  visitAsStaff,
}) => {
  const settings = await staff.inNewTab('/admin/settings/profile')
  const user = await visit()
  const read = async ({ page }: typeof staff) => ({
    title: /^\((\d+)\)/.exec(await page.title())?.[1] ?? '0',
    icon:
      decodeURIComponent((await page.locator('link[rel=icon]').getAttribute('href')) ?? '').match(/>(\d\+?)</)?.[1] ??
      '0',
  })
  const counted = staff.page.waitForResponse('**/api/admin/unread_count')
  await staff.page.reload()
  const { unread_count: before } = (await (await counted).json()) as { unread_count: number }
  const expectWaiting = async (count: number) => {
    const icon = count > 9 ? '9+' : String(count)
    for (const tab of [staff, settings]) await expect.poll(() => read(tab)).toEqual({ title: String(count), icon })
    const name = count > 0 ? new RegExp(`Active\\s*${count}\\s*$`) : /Active\s*$/
    await expect(staff.page.getByRole('tab').first()).toHaveText(name)
  }
  await user.open()
  await user.send('Is anybody there?')
  await user.send('Hello?')
  await expectWaiting(before + 1)

  const colleague = await visitAsStaff()
  await colleague.openChat(user.email)
  await colleague.expectMessages('Hello?')
  await expectWaiting(before)

  // Read is not answered: beside the unread ones stands how many need a reply, until one is written.
  const expectNeedsReply = async (count: number) => {
    for (const { page } of [staff, settings]) {
      const words = count > 0 ? new RegExp(`^(\\(\\d+\\) )?${count} waiting – `) : /^(?!.* waiting – )/
      await expect(page).toHaveTitle(words)
    }
  }
  const waiting = await staffApi.needsReply()
  expect(waiting).toBeGreaterThan(0)
  await expectNeedsReply(waiting)
  await staffApi.reply(user.name, 'Yes, I am')
  await expectNeedsReply(waiting - 1)
})

test('a message unseen is told once across tabs, one looked at never, and a click opens the chat', async ({
  staff,
  visit,
}) => {
  const { page } = staff
  await watchDesktop(page.context())
  await page.reload()
  const other = await staff.inNewTab('/admin/settings/notifications')
  await expect(other.page.getByRole('heading', { name: 'Notifications' })).toBeVisible()
  const tabs = [page, other.page]
  const notifications = async () => {
    const shown = tabs.map((tab) =>
      tab.evaluate(() => (window as never as { shown: Shown[] }).shown.map(({ body, open }) => ({ body, open }))),
    )
    return (await Promise.all(shown)).flat()
  }
  const told = async () => (await notifications()).map(({ body }) => body)
  const open = async () => (await notifications()).filter((one) => one.open)

  const user = await visit()
  await user.open()
  await user.send('First, before anybody was asked')
  await other.page
    .getByRole('complementary', { name: 'Notifications' })
    .getByRole('button', { name: 'Turn on' })
    .click()
  await expect(page.getByRole('button', { name: 'Turn on' })).toBeHidden()
  expect(await told()).toEqual([])
  // The permission holds for the origin; a stand-in learns of it on loading.
  await page.reload()
  await expect(staff.card(user.email)).toBeVisible()

  await user.send('Second')
  await expect.poll(told).toEqual(['Second'])

  await other.page.getByRole('checkbox', { name: 'Show the message text' }).uncheck()
  await user.send('Third')
  await expect.poll(told).toEqual(expect.arrayContaining(['Second', 'New message']))

  await other.page.getByRole('button', { name: 'For an hour' }).click()
  await expect(other.page.getByRole('status').filter({ hasText: 'Paused until' })).toBeVisible()
  await user.send('Fourth, while nobody is to be disturbed')
  await expect(staff.card(user.email, /Fourth/)).toBeVisible()
  await other.page.getByRole('button', { name: 'Resume' }).click()

  // A headless browser holds every tab for focused: the chat open here counts as looked at.
  await page.bringToFront()
  expect(await open()).toHaveLength(2)
  await staff.openChat(user.email)
  await expect.poll(open).toEqual([])
  await user.send('Fifth, which is being read')
  await staff.expectMessages('Fifth, which is being read')
  await staff.back()
  await user.send('Sixth')
  await expect.poll(told).toHaveLength(3)
  expect((await told()).filter((body) => body === 'New message')).toHaveLength(2)

  const speaker =
    (await page.evaluate(() => (window as never as { shown: Shown[] }).shown.length)) > 0 ? page : other.page
  await speaker.evaluate(() => (window as never as { shown: Shown[] }).shown.at(-1)?.click())
  await expect(speaker.getByRole('heading', { name: user.email })).toBeVisible()
})

test('a message that came while the connection was away, or where only REST gets through, is told once, and signing out takes it off the desktop', async ({
  staff,
  written,
  guard,
}) => {
  guard.expect(/ERR_INTERNET_DISCONNECTED/, /ERR_FAILED/, /WebSocket/)
  const { page } = staff
  const context = page.context()
  await written('Read before anybody came')
  await watchDesktop(context)
  await page.evaluate(() => localStorage.setItem('desktop', 'granted'))
  await page.reload()
  await expect(page.getByText('Connected', { exact: true })).toBeVisible()
  const told = () =>
    page.evaluate(() => (window as never as { shown: Shown[] }).shown.map(({ body, open }) => ({ body, open })))
  const open = (body: string) => ({ body, open: true })

  await context.setOffline(true)
  await page.evaluate(() => window.dispatchEvent(new Event('offline')))
  const email = await written('While nobody heard')
  await context.setOffline(false)
  await expect.poll(told).toEqual([open('While nobody heard')])
  await expect(staff.card(email, /While nobody heard/)).toBeVisible()

  await page.routeWebSocket(/socket\.io/, (socket) => socket.close())
  await page.route(/\/socket\.io\//, (route) => route.abort())
  const rest = page.waitForResponse(/\/api\/admin\/chats\?archived=false&unread=true/)
  await page.reload()
  await rest
  await expect(page.getByText('Connected', { exact: true })).toBeVisible()
  await written('Over REST')
  await expect.poll(told).toEqual([open('Over REST')])

  await page.getByRole('button', { name: /^Account of/ }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect.poll(told).toEqual([{ body: 'Over REST', open: false }])
  await expect(staff.button('Sign in')).toBeVisible()
})

test('a browser that refuses locks, sound and permission still shows the chats, tells of news, and reports nothing', async ({
  newProfile,
  written,
}) => {
  const context = await newProfile()
  await watchDesktop(context)
  await context.addInitScript(() => {
    if (!location.protocol.startsWith('http')) return
    localStorage.setItem('desktop', 'granted')
    const refuse = () => Promise.reject(new DOMException('', 'SecurityError'))
    Object.assign(navigator.locks, { request: refuse, query: refuse })
    Object.assign(window, {
      AudioContext: class {
        constructor() {
          throw new DOMException('', 'NotAllowedError')
        }
      },
    })
    const desktop = window.Notification
    Object.assign(desktop, { permission: 'granted', requestPermission: refuse })
  })
  const staff = await ChatConsole.visit(await context.newPage())
  await staff.signIn(STAFF)
  await expect(staff.page.getByText('Connected', { exact: true })).toBeVisible()
  await staff.openChat(await written('A first one'))
  await written('Still told')
  await expect
    .poll(() => staff.page.evaluate(() => (window as never as { shown: Shown[] }).shown.map(({ body }) => body)))
    .toContain('Still told')
})
