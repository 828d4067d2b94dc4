import { expect, freshName, test } from './test.js'

test('a card has two lines, a chat opened by key is not framed before Tab, and the time of a message is there at a glance', async ({
  staff,
  visit,
}) => {
  const id = freshName('ada')
  const name = id.replace('a', 'A')
  const user = await visit(id)
  await user.open()
  await user.sends('My parcel is lost', 'Can you look?')
  const card = staff.card(user.email)
  await expect(card).toHaveAccessibleName(
    `${user.email} ${name} online unread Can you look? 2 messages · just now · needs reply`,
  )
  await expect(card.locator('.email')).toHaveClass(/visually-hidden/)
  await expect(card.locator('.activity > :visible').first()).toHaveText('now')
  expect((await card.boundingBox())?.height).toBe(64)

  await card.focus()
  await staff.page.keyboard.press('Enter')
  await staff.expectMessages('My parcel is lost', 'Can you look?')
  await expect(staff.log).toBeFocused()
  await expect(staff.log).toHaveCSS('box-shadow', 'none')
  await staff.page.keyboard.press('Shift+Tab')
  await staff.page.keyboard.press('Tab')
  await expect(staff.log).toBeFocused()
  await expect(staff.log).not.toHaveCSS('box-shadow', 'none')

  await expect(staff.log.getByText(name, { exact: true })).toHaveCount(1)
  const [first, last] = [staff.log.locator('time').first(), staff.log.locator('time').last()]
  await expect(last).toHaveCSS('opacity', '1')
  await expect(first).toHaveCSS('opacity', '0')
  await staff.message('My parcel is lost').hover()
  await expect(first).toHaveCSS('opacity', '1')
})
