import { expect, test } from './test.js'

const REFUSED = { status: 503, json: { code: 'unavailable', message: 'Away' } }

test('who takes care of a chat, its tags and its snooze are changed in its heading, and are there for a colleague at once', async ({
  staff,
  written,
  visitAsStaff,
}) => {
  const email = await written('Who helps me?')
  const colleague = await visitAsStaff()
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

test('chats are assigned, tagged and put off by key, one or several, and each step is taken back', async ({
  staff,
  written,
  guard,
}) => {
  guard.expect(/status of 503/)
  const { page } = staff
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  const [two, one] = [await written('Second'), await written('First')]
  await expect(staff.card(one)).toBeVisible()
  const dialog = page.getByRole('dialog')
  const notice = page.locator('app-action-notice')
  const bar = page.locator('app-selection-bar')

  await staff.card(one).focus()
  await press('x', 'Shift+J')
  await expect(bar).toContainText('2 chats selected')
  await press('t')
  await expect(dialog).toHaveAccessibleName('Tag 2 chats')
  await page.keyboard.type('billing')
  await press('Enter')
  await expect(notice).toContainText('2 chats tagged “billing”')
  await press('a')
  await expect(dialog.getByRole('option', { name: 'Me' })).toHaveAttribute('aria-selected', 'true')
  await press('Enter')
  await expect(notice).toContainText('2 chats assigned to you')
  await press('z')
  await expect(notice).toContainText('2 chats tagged “billing”')
  await press('z')
  await expect(notice.getByRole('button', { name: 'Undo' })).toBeHidden()

  await bar.getByRole('button', { name: 'Snooze the selected chats' }).click()
  await dialog.getByRole('option', { name: 'Pick date and time…' }).click()
  const time = dialog.getByLabel('Snooze until')
  await time.fill('2020-01-02T03:04')
  await time.press('Enter')
  await expect(dialog.getByRole('alert')).toHaveText('That time has passed. Choose a later one.')
  await time.fill(`${new Date().getFullYear() + 1}-01-02T15:04`)
  await time.press('Enter')
  await expect(notice).toContainText(/2 chats snoozed until .*3:04 PM/)
  for (const email of [one, two]) await expect(staff.card(email)).toHaveCount(0)
  await press('z')
  for (const email of [one, two]) await expect(staff.card(email)).toBeVisible()
  await expect(bar).toBeVisible()
  await press('Escape')

  await staff.openChat(one)
  await expect(staff.log).toBeFocused()
  await press('Control+k')
  await page.keyboard.type('tag the')
  await press('Enter')
  await page.keyboard.type('vip')
  await press('Enter')
  const tags = page.getByRole('list', { name: 'Tags' })
  await expect(tags).toHaveText('vip')
  await press('t')
  await expect(dialog.getByRole('option', { name: 'vip' })).toContainText('remove')
  await press('Enter')
  await expect(tags).toBeHidden()
  const history = page.getByRole('list', { name: 'History' })
  await expect(history.getByRole('listitem').first()).toContainText('Tag “vip” removed by Support')
  await expect(history).toContainText(/Snoozed until .*3:04 PM by Support/)

  await page.route(/\/mark_unread$/, (route) => route.fulfill(REFUSED))
  await press('Shift+U')
  await expect(page.getByRole('alert')).toContainText(
    'The chat could not be marked unread. The server cannot be reached.',
  )
  await page.unrouteAll()
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click()
  await expect(staff.card(one, /unread/)).toBeVisible()
})
