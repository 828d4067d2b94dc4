import { routes } from '@support-chat/shared'
import type { Pictures } from '../pages/pictures.js'
import { STAFF } from '../server.js'

/** What a signed-out visitor sees; afterwards they are signed in. */
export async function strangerScreens(pictures: Pictures): Promise<void> {
  const { page } = pictures
  const submit = page.locator('button[type=submit]')
  await pictures.at('/admin/', 'sign-in', 'form')
  await submit.click()
  await page.getByRole('alert').waitFor()
  await pictures.take('sign-in-missing')
  await page.locator('#email').fill(STAFF.email)
  await page.locator('#password').fill('wrong password')
  await submit.click()
  await page.locator('form[aria-busy=false] [role=alert]').waitFor()
  await pictures.take('sign-in-refused')
  await pictures.answer(routes.login, null)
  await submit.click()
  await page.locator('form[aria-busy=true]').waitFor()
  await pictures.take('sign-in-busy')
  await pictures.answerNothing()

  await page.goto('/admin/accept-invitation#token')
  await page.locator('#password').fill('short')
  await submit.click()
  await pictures.take('invitation')
  await page.locator('#password').fill('long enough to be taken')
  await submit.click()
  await page.locator('a.button').waitFor()
  await pictures.take('invitation-expired')

  await page.goto('/admin/')
  await page.locator('#email').fill(STAFF.email)
  await page.locator('#password').fill(STAFF.password)
  await submit.click()
  await page.locator('app-chat-list h1').waitFor()
}
