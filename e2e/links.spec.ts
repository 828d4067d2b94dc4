import type { Page } from '@playwright/test'
import type { Conversation } from './pages/conversation.js'
import { expect, test } from './test.js'

const linksOf = (side: Conversation) =>
  side.log.getByRole('link').evaluateAll((links) => links.map((link) => [link.textContent, link.getAttribute('href')]))

test('a link ends where a reader would end it and shows where it leads, the same for user, staff and in the e-mail', async ({
  user,
  staff,
  server,
}) => {
  const texts: Record<string, string[][]> = {
    '“https://example.com/q1”': [['https://example.com/q1', 'https://example.com/q1']],
    'https://example.com/cn，谢谢': [['https://example.com/cn', 'https://example.com/cn']],
    'see www.example.com…': [['www.example.com', 'https://www.example.com/']],
    'https://support.example.com@evil.example': [['https://evil.example/', 'https://evil.example/']],
    'https://pаypal.com/login': [['https://xn--pypal-4ve.com/login', 'https://xn--pypal-4ve.com/login']],
  }
  await user.open()
  await user.send('Where?')
  await staff.openChat(user.email)
  await expect(staff.message('Where?')).toBeVisible()
  await user.close()
  await staff.send(Object.keys(texts).join('\n'))
  await user.open()
  for (const side of [staff, user]) {
    await expect(side.log.getByRole('link')).toHaveCount(Object.keys(texts).length)
    expect(await linksOf(side)).toEqual(Object.values(texts).flat())
  }

  await user.close()
  await staff.send(`Once more: ${Object.keys(texts).slice(2).join(' ')}`)
  await Promise.all([user.page.close(), staff.page.close()])
  await server.emailDelayPasses()
  await expect(async () => expect(await server.mailTo(user.email)).toHaveLength(1)).toPass()
  const html = String((await server.mailTo(user.email))[0]?.html)
  for (const [text, href] of Object.values(texts).slice(2).flat()) {
    expect(html).toMatch(new RegExp(`<a href="${href?.replaceAll(/[.?/]/g, '\\$&')}"[^>]*>${text}</a>`))
  }
})

test('no mark of direction turns round where a link leads', async ({ user, staff }) => {
  await user.open()
  await user.send('\u202ehttps://example.com/moc.live')
  await staff.openChat(user.email)
  for (const side of [user, staff]) {
    const link = side.log.getByRole('link')
    await expect(link).toHaveCSS('unicode-bidi', 'isolate')
    await expect(link).toHaveCSS('direction', 'ltr')
  }
})

test('sixty messages of 4,000 letters without a space are shown as soon as others', async ({
  visit,
  staff,
  written,
}) => {
  test.setTimeout(300_000)
  const costs: number[][] = []
  for (const text of ['The quick brown fox jumps. '.repeat(148), 'a'.repeat(4_000)]) {
    const email = await written(...Array<string>(60).fill(text))
    const user = await visit(email.replace(/@.*/, ''))
    const inWidget = await busyWhile(user.page, async () => {
      await user.open()
      await expect(user.message(text).first()).toBeAttached()
    })
    await expect(staff.card(email)).toBeVisible()
    const inConsole = await busyWhile(staff.page, async () => {
      await staff.openChat(email)
      await expect(staff.message(text).first()).toBeAttached()
    })
    costs.push([inWidget, inConsole])
  }
  const [others = [], letters = []] = costs
  for (const [n, cost] of letters.entries()) expect(cost).toBeLessThan(5 * (others[n] ?? 0))
})

/** Seconds for which the page's main thread was busy. */
async function busyWhile(page: Page, act: () => Promise<void>): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const busy = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN
  }
  const before = await busy()
  await act()
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))))
  return (await busy()) - before
}
