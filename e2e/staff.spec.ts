import { expect, freshName, test } from './test.js'

test('staff invite a colleague, who chooses a password, changes it, signs out everywhere, and is out once deactivated', async ({
  staff,
  visitConsole,
  guard,
}) => {
  guard.expect(/status of 40[134]/)
  const { page } = staff
  const colleague = { email: `${freshName('colleague')}@example.com`, password: 'first password' }
  await page.goto('/admin/settings/staff')
  await page.getByRole('textbox', { name: 'Email' }).fill('nobody')
  await page.getByRole('button', { name: 'Create invitation' }).click()
  await expect(page.getByRole('alert')).toHaveText('Enter a full email address.')
  await page.getByRole('textbox', { name: 'Email' }).fill(colleague.email)
  await page.getByRole('textbox', { name: 'Name' }).fill('Cleo')
  await page.getByRole('button', { name: 'Create invitation' }).click()
  const invitation = page.getByRole('textbox', { name: `Invitation for ${colleague.email}` })
  await expect(invitation).toHaveValue(/#/)
  const link = await invitation.inputValue()

  const invited = await visitConsole(link)
  await expect(invited.page.getByRole('heading', { name: 'Welcome' })).toBeVisible()
  await expect(invited.page).not.toHaveURL(/#/)
  await invited.password.fill('short')
  await invited.page.getByRole('button', { name: 'Set password and start' }).click()
  await expect(invited.page.getByRole('alert')).toHaveText('At least 10 characters.')
  await expect(invited.password).toHaveValue('short')
  await invited.password.fill(colleague.password)
  await invited.page.getByRole('button', { name: 'Set password and start' }).click()
  await expect(invited.listHeading).toBeVisible()

  await invited.page.goto('/admin/settings/profile')
  const change = invited.page.getByRole('button', { name: 'Change password' })
  await invited.page.getByLabel('Current password').fill('not it')
  await invited.page.getByLabel('New password').fill('second password')
  await change.click()
  await expect(invited.page.getByRole('alert')).toHaveText('That is not your current password.')
  await expect(invited.page.getByLabel('New password')).toHaveValue('second password')
  await invited.page.getByLabel('Current password').fill(colleague.password)
  await change.click()
  await expect(invited.page.getByText('Your password has been changed.')).toBeVisible()
  await expect(invited.page.getByRole('status').filter({ hasText: 'Connected' })).toBeVisible()

  const changed = { ...colleague, password: 'second password' }
  const elsewhere = await visitConsole()
  await elsewhere.signIn(changed)
  await invited.page.getByRole('button', { name: 'Sign out everywhere' }).click()
  await invited.page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click()
  for (const { email } of [invited, elsewhere]) await expect(email).toBeVisible()
  await invited.signIn(changed)

  await page.reload()
  await page.getByRole('button', { name: `Deactivate ${colleague.email}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click()
  await expect(page.getByRole('button', { name: `Activate ${colleague.email}` })).toBeVisible()
  await expect(invited.email).toBeVisible()
  await invited.email.fill(changed.email)
  await invited.password.fill(changed.password)
  await invited.button('Sign in').click()
  await expect(invited.page.getByRole('alert')).toHaveText(
    'That email and password do not match. Check both and try again.',
  )
  await expect(page.getByRole('listitem').filter({ hasText: 'You' }).getByRole('button')).toHaveCount(0)

  const late = await visitConsole(link)
  await late.password.fill('another password')
  await late.page.getByRole('button', { name: 'Set password and start' }).click()
  await expect(late.page.getByRole('heading', { name: 'This link no longer works' })).toBeVisible()
})
