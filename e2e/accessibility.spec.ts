import type { Locator, Page } from '@playwright/test'
import { expectClean } from './axe.js'
import type { ChatConsole } from './pages/chat-console.js'
import { STAFF } from './server.js'
import { expect, test } from './test.js'

/** Nothing has to be scrolled sideways, and assistive technology finds one main part and a heading to it. */
async function expectFit(page: Page, screen: string): Promise<void> {
  const found = await page.evaluate(() => {
    const boxes = [document.documentElement, ...document.querySelectorAll('main, main section, form')]
    const wide = boxes.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
    return { wide: wide.map(({ tagName, className }) => `${tagName} ${className}`) }
  })
  expect(found, screen).toEqual({ wide: [] })
  await expect(page.getByRole('main'), screen).toHaveCount(1)
  await expect(page.getByRole('heading', { level: 1 }).first(), screen).toBeVisible()
}

test('every screen of the console is clean in both themes', async ({ visitConsole, visit, written }) => {
  const console = await visitConsole()
  const { page } = console
  await expect(console.email).toBeVisible()
  await expectClean(page, 'sign-in')
  await console.button('Sign in').click()
  await expect(page.getByRole('alert')).toBeVisible()
  await expectClean(page, 'sign-in refused')
  await console.signIn(STAFF)
  await console.tab('Archived')
  await expect(page.getByText('No archived chats')).toBeVisible()
  await expectClean(page, 'empty list')
  await console.tab('Active')

  const user = await visit()
  await user.open()
  await user.send('Hello, see https://example.com')
  await expect(console.card(user.email)).toBeVisible()
  const other = await written('Something else')
  await expect(console.card(other)).toBeVisible()
  await expectClean(page, 'list')
  await page.getByRole('searchbox', { name: 'Search chats' }).fill(user.email)
  await expect(console.card(other)).toHaveCount(0)
  await expect(page.getByRole('tabpanel')).toHaveAttribute('aria-busy', 'false')
  await expect(console.card(user.email)).toBeVisible()
  await expectClean(page, 'search')
  await console.openChat(user.email)
  await console.send('Here is the answer')
  await console.expectMessages('Here is the answer')
  await expect(console.log.getByText(/Read \d/)).toBeVisible()
  await expectClean(page, 'conversation')
  await expectTeamClean(console, other)

  await page.goto('/admin/settings')
  const menu = page.getByRole('navigation', { name: 'Settings' })
  for (const link of await menu.getByRole('link').all()) {
    await link.click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText((await link.innerText()).trim())
    await page.getByRole('main').locator('.skeleton').first().waitFor({ state: 'detached' })
    await expectClean(page, await page.title())
  }
  await menu.getByRole('link', { name: 'Profile and password' }).click()
  await page.getByRole('button', { name: 'Sign out everywhere' }).click()
  await expect(page.getByRole('dialog', { name: 'Sign out on all devices?' })).toBeVisible()
  await expectClean(page, 'dialog')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Sign out everywhere' })).toBeFocused()
  await page.goto('/admin/accept-invitation#unknown')
  await expect(page.getByRole('heading', { name: 'Welcome' })).toBeVisible()
  await expectClean(page, 'invitation')
})

/** What a team does with its chats: several of them, their dialogs, and the history of the open one. */
async function expectTeamClean(console: ChatConsole, email: string): Promise<void> {
  const { page } = console
  const dialog = page.getByRole('dialog')
  await page.goto('/admin/chats')
  await console.card(email).focus()
  await page.keyboard.press('x')
  await expect(page.locator('app-selection-bar')).toBeVisible()
  await page.keyboard.press('a')
  await expect(dialog.getByRole('option', { name: 'Unassigned' })).toBeVisible()
  await expectClean(page, 'assign')
  await page.keyboard.press('Escape')
  await page.keyboard.press('t')
  await page.keyboard.type('billing')
  await expectClean(page, 'tag')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible()
  await page.keyboard.press('h')
  await expectClean(page, 'snooze')
  await dialog.getByRole('option', { name: 'Pick date and time…' }).click()
  await dialog.getByLabel('Snooze until').fill('2020-01-02T03:04')
  await dialog.getByRole('button', { name: 'Snooze' }).click()
  await expect(dialog.getByRole('alert')).toBeVisible()
  await expectClean(page, 'snooze until a time')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await console.openChat(email)
  await expect(page.getByRole('list', { name: 'Tags' })).toContainText('billing')
  await expect(page.getByRole('list', { name: 'History' })).toContainText('“billing”')
  await expectClean(page, 'team')
  await page.keyboard.press('n')
  await expect(page.getByRole('button', { name: 'Add note' })).toBeVisible()
  await expectClean(page, 'note')
  await page.keyboard.press('Escape')
}

