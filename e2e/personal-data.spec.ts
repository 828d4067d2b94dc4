import { expect, test } from './test.js'

test('a chat whose user is erased closes with a sentence, leaves list and count, and its draft is forgotten', async ({
  staff,
  user,
  staffApi,
}) => {
  const { page } = staff
  await user.open()
  await user.send('Forget me')
  await staff.openChat(user.email)
  await page.getByRole('textbox', { name: 'Message' }).fill('Dear')
  await expect.poll(() => page.evaluate(() => JSON.stringify(localStorage).includes('Dear'))).toBe(true)

  await staffApi.erase(user.name)
  await expect(page.getByRole('alert')).toContainText('This user and the chat were erased')
  await expect(staff.card(user.email)).toHaveCount(0)
  expect(await page.evaluate(() => JSON.stringify(localStorage).includes('Dear'))).toBe(false)
  await expect(page.getByRole('link', { name: 'Back to chats' })).toBeFocused()
})
