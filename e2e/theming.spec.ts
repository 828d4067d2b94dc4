import axe from 'axe-core'
import { expect, test } from './test.js'

test('the theming page shows each change at once, as the CSS to copy and on the chat', async ({ newProfile }) => {
  const context = await newProfile()
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const page = await context.newPage()
  await page.goto('/demo/theming')
  const launcher = page.getByRole('button', { name: 'Close support chat' })
  const panel = page.getByRole('dialog', { name: 'Support Chat' })
  const send = panel.getByRole('button', { name: 'Send message' })
  await expect(panel.getByText(/^Done\. It leaves tomorrow/)).toBeVisible()

  await page.getByLabel('Accent', { exact: true }).fill('#1f6f4a')
  await page.getByLabel('Panel corners').fill('4')
  await expect(launcher).toHaveCSS('background-color', 'rgb(31, 111, 74)')
  await expect(panel).toHaveCSS('border-radius', '4px')
  await panel.getByRole('textbox', { name: 'Message' }).fill('Nice')
  await expect(send).toHaveCSS('background-color', 'rgb(31, 111, 74)')
  await send.click()
  await expect(panel.getByText('Nice')).toBeVisible()
  await expect(panel.getByText('Thank you, we are looking into it.')).toBeVisible()

  await page.getByRole('button', { name: 'Copy' }).click()
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toBe('support-chat {\n  --support-chat-accent: #1f6f4a;\n  --support-chat-radius: 4px;\n}')

  await page.getByLabel('Accent', { exact: true }).fill('#ffd400')
  await expect(page.getByLabel('On accent')).toHaveValue('#000000')
  await expect(page.getByText(/has a contrast of/)).toBeHidden()
  await page.getByLabel('On accent').fill('#ffffff')
  await expect(page.getByText(/Text on the accent has a contrast of 1\.4 to 1/)).toBeVisible()
  await page.getByRole('button', { name: 'Forest' }).click()
  await expect(page.getByText(/has a contrast of/)).toBeHidden()
  await launcher.click()
  await page.getByRole('button', { name: 'Receive a reply' }).click()
  await expect(page.getByRole('button', { name: 'Open support chat, 1 unread message' })).toBeVisible()

  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run())
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([])
})
