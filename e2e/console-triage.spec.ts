import type { Page } from '@playwright/test'
import { expect, test } from './test.js'

/** Counts the keys that are no text: what an agent presses beside writing. */
class Hands {
  commands = 0

  constructor(private readonly page: Page) {}

  async press(key: string): Promise<void> {
    this.commands++
    await this.page.keyboard.press(key)
  }

  type(text: string): Promise<void> {
    return this.page.keyboard.type(text)
  }
}

test('ten chats are answered and archived with at most 25 keys beside the answers', async ({ staff, written }) => {
  const { page } = staff
  const emails: string[] = []
  for (let chat = 1; chat <= 10; chat++) emails.unshift(await written(`Question ${chat}`))
  for (const email of emails) await expect(staff.card(email)).toBeVisible()
  await staff.card(emails[0]!).focus()

  const hands = new Hands(page)
  await hands.press('Enter')
  await staff.expectChat(emails[0]!)
  await hands.press('r')
  for (const [index, email] of emails.entries()) {
    await staff.expectChat(email)
    await expect(staff.input).toBeFocused()
    await expect(staff.input).toHaveValue('')
    await expect(staff.message(`Question ${10 - index}`)).toBeVisible()
    await hands.type(`Answer to ${email}`)
    await hands.press('Control+Enter')
    await expect(staff.card(email)).toHaveCount(0)
  }
  expect(hands.commands).toBeLessThanOrEqual(25)
  await expect(page.locator('app-action-notice')).toContainText('10 chats archived')
  await staff.tab('Archived')
  for (const email of emails)
    await expect(staff.card(email, new RegExp(`You: Answer to ${email} 2 messages`))).toBeVisible()
})

test('keys open the next chat, leave field and chat one after the other, select, archive together and undo', async ({
  staff,
  written,
}) => {
  const { page } = staff
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  const [four, three, two, one] = [await written('4'), await written('3'), await written('2'), await written('1')]
  await expect(staff.card(one)).toBeVisible()
  await staff.openChat(one)
  await expect(staff.log).toBeFocused()
  await press('j')
  await staff.expectChat(two)
  await press('j')
  await staff.expectChat(three)
  await press('k')
  await staff.expectChat(two)
  await expect(staff.log).toBeFocused()

  await press('r')
  await page.keyboard.type('Half an answer')
  await press('Escape')
  await staff.expectChat(two)
  await expect(staff.log).toBeFocused()
  await press('Escape')
  await expect(page).toHaveURL(/\/chats$/)
  await expect(staff.card(two)).toBeFocused()

  const bar = page.locator('app-selection-bar')
  await press('x', 'Shift+J')
  await expect(bar).toContainText('2 chats selected')
  await press('Shift+J')
  await expect(bar).toContainText('3 chats selected')
  await expect(page.getByRole('checkbox', { name: `Select ${four}` })).toBeChecked()
  await press('Escape')
  await expect(bar).toBeHidden()
  await press('x', 'Shift+K', 'Shift+K', 'e')
  for (const email of [four, three, two]) await expect(staff.card(email)).toHaveCount(0)
  await expect(staff.card(one)).toBeVisible()
  await expect(page.locator('app-action-notice')).toContainText('3 chats archived')
  await press('z')
  for (const email of [one, two, three, four]) await expect(staff.card(email)).toBeVisible()

  await page.goto('/admin/settings/inbox')
  await page.getByRole('radio', { name: 'Open the next chat' }).check()
  await page.goto('/admin/chats')
  await staff.openChat(one)
  await press('e')
  await staff.expectChat(two)
  await expect(staff.card(one)).toHaveCount(0)
})
