import type { Page } from '@playwright/test'
import { launchHost } from './host.js'
import { ProductServer } from './server.js'
import { expect, freshName, test } from './test.js'

interface ErrorLog {
  errors: { code: string; message: string }[]
}

/** Keeps what the chat tells the page of errors. */
function listen(): void {
  const errors: unknown[] = []
  Object.assign(window, { errors })
  addEventListener('support-chat-error', (event) => errors.push((event as CustomEvent<unknown>).detail))
}

const errorsOf = (page: Page) => page.evaluate(() => (window as unknown as ErrorLog).errors)

test('a page that the server does not let in is told so, once, and in more than the console', async ({
  server,
  newProfile,
  guard,
}) => {
  guard.expect(/./)
  const strict = await ProductServer.launch({
    ALLOWED_ORIGINS: 'https://shop.example',
    DATABASE_URL: await server.databaseUrl(),
  })
  const host = await launchHost((request, response) => {
    const token = request.url === '/opaque' ? 'no-jwt-at-all' : strict.userToken(freshName('refused'))
    response.setHeader('content-type', 'text/html')
    response.end(`<!doctype html><html lang="en"><title>Host</title><link rel="icon" href="data:,">
      <script type="module" src="${strict.url}/widget/support-chat.js"></script><support-chat token="${token}"></support-chat>`)
  })
  guard.allowOrigin(strict.url)
  guard.allowOrigin(host.url)
  const context = await newProfile()
  const page = await context.newPage()
  await page.addInitScript(listen)
  for (const path of ['/', '/opaque']) {
    await page.goto(host.url + path)
    await page.getByRole('button', { name: 'Open support chat' }).click()
    const panel = page.getByRole('dialog', { name: 'Support Chat' })
    await expect(panel.getByRole('heading', { name: 'Chat is not available on this page' })).toBeVisible()
    await expect(panel.getByText('Check your internet connection')).toHaveCount(0)
    await expect(panel.getByRole('textbox', { name: 'Message' })).toBeDisabled()
    await expect(panel.getByRole('status').first()).toHaveText('Offline')
    // It tries again, as the page is looked at anew, and finds the same.
    const again = page.waitForResponse((response) => response.url().endsWith('/api/health/live'))
    await page.evaluate(() => dispatchEvent(new Event('online')))
    await again
    await expect(panel.getByRole('status').first()).toHaveText('Offline')
    expect((await errorsOf(page)).map(({ code }) => code)).toEqual(['forbidden'])
    expect((await errorsOf(page))[0]!.message).toContain('ALLOWED_ORIGINS')
  }
  host.close()
  await strict.dispose()
})
