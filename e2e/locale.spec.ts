import { test } from './host-page.js'
import { expect } from './test.js'

test('a closed chat follows the language that its page turns to, and its direction', async ({ open }) => {
  const page = await open('<support-chat mock></support-chat>')
  const turnTo = (lang: string) => page.evaluate((to) => void (document.documentElement.lang = to), lang)
  await turnTo('de')
  const launcher = page.locator('support-chat').getByRole('button')
  await expect(launcher).toHaveAccessibleName(/^Support-Chat öffnen/)
  await turnTo('ckb')
  await expect(launcher).toHaveAccessibleName(/^Open support chat/)
  await launcher.click()
  const panel = page.getByRole('dialog')
  await expect(panel).toBeVisible()
  await page.evaluate(() => Object.assign(document.querySelector('support-chat')!, { strings: { heading: 'پشتگیری' } }))
  await expect(page.getByRole('dialog', { name: 'پشتگیری' })).toHaveAttribute('dir', 'rtl')
})

/** The mock's messages are of 14 May 2024, in the morning. */
test('what is Today is Yesterday from midnight on, without anybody touching the page', async ({ open }) => {
  const page = await open('<support-chat mock></support-chat>')
  await page.clock.install({ time: '2024-05-14T23:50:00Z' })
  await page.reload()
  await page.getByRole('button', { name: /^Open support chat/ }).click()
  const log = page.getByRole('log')
  await expect(log.getByText('Today', { exact: true })).toHaveCount(1)
  await page.clock.fastForward('20:00')
  await expect(log.getByText('Today', { exact: true })).toHaveCount(0)
  await expect(log.getByText('Yesterday', { exact: true })).toHaveCount(1)
})
