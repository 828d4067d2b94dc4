import { readFile } from 'node:fs/promises'
import { expectClean } from './axe.js'
import { expect, test } from './test.js'

test('staff save what there is of a user, and erase it: chats that are open close, and drafts are forgotten', async ({
  staff,
  user,
  guard,
}) => {
  // A console may be asking about the chat when it goes.
  guard.expect(/status of 404/)
  const { page } = staff
  await user.open()
  await user.send('Forget me')
  await staff.openChat(user.email)
  const colleague = await staff.inNewTab(page.url())
  await colleague.page.getByRole('textbox', { name: 'Message' }).fill('Dear')
  const keepsDraft = () => page.evaluate(() => JSON.stringify(localStorage).includes('Dear'))
  await expect.poll(keepsDraft).toBe(true)

  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export data' }).click()
  const file = await saved
  expect(file.suggestedFilename()).toBe(`${user.name}.ndjson`)
  expect(await readFile(await file.path(), 'utf8')).toContain('Forget me')

  await page.getByRole('button', { name: 'Erase user…' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: /^Erase / })
  const confirm = dialog.getByRole('button', { name: 'Erase for good' })
  await confirm.press('Enter')
  await expect(dialog.getByRole('alert')).toContainText('neither the email address nor the external ID')
  await expect(dialog.getByRole('textbox')).toBeFocused()
  await expectClean(page, 'erase')
  await page.keyboard.type(user.email)
  await page.keyboard.press('Enter')
  for (const console of [staff, colleague]) {
    await expect(console.page.getByRole('alert')).toContainText('This user and the chat were erased')
    await expect(console.card(user.email)).toHaveCount(0)
  }
  await expect(page.getByRole('link', { name: 'Back to chats' })).toBeFocused()
  expect(await keepsDraft()).toBe(false)
})

test('staff remove the text of a message by keyboard: both sides show that it was', async ({ staff, user }) => {
  const { page } = staff
  await user.open()
  await user.send('My card is 4111 1111')
  await user.send('Thanks')
  await staff.openChat(user.email)
  await page.getByRole('button', { name: 'Remove text…' }).last().focus()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Remove the text of this message?' })
  await expect(dialog).toContainText('My card is 4111 1111')
  await expectClean(page, 'redact')
  await dialog.getByRole('button', { name: 'Remove text' }).press('Enter')
  await expect(staff.log).toContainText('Message removed')
  await expect(staff.log).not.toContainText('4111')
  await expect(staff.log).toBeFocused()
  await expect(page.getByRole('button', { name: 'Remove text…' })).toHaveCount(1)
  await user.expectMessages('Message removed', 'Thanks')
  await expectClean(page, 'redacted')
})
