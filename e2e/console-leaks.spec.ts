import type { CDPSession } from '@playwright/test'
import { expect, test } from './test.js'

/** What the page holds once everything that nobody needs has been thrown away. */
async function held(browser: CDPSession): Promise<{ listeners: number; nodes: number }> {
  await browser.send('HeapProfiler.collectGarbage')
  const { metrics } = await browser.send('Performance.getMetrics')
  const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? NaN
  return { listeners: of('JSEventListeners'), nodes: of('Nodes') }
}

test('twenty chats later the page holds as many listeners and elements as before', async ({ staff, written }) => {
  const { page } = staff
  const emails = [await written('From one'), await written('From another')]
  const openAndLeave = async (times: number) => {
    for (let turn = 0; turn < times; turn++) {
      await staff.openChat(emails[turn % 2]!)
      await expect(staff.log.locator('app-message-bubble')).toHaveCount(1)
      await expect(page.getByRole('button', { name: 'Copy email' })).toBeVisible()
    }
    await staff.back()
  }
  const browser = await page.context().newCDPSession(page)
  await browser.send('Performance.enable')
  await openAndLeave(4)
  const before = await held(browser)
  await openAndLeave(20)
  // What was drawn last may be kept for a moment; one for each chat would be twenty.
  await expect
    .poll(async () => {
      const now = await held(browser)
      return [now.listeners - before.listeners < 10, now.nodes - before.nodes < 100, now]
    })
    .toEqual([true, true, expect.anything()])
})