test('with the keyboard alone one skips to the chats, opens the settings and comes back', async ({
  staff,
  written,
}) => {
  const { page } = staff
  const email = await written('Can this be read by keyboard?')
  await expect(staff.card(email)).toBeVisible()
  await page.reload()
  await expect(staff.card(email)).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()

  const account = page.getByRole('button', { name: /^Account of/ })
  await account.focus()
  await page.keyboard.press('Enter')
  await expect(account).toHaveAttribute('aria-expanded', 'true')
  await page.keyboard.press('Escape')
  await expect(account).toBeFocused()
  await expect(account).toHaveAttribute('aria-expanded', 'false')
  await page.keyboard.press('Enter')
  await expect(account).toHaveAttribute('aria-expanded', 'true')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Profile and password' })).toBeFocused()
  await page.getByRole('link', { name: 'Back to chats' }).focus()
  await page.keyboard.press('Enter')
  await expect(staff.listHeading).toBeVisible()
})

test('every screen fits 320 pixels and 200 % zoom, tells of messages once, and marks the page in forced colours', async ({
  visitConsole,
  visit,
}) => {
  const staff = await visitConsole()
  const { page } = staff
  await page.setViewportSize({ width: 320, height: 640 })
  await expect(staff.email).toBeVisible()
  await expectFit(page, 'sign-in')
  await staff.signIn(STAFF)
  const user = await visit()
  await user.open()
  await user.send('Donaudampfschifffahrtsgesellschaft'.repeat(4))
  await expect(staff.card(user.email)).toBeVisible()
  await expectFit(page, 'list')

  const announcements = await recordAnnouncements(page)
  const news = `New message from ${user.email}`
  await user.send('One more')
  await expect.poll(announcements).toEqual([news])
  await user.send('And another')
  await expect.poll(announcements).toEqual([news, news])

  await staff.openChat(user.email)
  await staff.send('An answer')
  await staff.expectMessages('One more', 'And another', 'An answer')
  await expectFit(page, 'conversation')
  await expectUsableWhenZoomed(staff, user.email)
  await page.setViewportSize({ width: 320, height: 640 })
  await page.goto('/admin/settings')
  const menu = page.getByRole('navigation', { name: 'Settings' })
  for (const link of await menu.getByRole('link').all()) {
    await link.click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText((await link.innerText()).trim())
    await expect(link).toBeInViewport({ ratio: 1 })
    await expectFit(page, await page.title())
  }
  await page.emulateMedia({ forcedColors: 'active' })
  await expect(menu.locator('[aria-current=page]')).toHaveCSS('outline-style', 'solid')
})

/** What matters of each screen is within reach in a desktop's window at 200 %. */
async function expectUsableWhenZoomed(staff: ChatConsole, email: string): Promise<void> {
  const { page } = staff
  const within = (locator: Locator) => expect(locator).toBeInViewport({ ratio: 1 })
  await page.setViewportSize({ width: 640, height: 400 })
  await expectFit(page, 'zoomed conversation')
  await within(staff.message('An answer'))
  await staff.input.fill('One line\n'.repeat(40))
  await within(staff.button('Archive'))
  await within(staff.sendButton)
  await staff.input.fill('')
  await page.getByRole('button', { name: 'User details', exact: true }).click()
  await within(page.getByRole('button', { name: 'Close user details' }))
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await within(page.getByRole('link', { name: 'Change', exact: true }))
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await within(page.getByRole('dialog').getByRole('option').first())
  await page.keyboard.press('Escape')
  await staff.back()
  await expectFit(page, 'zoomed list')
  await within(staff.card(email))
  await within(page.getByRole('button', { name: /^Account of/ }))
}

/** Records what the page's live region announces from now on. */
async function recordAnnouncements(page: Page): Promise<() => Promise<string[]>> {
  const announcements = await page.evaluateHandle(() => {
    const texts: string[] = []
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) {
        for (const { textContent } of addedNodes) if (textContent?.trim()) texts.push(textContent.trim())
      }
    }).observe(document.querySelector('p[aria-live]')!, { childList: true, subtree: true })
    return texts
  })
  return () => announcements.jsonValue()
}
