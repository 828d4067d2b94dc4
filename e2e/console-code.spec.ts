import type { Page } from '@playwright/test'
import { expect, test } from './test.js'

const SETTINGS = /\/admin\/settings-routes-\w+\.js$/

async function toSettings(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Account of/ }).click()
  await page.getByRole('link', { name: 'Settings' }).click()
}

test('a part of the console that the server no longer has is said to be missing, and a reload brings it and the draft', async ({
  staff,
  written,
  guard,
}) => {
  guard.expect(/status of 404/)
  const { page } = staff
  await staff.openChat(await written('Is my parcel lost?'))
  await staff.input.fill('It is not, and')
  const chat = new URL(page.url()).pathname
  await page.route(SETTINGS, (route) => route.fulfill({ status: 404, json: { code: 'not_found', message: 'Gone' } }))
  await toSettings(page)
  const notice = page.getByRole('alert').filter({ hasText: 'Support Chat has been updated.' })
  await expect(notice).toContainText('What you have begun to write is kept.')
  await expect(staff.input).toHaveValue('It is not, and')
  const top = async () => (await notice.boundingBox())?.y ?? 0
  for (const shown of [staff.input, page.getByRole('button', { name: /^Account of/ })]) {
    const box = await shown.boundingBox()
    expect((box?.y ?? Infinity) + (box?.height ?? 0), 'it covers nothing').toBeLessThanOrEqual(await top())
  }
  await staff.input.focus()
  await notice.getByRole('button', { name: 'Dismiss' }).click()
  await expect(notice).toBeHidden()
  await expect(staff.input).toBeFocused()
  await toSettings(page)
  await expect(notice).toBeVisible()

  await page.unrouteAll()
  await notice.getByRole('button', { name: 'Reload' }).click()
  await expect(page.getByRole('heading', { name: 'Profile and password' })).toBeVisible()
  await page.goto(chat)
  await expect(staff.input).toHaveValue('It is not, and')
})

test('a part that does not come is asked for again, then offered again, and the reader goes on meanwhile', async ({
  staff,
  written,
  guard,
}) => {
  guard.expect(/ERR_FAILED/)
  const { page } = staff
  const email = await written('Hello')
  let asked = 0
  await page.route(SETTINGS, (route) => (asked++, route.abort()))
  await toSettings(page)
  await expect(page.getByRole('alert').filter({ hasText: 'Trying again' })).toBeVisible()
  const notice = page.getByRole('alert').filter({ hasText: 'could not be loaded' })
  await expect(notice).toBeVisible()
  expect(asked).toBe(4)
  await page.unrouteAll()
  await notice.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('heading', { name: 'Profile and password' })).toBeVisible()
  await expect(notice).toBeHidden()
  await page.goBack()
  await staff.openChat(email)
})

test('a part that fails once comes by itself, also where it is a language', async ({ staff, guard }) => {
  guard.expect(/ERR_FAILED/)
  const { page } = staff
  const failOnce = (address: RegExp) => page.route(address, (route) => route.abort(), { times: 1 })
  await failOnce(SETTINGS)
  await toSettings(page)
  await expect(page.getByRole('heading', { name: 'Profile and password' })).toBeVisible()
  await expect(page.getByRole('alert')).toHaveCount(0)
  await page.getByRole('link', { name: 'Appearance' }).click()
  await failOnce(/\/admin\/de-\w+\.js$/)
  await page.getByRole('radio', { name: 'Deutsch' }).check()
  await expect(page.getByRole('heading', { name: 'Darstellung' })).toBeVisible()
})

test('a console whose first script cannot be had says so, and leads to another try', async ({ newProfile, guard }) => {
  guard.expect(/ERR_FAILED/)
  const page = await (await newProfile()).newPage()
  await page.route(/\/admin\/main-\w+\.js$/, (route) => route.abort(), { times: 1 })
  await page.goto('/admin/chats')
  const words = page.getByText('The console has not started.')
  await expect(words).toBeHidden()
  await page.evaluate(() => document.getAnimations().forEach((animation) => animation.finish()))
  await expect(words).toBeVisible()
  await page.getByRole('link', { name: 'Reload' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})
