import { readFile } from 'node:fs/promises'
import { auditEntry } from '@support-chat/shared/contract'
import { expect, test } from './test.js'

test('admins see who did what, narrow it down, and save it as a file', async ({ staff, user }) => {
  const { page } = staff
  await user.open()
  await user.send('Something to archive')
  await staff.openChat(user.email)
  const chat = new URL(page.url()).pathname
  await page.keyboard.press('Escape')
  await page.keyboard.press('e')
  await expect(staff.card(user.email)).toHaveCount(0)

  await page.goto('/admin/settings/audit')
  const lines = page.getByRole('list', { name: 'Audit log' }).getByRole('listitem')
  await expect(lines.filter({ hasText: 'Signed in' }).first()).toContainText('Support')
  await page.getByLabel('What').selectOption({ label: 'Chat archived' })
  await expect(lines.filter({ hasText: 'Signed in' })).toHaveCount(0)
  await expect(lines.first()).toContainText(/Chat archived[^]*Support/)
  await expect(lines.first().getByRole('link', { name: 'Open the chat' })).toHaveAttribute('href', chat)

  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save as a file' }).click()
  const file = await saved
  expect(file.suggestedFilename()).toBe('audit.ndjson')
  const entries = (await readFile(await file.path(), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => auditEntry.parse(JSON.parse(line)))
  expect(new Set(entries.map(({ action }) => action))).toEqual(new Set(['chat.archived']))

  await page.getByLabel('Until').fill('2020-01-01')
  await expect(page.getByText('Nothing found')).toBeVisible()
  await page.getByRole('button', { name: 'Clear the filter' }).click()
  await expect(lines.filter({ hasText: 'Signed in' }).first()).toBeVisible()
})
