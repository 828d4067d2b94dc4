import { expect, test as base, type Page } from '@playwright/test'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromiumLaunchOptions } from './chromium.mjs'
import { Guard } from './guard.js'

const SHOP = 'https://shop.example.com'
const DIST = fileURLToPath(new URL('../widget/dist', import.meta.url))
const SCRIPT = `<script type="module" src="${SHOP}/widget/support-chat.js"></script>`

interface Shop {
  page: Page
  guard: Guard
  /** What the page's address answers with. */
  html: string
}

interface Fixtures {
  /** Puts `html` on the page, with the built widget in mock mode to go with it, and nothing of the page before. */
  open: (html: string, hash?: string) => Promise<Page>
}

/** The built widget on one page for all tests of a worker, with no server behind it: a test costs a navigation. */
export const test = base.extend<Fixtures, { shop: Shop }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs off this pattern
  launchOptions: [async ({}, use) => use(await chromiumLaunchOptions()), { scope: 'worker' }],

  shop: [
    async ({ browser }, use) => {
      const context = await browser.newContext({ locale: 'en-US', reducedMotion: 'reduce' })
      const guard = new Guard(SHOP)
      guard.watch(context)
      const shop = { page: await context.newPage(), guard, html: '' }
      await context.route(`${SHOP}/**`, (route) => {
        const { pathname } = new URL(route.request().url())
        const [, file] = pathname.split('/widget/')
        return route.fulfill(file ? { path: join(DIST, file) } : { contentType: 'text/html', body: shop.html })
      })
      await use(shop)
      await context.close()
    },
    { scope: 'worker' },
  ],

  open: async ({ shop }, use) => {
    await use(async (html, hash = '') => {
      await shop.page.goto('about:blank')
      shop.html = `<!doctype html><html lang="en"><title>Orders</title><link rel="icon" href="data:,">${SCRIPT}${html}`
      await shop.page.goto(`${SHOP}/orders${hash}`)
      return shop.page
    })
    expect(shop.guard.problems.splice(0), 'nothing leaves the origin and the browser reports no error').toEqual([])
  },
})

export { expect, SCRIPT }
