import { STAFF } from './server.js'
import { expect, test } from './test.js'

test('who takes care of a chat, its tags and its snooze are changed in its heading, and are there for a colleague at once', async ({
  staff,
  written,
  visitConsole,
}) => {
  const email = await written('Who helps me?')
  const colleague = await visitConsole()
  await colleague.signIn(STAFF)
  await colleague.openChat(email)
  await staff.openChat(email)
  const of = (side: typeof staff) => ({
    assignee: side.page.getByRole('combobox', { name: 'Assigned to' }),
    snooze: side.page.getByRole('combobox', { name: 'Snooze' }),
    tags: side.page.getByRole('list', { name: 'Tags' }),
    addTag: side.page.getByRole('textbox', { name: 'Add tag' }),
  })
  const [mine, theirs] = [of(staff), of(colleague)]
  await mine.assignee.selectOption({ label: 'Support' })
  await expect(theirs.assignee).toHaveValue(/.{36}/)
  await mine.addTag.fill('billing')
  await mine.addTag.press('Enter')
  await expect(theirs.tags).toContainText('billing')
  await theirs.tags.getByRole('button', { name: 'Remove tag billing' }).click()
  await expect(mine.tags).toBeHidden()
  await mine.snooze.selectOption({ label: 'Tomorrow at 9' })
  await expect(theirs.snooze.locator('option').first()).toContainText('Snoozed until')
  await staff.back()
  await expect(staff.card(email)).toHaveCount(0)
  await staff.page.getByRole('button', { name: 'Snoozed' }).click()
  await expect(staff.card(email)).toBeVisible()
})
