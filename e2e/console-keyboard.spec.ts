import type { Page } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { expect, freshName, test } from './test.js'

const pressAll = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}

test('a day’s work by keyboard: filter, open, answer, archive, undo, search, palette, own keys', async ({
  staff,
  server,
  request,
}) => {
  const { page } = staff
  const write = async (content: string) => {
    const name = freshName('keys')
    const headers = { authorization: `Bearer ${server.userToken(name)}` }
    await request.post('/api/support_chat/messages', { headers, data: { content, client_id: randomUUID() } })
    const email = `${name}@example.com`
    await expect(staff.card(email)).toBeVisible()
    return email
  }
  const ann = await write('From Ann')
  const ben = await write('From Ben')
  await expect(page.locator('link[rel=icon]')).toHaveAttribute('href', /^data:image\/svg/)

  await pressAll(page, 'u')
  await expect(page).toHaveURL(/unread=1/)
  await expect(page.getByRole('button', { name: 'Unread' })).toHaveAttribute('aria-pressed', 'true')
  await pressAll(page, 'j', 'j')
  await expect(staff.card(ann)).toBeFocused()
  await pressAll(page, 'Enter')
  await staff.expectChat(ann)
  await expect(staff.card(ann)).not.toHaveAccessibleName(/unread/)
  await expect(staff.log).toBeFocused()

  await pressAll(page, 'r')
  await expect(staff.input).toBeFocused()
  await page.keyboard.type('jeu? g a')
  await expect(staff.input).toHaveValue('jeu? g a')
  await pressAll(page, 'Enter')
  await staff.expectMessages('From Ann', 'jeu? g a')
  await pressAll(page, 'Escape')
  await expect(page).toHaveURL(/\/admin\/chats\?unread=1$/)

  await pressAll(page, 'u')
  await expect(staff.card(ann)).toBeVisible()
  await staff.card(ben).focus()
  await pressAll(page, 'e')
  await expect(staff.card(ben)).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(staff.card(ben)).toBeVisible()

  await pressAll(page, 'Control+k')
  await page.getByRole('combobox').fill(ben)
  await expect(page.getByRole('option', { name: new RegExp(`^${ben}`) })).toHaveAttribute('aria-selected', 'true')
  await pressAll(page, 'Enter')
  await staff.expectChat(ben)

  await pressAll(page, '?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await sheet.getByRole('button', { name: 'Change', exact: true }).click()
  const archive = sheet.getByRole('textbox', { name: /Archive or restore/ })
  await archive.fill('j')
  await archive.blur()
  await expect(sheet.getByRole('alert')).toContainText('Next chat')
  await archive.fill('y')
  await pressAll(page, 'Tab', 'Escape')
  await expect(sheet).toBeHidden()
  await pressAll(page, 'y')
  await expect(staff.button('Restore')).toBeVisible()
  await page.reload()
  await expect(staff.button('Restore')).toBeVisible()
  await pressAll(page, 'y')
  await expect(staff.button('Archive')).toBeVisible()

  await pressAll(page, '/')
  await page.keyboard.type('keyz nobody wrote')
  await expect(page.getByText('Nothing found for “keyz nobody wrote”')).toBeVisible()
  await page.getByRole('link', { name: 'Search archived chats' }).click()
  await expect(page).toHaveURL(/tab=archived/)
})
