import { staffRoutes } from '@support-chat/shared'
import type { Pictures } from '../pages/pictures.js'
import { webhookScreens } from './webhooks.js'

const UNAVAILABLE = { status: 503, json: { code: 'unavailable', message: 'x' } }

export async function settingsScreens(pictures: Pictures): Promise<void> {
  const { page } = pictures
  for (const name of [
    'profile',
    'appearance',
    'notifications',
    'keyboard',
    'setup',
    'widget',
    'canned-replies',
    'staff',
    'api-keys',
    'webhooks',
  ]) {
    await page.goto(`/admin/settings/${name}`)
    await page.locator('main h1').waitFor()
    await page.locator('main .skeleton').first().waitFor({ state: 'detached' })
    await pictures.take(`settings-${name}`)
  }
  await page.goto('/admin/settings/profile')
  await page.locator('form button').click()
  await page.getByRole('alert').waitFor()
  await pictures.take('password-missing')
  await page.goto('/admin/settings/notifications')
  await page.locator('main section').last().locator('button').first().click()
  await pictures.take('notifications-paused')
  await page.locator('main section').last().locator('button').first().click()
  await page.goto('/admin/settings/keyboard')
  await page.locator('li input').first().fill('r')
  await page.locator('li input').nth(1).focus()
  await page.getByRole('alert').waitFor()
  await pictures.take('keyboard-taken')
  await manageReplies(pictures)
  await manageStaff(pictures)
  await manageKeys(pictures)
  await webhookScreens(pictures)
}

async function manageReplies(pictures: Pictures): Promise<void> {
  const { page } = pictures
  await page.goto('/admin/settings/canned-replies')
  await page.locator('.bar button').click()
  await page.locator('#reply-content').fill('Hello {{user.name|there}},\n\n{{user.nickname}} thank you for writing.')
  await page.locator('button[type=submit]').click()
  await page.getByRole('alert').waitFor()
  await pictures.take('reply-invalid')
  await page.locator('#reply-content').fill('')
  await page.locator('form .buttons button').last().click()
  await page.locator('.bar input').fill('no such reply')
  await page.locator('main .blank-slate').waitFor()
  await pictures.take('replies-nothing')
  await page.locator('.bar input').fill('')
  await page.locator('.actions button').nth(1).click()
  await pictures.take('dialog')
  await page.keyboard.press('Escape')
  await pictures.answer(staffRoutes.cannedReplies, { status: 200, json: { canned_replies: [] } })
  await pictures.at('/admin/settings/canned-replies', 'replies-empty', 'main .blank-slate')
  await pictures.answerNothing()
}

async function manageStaff(pictures: Pictures): Promise<void> {
  const { page, look } = pictures
  await page.goto('/admin/settings/staff')
  await page.locator('#invite-email').fill('not an address')
  await page.locator('form button').click()
  await page.getByRole('alert').waitFor()
  await pictures.take('staff-invalid')
  await page.locator('#invite-email').fill(`somebody-${look}@example.com`)
  await page.locator('form button').click()
  await page.locator('app-copy-field').waitFor()
  await pictures.take('staff-invited')
  await page.locator('li:has-text("cleo@") button').click()
  await pictures.take('staff-dialog')
  await page.keyboard.press('Escape')
  await pictures.answer(staffRoutes.staff, null)
  await pictures.at('/admin/settings/staff', 'staff-loading', '.skeleton')
  await pictures.answerNothing()
  await pictures.answer(staffRoutes.staff, UNAVAILABLE)
  await pictures.at('/admin/settings/staff', 'staff-failed', '[role=alert]')
  await pictures.answerNothing()
}

async function manageKeys(pictures: Pictures): Promise<void> {
  const { page, look } = pictures
  await pictures.answer(staffRoutes.apiKeys, { status: 200, json: { api_keys: [] } })
  await pictures.at('/admin/settings/api-keys', 'keys-empty', 'main .blank-slate')
  await pictures.answerNothing()
  await page.goto('/admin/settings/api-keys')
  await page.locator('#key-name').fill(`Order bot of ${look}`)
  await page.locator('form button').click()
  await page.getByRole('alert').waitFor()
  await pictures.take('keys-invalid')
  await page.locator('[value="messages:write"]').check()
  await page.locator('[value="users:read"]').check()
  await page.locator('form button').click()
  await page.locator('app-copy-field').waitFor()
  await pictures.take('keys-created')
  await page.locator('main .lines button').first().click()
  await pictures.take('keys-dialog')
  await page.keyboard.press('Escape')
}
