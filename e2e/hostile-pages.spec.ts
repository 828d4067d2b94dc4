import type { Page } from '@playwright/test'
import { diagnose, faults, test } from './host-page.js'
import { replaceBuiltIns } from './old-libraries.js'
import { expect, freshName } from './test.js'

/** The strictest policy the widget lives with; docs/hostile-pages.md has it. */
const strict = (server: string) =>
  [
    "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:",
    `script-src ${server}`,
    `connect-src ${server} ${server.replace('http', 'ws')}`,
    "require-trusted-types-for 'script'; trusted-types lit-html",
  ].join('; ')

test('the strictest policy leaves the chat whole, and diagnose() finds nothing wrong', async ({ open, server }) => {
  const token = server.userToken(freshName('strict'))
  const page = await open(
    `<support-chat server-url="${server.url}" token="${token}"></support-chat>`,
    strict(server.url),
  )
  await page.getByRole('button', { name: 'Open support chat' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Connected' })).toBeVisible()
  await page.getByRole('textbox', { name: 'Message' }).fill('Hello')
  await page.getByRole('button', { name: 'Send message' }).click()
  await expect(page.getByRole('log').getByText('Hello', { exact: true })).toBeVisible()
  const report = await diagnose(page)
  expect(faults(report)).toEqual([])
  expect(report.ok).toBe(true)
  const text = JSON.stringify(report)
  expect(text).not.toContain(token)
  expect(text).not.toContain('@example.com')
  expect(text).not.toContain('strict-')
})

const STYLES = `
  * { all: unset !important; }
  *, *::before, *::after { font: 40px fantasy !important; letter-spacing: 9px !important; color: red !important; user-select: none !important; }
  html { font-size: 62px !important; }
  button, textarea, section, svg { display: none !important; background: lime !important; }
  div { position: absolute !important; inset: 0 !important; }
  support-chat { line-height: 9 !important; text-transform: uppercase !important; visibility: hidden !important; text-indent: 99px !important; }
`

/** An app in a frame of its own making, under a cover that would take every click. */
const SURROUNDINGS = `
  .cover { position: fixed; z-index: 2147483647; inset: 0; }
  .around {
    position: absolute; z-index: 0; inset: 40px auto auto 40px; width: 90px; height: 90px; overflow: hidden;
    transform: rotate(9deg) scale(0.3); filter: blur(3px) invert(1); opacity: 0.2; contain: strict; perspective: 9px;
  }
`

/** Where everything in the widget stands, and how its text looks. */
const measure = (page: Page) =>
  page.locator('support-chat').evaluate((host) =>
    [...host.shadowRoot!.querySelectorAll('button, .panel, h2, textarea, .log, .bubble, .name, .badge')].map(
      (element) => {
        const { x, y, width, height } = element.getBoundingClientRect()
        const { color, backgroundColor, font, letterSpacing, textTransform, display, visibility } =
          getComputedStyle(element)
        return [
          element.className,
          x,
          y,
          width,
          height,
          color,
          backgroundColor,
          font,
          letterSpacing,
          textTransform,
          display,
          visibility,
        ]
      },
    ),
  )

test('styles of the page that hit everything change nothing in the widget', async ({ open }) => {
  const settled = async (html: string) => {
    const page = await open(`${html}<support-chat mock></support-chat>`)
    await page.getByRole('button', { name: 'Open support chat, 1 unread message' }).click()
    await expect(page.getByRole('log').getByText('Done. It leaves')).toBeVisible()
    await page.getByRole('textbox', { name: 'Message' }).fill('Hello')
    await expect(page.getByRole('button', { name: 'Send message' })).toBeEnabled()
    return () => measure(page)
  }
  const plain = await (await settled(''))()
  expect(plain.length).toBeGreaterThan(8)
  await expect.poll(await settled(`<style>${STYLES}</style>`)).toEqual(plain)
  const surroundings = `<style>${SURROUNDINGS}</style><div class="cover"></div>`
  await expect.poll(await settled(`${surroundings}<div class="around">`)).toEqual(plain)

  const ranked = await open(`${surroundings}<support-chat mock style="--support-chat-z-index: 1"></support-chat>`)
  const corner = () => document.elementFromPoint(innerWidth - 48, innerHeight - 48)?.className
  expect(await ranked.evaluate(corner), 'the page’s own ranking holds').toBe('cover')
})

test('a dialog of the page goes before the chat, and can have the chat in it', async ({ open }) => {
  const page = await open('<main></main><dialog><button>OK</button></dialog><support-chat mock></support-chat>')
  const chat = page.locator('support-chat')
  const launcher = page.getByRole('button', { name: /support chat/ })
  const move = (where: string) => chat.evaluate((it, to) => document.querySelector(to)!.append(it), where)
  await launcher.click()
  const input = page.getByRole('textbox', { name: 'Message' })
  await input.fill('Hello')
  await page.evaluate(() => document.querySelector('dialog')!.showModal())
  await expect(page.getByRole('button', { name: 'OK' })).toBeFocused()
  await launcher.focus()
  await expect(page.getByRole('button', { name: 'OK' })).toBeFocused()
  await move('dialog')
  await expect(input).toHaveValue('Hello')
  await page.getByRole('button', { name: 'Send message' }).click()
  await expect(page.getByText('Thank you, we are looking into it.')).toBeVisible()
  await input.press('Escape')
  await expect(launcher).toHaveAttribute('aria-expanded', 'false')
  await expect(page.getByRole('button', { name: 'OK' })).toBeVisible()
  await move('main')
  await page.getByRole('button', { name: 'OK' }).press('Escape')
  await launcher.click()
  await expect(input).toBeFocused()
})

test('libraries that have replaced what browsers come with leave the chat whole', async ({ open, server }) => {
  const name = freshName('old-libraries')
  const page = await open(
    `<script>(${replaceBuiltIns.toString()})()</script>
    <support-chat server-url="${server.url}" token="${server.userToken(name)}"></support-chat>`,
  )
  await page.getByRole('button', { name: 'Open support chat' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Connected' })).toBeVisible()
  for (const text of ['Hello', 'https://example.com/1', '🎉']) {
    await page.getByRole('textbox', { name: 'Message' }).fill(text)
    await page.getByRole('textbox', { name: 'Message' }).press('Enter')
  }
  const messages = page.getByRole('log', { name: 'Messages' })
  await expect(messages.getByText('🎉')).toBeVisible()
  await expect(messages.getByRole('link')).toHaveAttribute('href', 'https://example.com/1')
  await expect(messages.getByText('Sending')).toHaveCount(0)
  await page.reload()
  await page.getByRole('button', { name: 'Open support chat' }).click()
  await expect(messages.getByText('Hello', { exact: true })).toBeVisible()
  expect(faults(await diagnose(page))).toEqual([])
})

test('a language that cannot be fetched leaves English, and the mock needs no network', async ({ open, guard }) => {
  guard.expect(/net::ERR_FAILED/)
  const page = await open('<support-chat mock></support-chat>')
  await page.route('**/widget/de-*', (route) => route.abort())
  await page.evaluate(() => {
    document.querySelector('support-chat')!.setAttribute('locale', 'de')
  })
  await page.getByRole('button', { name: 'Open support chat, 1 unread message' }).click()
  await expect(page.getByRole('dialog', { name: 'Support Chat' })).toHaveAttribute('lang', 'en')
  await page.context().setOffline(true)
  await page.getByRole('textbox', { name: 'Message' }).fill('Hello')
  await page.getByRole('button', { name: 'Send message' }).click()
  await expect(page.getByText('Thank you, we are looking into it.')).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: 'Connected' })).toBeVisible()
})

test('listeners that throw, and an element that is moved about, do no harm', async ({ open, guard }) => {
  guard.expect(/on purpose/)
  const page = await open('<main></main><support-chat mock></support-chat>')
  await page.evaluate(() => {
    for (const name of ['open', 'message', 'unread', 'connection', 'close'])
      document.addEventListener(`support-chat-${name}`, () => {
        throw new Error('on purpose')
      })
  })
  await page.getByRole('button', { name: /^Open support chat/ }).click()
  const input = page.getByRole('textbox', { name: 'Message' })
  await input.fill('Hello')
  await page.evaluate(() => document.querySelector('main')!.append(document.querySelector('support-chat')!))
  await expect(input).toHaveValue('Hello')
  await page.getByRole('button', { name: 'Send message' }).click()
  await expect(page.getByText('Thank you, we are looking into it.')).toBeVisible()
  await page.evaluate(() => {
    const body = document.createElement('body')
    body.append(document.createElement('support-chat'))
    body.firstElementChild!.setAttribute('mock', '')
    document.body = body
  })
  await expect(page.getByRole('button', { name: 'Open support chat, 1 unread message' })).toBeVisible()
})
