import { ChatConsole } from './pages/chat-console.js'
import { expect, freshName, test } from './test.js'

test('a colleague is invited as a viewer, reads, becomes an agent, and replaces a forgotten password by e-mail', async ({
  staff,
  visitConsole,
  written,
  server,
  guard,
}) => {
  guard.expect(/status of 40[134]/)
  const email = await written('Does anybody read this?')
  const colleague = { email: `${freshName('colleague')}@example.com`, password: 'the first password' }
  const { page } = staff
  await page.goto('/admin/settings/staff')
  await page.getByRole('textbox', { name: 'Email' }).fill(colleague.email)
  await page.getByRole('combobox', { name: 'Role', exact: true }).selectOption('Viewer')
  await page.getByRole('button', { name: 'Create invitation' }).click()
  const invitation = page.getByRole('textbox', { name: `Invitation for ${colleague.email}` })
  await expect(invitation).toHaveValue(/#/)
  const invited = await visitConsole(await invitation.inputValue())
  await invited.password.fill(colleague.password)
  await invited.page.getByRole('button', { name: 'Set password and start' }).click()

  await invited.openChat(email)
  await expect(invited.page.getByText('You can read chats, but not answer them.')).toBeVisible()
  await expect(invited.page.getByRole('button', { name: 'Archive' })).toHaveCount(0)
  await invited.page.goto('/admin/settings')
  const pages = invited.page.getByRole('navigation', { name: 'Settings' }).getByRole('link')
  await expect(pages.filter({ hasText: 'Profile' })).toBeVisible()
  for (const hidden of ['Staff', 'API keys', 'Webhooks', 'Canned replies'])
    await expect(pages.filter({ hasText: hidden })).toHaveCount(0)

  await page.getByRole('combobox', { name: `Role of ${colleague.email}` }).selectOption('Agent')
  await expect(page.getByRole('combobox', { name: `Role of ${colleague.email}` })).toHaveValue('agent')

  const again = await visitConsole('/admin/sign-in')
  await again.page.getByRole('link', { name: 'Forgotten your password?' }).click()
  await expect(again.page.getByRole('heading', { name: 'Forgotten your password?' })).toBeVisible()
  await again.page.getByLabel('Email').fill(colleague.email)
  await again.page.getByRole('button', { name: 'Send link' }).click()
  await expect(again.page.getByRole('heading', { name: 'Look into your mailbox' })).toBeVisible()
  await expect.poll(async () => (await server.mailTo(colleague.email)).length).toBe(2)
  const mails = await server.mailTo(colleague.email)
  const link = mails.flatMap(({ text }) => /http\S+\/admin\/reset-password#\S+/.exec(text ?? '') ?? [])[0]!
  await again.page.goto(link)
  await expect(again.page.getByRole('heading', { name: 'Choose a new password' })).toBeVisible()
  await expect(again.page).not.toHaveURL(/#/)
  await again.password.fill('the second password')
  await again.page.getByRole('button', { name: 'Set password and sign in' }).click()
  await expect(again.listHeading).toBeVisible()
  await again.openChat(email)
  await expect(again.page.getByRole('textbox', { name: 'Message' })).toBeVisible()

  const elsewhere: ChatConsole = await visitConsole()
  await elsewhere.signIn({ ...colleague, password: 'the second password' })
  await again.page.goto('/admin/settings/profile')
  const sessions = again.page.getByRole('region', { name: 'Where you are signed in' }).getByRole('listitem')
  await expect(sessions).toHaveCount(2)
  await expect(sessions.filter({ hasText: 'This one' })).toHaveCount(1)
  await sessions.getByRole('button', { name: 'Sign out on Chrome on Linux' }).click()
  await expect(sessions).toHaveCount(1)
  await expect(elsewhere.email).toBeVisible()
})
