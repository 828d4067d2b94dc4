import type { Browser, Page } from '@playwright/test'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Guard } from './guard.js'

const SHOP = 'https://shop.example.com'
const DIST = fileURLToPath(new URL('../widget/dist', import.meta.url))
export const SCRIPT = `<script type="module" src="${SHOP}/widget/support-chat.js"></script>`

/** The built widget on one page for all tests of a worker, with no server behind it: a test costs a navigation. */
export class ComponentPage {
  /** What the page's address answers with. */
  private html = ''

  private constructor(
    private readonly page: Page,
    private readonly guard: Guard,
  ) {}

  static async launch(browser: Browser): Promise<ComponentPage> {
    const context = await browser.newContext({ locale: 'en-US', reducedMotion: 'reduce' })
    const guard = new Guard(SHOP)
    guard.watch(context)
    const shop = new ComponentPage(await context.newPage(), guard)
    await context.route(`${SHOP}/**`, (route) => {
      const { pathname } = new URL(route.request().url())
      const [, file] = pathname.split('/widget/')
      return route.fulfill(file ? { path: join(DIST, file) } : { contentType: 'text/html', body: shop.html })
    })
    return shop
  }

  /** Puts `html` on the page, with the widget in mock mode to go with it, and nothing of the page before. */
  async open(html: string, hash = ''): Promise<Page> {
    await this.page.goto('about:blank')
    this.html = `<!doctype html><html lang="en"><title>Orders</title><link rel="icon" href="data:,">${SCRIPT}${html}`
    await this.page.goto(`${SHOP}/orders${hash}`)
    return this.page
  }

  /** What has gone wrong since it was asked last. */
  takeProblems(): string[] {
    return this.guard.problems.splice(0)
  }

  dispose(): Promise<void> {
    return this.page.context().close()
  }
}
