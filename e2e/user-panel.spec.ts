import { expect, test } from './test.js'

test('staff see beside the chat who the user is and what becomes of them; on a phone in a sheet', async ({
  staff,
  user,
}) => {
  const { page } = staff
  await user.open()
  await user.send('Hello?')
  await staff.openChat(user.email)
  const panel = page.getByRole('region', { name: 'User', exact: true })
  const toggle = page.getByRole('button', { name: 'User details', exact: true })
  const fact = (term: string) => panel.locator('dl > div').filter({ hasText: term }).locator('dd')
  await expect(toggle).toHaveAttribute('aria-expanded', 'true')
  await expect(fact('External ID')).toContainText(user.name)
  await expect(fact('Last seen')).toHaveText('Now')
  await expect(fact('Local time')).toContainText('UTC')
  await expect(fact('On page').getByRole('link')).toHaveAttribute('href', /\/demo$/)
  await user.page.evaluate(() => history.pushState(null, '', '/demo/orders?id=7'))
  await expect(fact('On page').getByRole('link')).toHaveAttribute('href', /\/demo\/orders$/)
  await expect(fact('Emails')).toHaveText('Receives them')
  await user.page.evaluate(() => Object.assign(document.querySelector('support-chat')!, { context: { cart: 3 } }))
  await expect(panel.getByRole('heading', { name: 'From the page, unverified' })).toBeVisible()
  await expect(fact('cart')).toHaveText('3')
  const lines = panel.getByRole('list', { name: 'History' })
  await expect(panel.getByText('Nothing has been done with this chat yet.')).toBeVisible()

  await staff.button('Archive').click()
  await expect(panel.getByText(/Archived by/)).toBeVisible()
  await user.send('One more thing')
  await expect(lines.getByRole('listitem').first()).toContainText('Back from the archive: the user wrote')
  await user.page.close()
  await expect(fact('Last seen')).toHaveText('just now')
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const copied = panel.getByRole('status').filter({ hasText: 'Copied' })
  // It says so for a moment only, which a busy machine may pass over.
  await expect(async () => {
    await panel.getByRole('button', { name: 'Copy external ID' }).click()
    await expect(copied).toBeAttached({ timeout: 2_000 })
  }).toPass()
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(user.name)

  await staff.log.focus()
  await page.keyboard.press('i')
  await expect(panel).toBeHidden()
  await page.reload()
  await staff.expectChat(user.email)
  await expect(toggle).toHaveAttribute('aria-expanded', 'false')
  await page.keyboard.press('i')
  await expect(fact('External ID')).toContainText(user.name)
  await panel.getByRole('button', { name: 'Close user details' }).click()
  await expect(toggle).toBeFocused()

  await page.setViewportSize({ width: 390, height: 844 })
  await toggle.click()
  const sheet = page.getByRole('dialog', { name: 'User', exact: true })
  await expect(sheet.getByText('External ID', { exact: true })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  await expect(toggle).toBeFocused()
})
