import { Secret, TOTP } from 'otpauth'
import { expect, freshName, test } from './test.js'

test('a second factor is set up, asked for at the sign-in, replaced by a recovery code, and turned off', async ({
  staff,
  visitConsole,
  guard,
}) => {
  guard.expect(/status of 40[13]/)
  const account = { email: `${freshName('factor')}@example.com`, password: 'a password of its own' }
  await staff.page.goto('/admin/settings/staff')
  await staff.page.getByRole('textbox', { name: 'Email' }).fill(account.email)
  await staff.page.getByRole('button', { name: 'Create invitation' }).click()
  const invitation = staff.page.getByRole('textbox', { name: `Invitation for ${account.email}` })
  await expect(invitation).toHaveValue(/#/)
  const member = await visitConsole(await invitation.inputValue())
  await member.password.fill(account.password)
  await member.page.getByRole('button', { name: 'Set password and start' }).click()
  await expect(member.listHeading).toBeVisible()

  await member.page.goto('/admin/settings/profile')
  const section = member.page.getByRole('region', { name: 'Second factor' })
  await section.getByRole('button', { name: 'Set up a second factor' }).click()
  const key = await section.getByRole('textbox', { name: 'Key for your app' }).inputValue()
  await expect(section.getByRole('link', { name: 'Open the app on this device' })).toHaveAttribute('href', /^otpauth:/)
  const code = section.getByRole('textbox', { name: 'Code', exact: true })
  await code.fill('no code')
  await section.getByRole('button', { name: 'Confirm' }).click()
  await expect(section.getByRole('alert')).toContainText('That code is wrong')
  await code.fill(new TOTP({ secret: Secret.fromBase32(key.replaceAll(' ', '')) }).generate())
  await section.getByRole('button', { name: 'Confirm' }).click()
  const codes = section.getByRole('listitem')
  await expect(codes).toHaveCount(10)
  const [first = '', second = ''] = await codes.allInnerTexts()
  const downloaded = member.page.waitForEvent('download')
  await section.getByRole('button', { name: 'Download' }).click()
  expect((await downloaded).suggestedFilename()).toBe('recovery-codes.txt')
  await section.getByRole('button', { name: 'I have kept them' }).click()
  await expect(section.getByText('10 recovery codes are left.')).toBeVisible()

  const again = await visitConsole('/admin/sign-in')
  await again.email.fill(account.email)
  await again.password.fill(account.password)
  await again.button('Sign in').click()
  await expect(again.page.getByRole('heading', { name: 'Enter your code' })).toBeVisible()
  const asked = again.page.getByRole('textbox', { name: 'Code', exact: true })
  await expect(asked).toHaveAttribute('autocomplete', 'one-time-code')
  await asked.fill('000 000 0')
  await again.button('Sign in').click()
  await expect(again.page.getByRole('alert')).toContainText('That code is wrong')
  await asked.fill(first)
  await again.button('Sign in').click()
  await expect(again.listHeading).toBeVisible()

  await code.fill(second)
  await section.getByRole('button', { name: 'Turn off' }).click()
  await expect(section.getByRole('button', { name: 'Set up a second factor' })).toBeVisible()
})
