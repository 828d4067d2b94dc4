import { expect, test } from './test.js'

test('a private note stands in the chat of every colleague, has a draft of its own, and never reaches the user', async ({
  staff,
  visit,
  visitAsStaff,
}) => {
  const { page } = staff
  const user = await visit()
  await user.open()
  await user.send('Can I have a refund?')
  const colleague = await visitAsStaff()
  await colleague.openChat(user.email)
  await colleague.expectMessages('Can I have a refund?')

  await staff.openChat(user.email)
  await staff.input.fill('Half an answer')
  await page.keyboard.press('Escape')
  await page.keyboard.press('n')
  const note = page.getByRole('textbox', { name: 'Note' })
  await expect(note).toBeFocused()
  await page.keyboard.type('He asked last month, too. @sup')
  await expect(page.getByRole('listbox').getByRole('option', { name: /Support/ })).toHaveAttribute(
    'aria-selected',
    'true',
  )
  await page.keyboard.press('Enter')
  await expect(note).toHaveValue('He asked last month, too. @Support ')
  await page.keyboard.press('Escape')
  await expect(note).toBeHidden()
  await expect(staff.log).toBeFocused()
  await expect(staff.input).toHaveValue('Half an answer')

  await page.keyboard.press('n')
  await expect(note).toHaveValue('He asked last month, too. @Support ')
  await note.press('Enter')
  for (const side of [staff, colleague]) {
    const article = side.log.getByRole('article', { name: /^Private note of Support, / })
    await expect(article).toContainText('He asked last month, too. @Support')
  }
  await expect(staff.input).toHaveValue('Half an answer')
  await staff.send('Of course')
  await user.expectMessages('Can I have a refund?', 'Of course')
  await expect(user.log).not.toContainText('last month')

  await page.reload()
  await staff.expectMessages('Can I have a refund?', 'He asked last month, too. @Support', 'Of course')
})
