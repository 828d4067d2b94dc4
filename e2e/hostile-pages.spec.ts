import jwt from 'jsonwebtoken'
import { launchHost, type Host } from './host.js'
import { expect, freshName, test as base } from './test.js'

interface Report {
  ok: boolean
  checks: { name: string; ok: boolean | null; detail: string; hint?: string }[]
}

interface Pages {
  /** Opens a page with `html` in it, under a content security policy. */
  open: (html: string, policy?: string) => ReturnType<import('@playwright/test').BrowserContext['newPage']>
}

const test = base.extend<Pages>({
  open: async ({ server, guard, newProfile }, use) => {
    const hosts: Host[] = []
    await use(async (html, policy) => {
      const host = await launchHost((_request, response) => {
        response.setHeader('content-type', 'text/html')
        if (policy) response.setHeader('content-security-policy', policy)
        const script = `<script type="module" src="${server.url}/widget/support-chat.js"></script>`
        response.end(
          `<!doctype html><html lang="en"><title>Host</title><link rel="icon" href="data:,">${script}${html}`,
        )
      })
      hosts.push(host)
      guard.allowOrigin(host.url)
      const page = await (await newProfile()).newPage()
      await page.goto(host.url)
      await expect(page.getByRole('button', { name: /^Open support chat/ })).toBeVisible()
      return page
    })
    for (const host of hosts) host.close()
  },
})

type Page = Awaited<ReturnType<Pages['open']>>

const diagnose = (page: Page): Promise<Report> =>
  page.locator('support-chat').evaluate((element) => (element as unknown as { diagnose(): Promise<Report> }).diagnose())

const faults = ({ checks }: Report) => checks.filter(({ ok }) => ok === false).map(({ name }) => name)

/** The strictest policy the widget lives with; docs/hostile-pages.md has it. */
const strict = (server: string) =>
  [
    "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:",
    `script-src ${server}`,
    `connect-src ${server} ${server.replace('http', 'ws')}`,
    "require-trusted-types-for 'script'; trusted-types lit-html",
  ].join('; ')

test('the strictest policy leaves the chat whole, and the doctor finds nothing wrong', async ({ open, server }) => {
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

test('the doctor names each fault by its own check', async ({ open, server, guard }) => {
  guard.expect(/./)
  const nobody = 'http://localhost:9'
  guard.allowOrigin(nobody)
  const chat = (token: string, url = server.url) => `<support-chat server-url="${url}" token="${token}"></support-chat>`
  const good = server.userToken(freshName('ill'))
  const expired = jwt.sign({ sub: 'a', email: 'a@example.com', exp: 1_000_000_000 }, 'another secret, not the server’s')

  expect(faults(await diagnose(await open(chat(expired))))).toEqual(
    expect.arrayContaining(['token expiry', 'token accepted']),
  )
  expect(faults(await diagnose(await open(chat('{"token":1}'))))).toContain('token')
  expect(faults(await diagnose(await open(chat(good, nobody))))).toContain('server')

  const policy = await diagnose(await open(chat(good), `connect-src 'none'`))
  expect(policy.checks.find(({ name }) => name === 'server')).toMatchObject({
    ok: false,
    hint: expect.stringContaining('connect-src'),
  })

  const noSocket = await diagnose(await open(chat(good), `connect-src ${server.url}`))
  expect(faults(noSocket)).toEqual(expect.arrayContaining(['websocket', 'policy']))

  const refused = await open(chat(good))
  await refused.route('**/api/health/live', (route) => route.fulfill({ status: 403, body: '{}' }))
  expect(faults(await diagnose(refused))).toContain('origin')

  const slow = await open(chat(good))
  await slow.clock.setSystemTime(Date.now() - 3_600_000)
  expect(faults(await diagnose(slow))).toContain('clock')
})

const STYLES = `
  * { all: unset !important; }
  *, *::before, *::after { font: 40px fantasy !important; letter-spacing: 9px !important; color: red !important; user-select: none !important; }
  html { font-size: 62px !important; }
  button, textarea, section, svg { display: none !important; background: lime !important; }
  div { position: absolute !important; inset: 0 !important; }
  support-chat { line-height: 9 !important; text-transform: uppercase !important; visibility: hidden !important; text-indent: 99px !important; }
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
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.getByRole('button', { name: 'Open support chat, 1 unread message' }).click()
    await expect(page.getByRole('log').getByText('Done. It leaves')).toBeVisible()
    await page.getByRole('textbox', { name: 'Message' }).fill('Hello')
    return measure(page)
  }
  const plain = await settled('')
  expect(plain.length).toBeGreaterThan(8)
  expect(await settled(`<style>${STYLES}</style>`)).toEqual(plain)
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
