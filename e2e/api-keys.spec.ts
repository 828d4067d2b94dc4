import { routes, type SupportMessage } from '@support-chat/shared'
import { expectClean } from './axe.js'
import { expect, freshName, test } from './test.js'

test('staff create an API key, which is shown once and does what it may, and revoke it', async ({ staff, request }) => {
  const { page } = staff
  const name = freshName('order-bot')
  await page.goto('/admin/settings/api-keys')
  const create = page.getByRole('button', { name: 'Create key' })
  await create.click()
  await expect(page.getByRole('alert')).toHaveText('Give the key a name.')
  await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused()
  await page.getByRole('textbox', { name: 'Name' }).fill(name)
  await create.click()
  await expect(page.getByRole('alert')).toHaveText('Choose what the key may do.')
  await expect(page.getByRole('checkbox').first()).toBeFocused()
  await expectClean(page, 'form with a problem')
  await page.getByRole('checkbox', { name: 'messages:write' }).check()
  await page.getByRole('radio', { name: 'In 90 days' }).check()
  await create.click()

  const secret = page.getByRole('textbox', { name: `Key of ${name}` })
  await expect(secret).toHaveValue(/^sck_[\w-]{43}$/)
  const key = await secret.inputValue()
  const line = page.getByRole('listitem').filter({ hasText: name })
  await expect(line).toContainText(`${key.slice(0, 12)}…`)
  await expect(line).toContainText('Not used yet')
  await expect(line).toContainText('messages:write')
  await expect(line).toContainText(/Expires \w/)
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('')
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(0)
  await expect(page.getByRole('radio', { name: 'In a year' })).toBeChecked()
  await expectClean(page, 'a key, shown once')

  const user = freshName('buyer')
  const withKey = { headers: { authorization: `Bearer ${key}` } }
  const data = { content: 'Your order is on its way', client_id: crypto.randomUUID(), email: `${user}@example.com` }
  const sent = await request.post(routes.adminUserMessages(user), { ...withKey, data })
  expect(sent.status()).toBe(201)
  expect(((await sent.json()) as SupportMessage).sender_name).toBe(name)
  expect((await request.get(routes.adminChats, withKey)).status()).toBe(403)

  await page.reload()
  await expect(line).toBeVisible()
  await expect(secret).toHaveCount(0)
  await expect(async () => {
    await page.reload()
    await expect(line).toContainText(/Last used/)
  }).toPass()
  await page.getByRole('button', { name: `Revoke ${name}` }).click()
  const question = page.getByRole('dialog', { name: `Revoke the key “${name}”?` })
  await expectClean(page, 'question before revoking')
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('button', { name: `Revoke ${name}` })).toBeFocused()
  await page.getByRole('button', { name: `Revoke ${name}` }).click()
  await question.getByRole('button', { name: 'Revoke' }).click()
  await expect(line).toHaveCount(0)
  const late = await request.post(routes.adminUserMessages(user), { ...withKey, data })
  expect(late.status()).toBe(401)
})
