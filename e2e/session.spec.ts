import type { Page } from '@playwright/test'
import { ChatConsole } from './pages/chat-console.js'
import { STAFF } from './server.js'
import { expect, test } from './test.js'

const REFRESH = '**/api/auth/refresh'

/** Has the access token that this browser keeps run out. */
const runOut = (page: Page) =>
  page.evaluate(() => {
    const key = 'support-chat.staff-session'
    localStorage.setItem(key, JSON.stringify({ ...JSON.parse(localStorage.getItem(key)!), expires_at: Date.now() }))
  })

test('tabs that renew the sign-in at once, without locks, stay signed in, and so does one reloaded meanwhile', async ({
  newProfile,
  guard,
}) => {
  guard.expect(/ERR_ABORTED|ERR_FAILED/)
  const context = await newProfile()
  await context.addInitScript(() => Object.defineProperty(navigator, 'locks', { value: undefined }))
  const one = await ChatConsole.visit(await context.newPage())
  await one.signIn(STAFF)
  const two = await one.inNewTab('/admin/')
  const tabs = [one, two]
  const expectSignedIn = async () => {
    for (const { page, listHeading } of tabs) {
      await expect(listHeading).toBeVisible()
      await expect(page.getByRole('status').filter({ hasText: 'Connected' })).toBeVisible()
    }
  }
  await expectSignedIn()

  // Both ask with the same token, and none is answered before both have.
  const asked: (() => void)[] = []
  const tokens = new Set<unknown>()
  await context.route(REFRESH, async (route) => {
    tokens.add(route.request().postDataJSON().refresh_token)
    if (asked.length < tabs.length) {
      const bothHaveAsked = new Promise<void>((resolve) => asked.push(resolve))
      if (asked.length === tabs.length) for (const go of asked) go()
      await bothHaveAsked
    }
    await route.continue()
  })
  await runOut(one.page)
  await Promise.all(tabs.map(({ page }) => page.reload()))
  await expectSignedIn()
  expect([asked.length, tokens.size]).toEqual([2, 1])
  await context.unroute(REFRESH)

  // The server has renewed the session, and the answer never arrives.
  await two.page.close()
  tabs.pop()
  const lost = new Promise<void>((resolve) => {
    void context.route(REFRESH, async (route) => {
      await route.fetch()
      resolve()
    })
  })
  await runOut(one.page)
  await one.page.reload()
  await lost
  await context.unroute(REFRESH)
  await one.page.reload()
  await expectSignedIn()
  await runOut(one.page)
  await one.page.reload()
  await expectSignedIn()
})
