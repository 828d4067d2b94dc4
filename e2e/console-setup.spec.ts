import { expectClean } from './axe.js'
import { expect, freshName, test } from './test.js'

test('staff set their name and picture, which their other screens show at once', async ({
  visitConsole,
  staffApi,
  guard,
}) => {
  guard.expect(/status of 400/)
  const account = await staffApi.invite(`${freshName('faces')}@example.com`)
  const settings = await visitConsole()
  await settings.signIn(account)
  const elsewhere = await visitConsole()
  await elsewhere.signIn(account)
  const shown = elsewhere.page.getByRole('button', { name: 'Account of Cleo Novák' })

  const { page } = settings
  await page.goto('/admin/settings/profile')
  await expect(page.getByRole('heading', { name: 'Profile and password' })).toBeVisible()
  const name = page.getByRole('textbox', { name: 'Display name' })
  await name.fill(' ')
  await page.getByRole('button', { name: 'Save name' }).click()
  await expect(page.getByRole('alert')).toHaveText('Enter a name.')
  await name.fill('Cleo Novák')
  await page.getByRole('button', { name: 'Save name' }).click()
  await expect(page.getByText('Your name has been saved.')).toBeVisible()
  await expect(shown).toBeVisible()

  const file = page.getByLabel('Picture', { exact: true })
  const picture = { name: 'cleo.png', mimeType: 'image/png' }
  await file.setInputFiles({ ...picture, buffer: Buffer.alloc(2_000_001) })
  await expect(page.getByRole('alert')).toHaveText('That file is too large. Choose one of 2 MB at most.')
  await file.setInputFiles({ ...picture, buffer: Buffer.from('no picture') })
  await expect(page.getByRole('alert')).toHaveText(/^That file is no picture/)
  await file.setInputFiles({ ...picture, buffer: await page.screenshot() })
  await expect(page.getByText('Your picture has been saved.')).toBeVisible()
  await expect(shown.locator('img')).toHaveJSProperty('complete', true)
  await expect(shown.locator('img')).toHaveJSProperty('naturalWidth', 256)
  await expectClean(page, 'own profile')
  await page.getByRole('button', { name: 'Remove picture' }).click()
  await expect(page.getByRole('button', { name: 'Upload a picture' })).toBeFocused()
  await expect(shown.locator('img')).toHaveCount(0)
})
