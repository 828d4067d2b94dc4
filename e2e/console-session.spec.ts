import type { Page } from '@playwright/test'
import { ChatConsole } from './pages/chat-console.js'
import { STAFF } from './server.js'
import { expect, test } from './test.js'

/** The next request needs another access token. */
const expire = (page: Page) =>
  page.evaluate(() => {
    const key = 'support-chat.staff-session'
    const session = JSON.parse(localStorage.getItem(key)!)
    localStorage.setItem(key, JSON.stringify({ ...session, expires_at: Date.now() - 1 }))
  })

test('tabs without locks between them, and a reload while the sign-in is renewed, stay signed in', async ({
  newProfile,
  guard,
}) => {
  guard.expect(/ERR_FAILED/)
  const context = await newProfile()
  await context.addInitScript(() => Object.defineProperty(navigator, 'locks', { value: undefined }))
  const staff = await ChatConsole.visit(await context.newPage())
  await staff.signIn(STAFF)
  const tabs = [staff, await staff.inNewTab('/admin/chats'), await staff.inNewTab('/admin/chats')]
  const connected = async () => {
    for (const { page } of tabs) await expect(page.getByText('Connected', { exact: true })).toBeVisible()
  }
  await connected()
  await expire(staff.page)
  await Promise.all(tabs.map(({ page }) => page.reload()))
  await connected()

  // The server renews it, and nobody is there any more to hear of it.
  await expire(staff.page)
  let renewed: () => void = () => undefined
  const answered = new Promise<void>((resolve) => (renewed = resolve))
  await staff.page.route('**/api/auth/refresh', async (route) => {
    expect((await route.fetch()).status()).toBe(200)
    renewed()
  })
  await staff.page.reload()
  await answered
  await staff.page.unrouteAll({ behavior: 'ignoreErrors' })
  await staff.page.reload()
  await connected()
})
