import type { Page } from '@playwright/test'
import { STAFF } from './server.js'
import { expect, test } from './test.js'

const pressAll = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}

test('a day’s work by keyboard: filter, open, answer, archive, undo, search, palette, own keys', async ({
  visitConsole,
  written,
}) => {
  const staff = await visitConsole()
  await staff.signIn(STAFF)
  const { page } = staff
  const write = async (content: string) => {
    const email = await written(content)
    await expect(staff.card(email)).toBeVisible()
    return email
  }
  const ann = await write('From Ann')
  const ben = await write('From Ben')
  await expect(page.locator('link[rel=icon]')).toHaveAttribute('href', /^data:image\/svg/)

  // Signing in has left the keyboard in the list.
  await pressAll(page, 'u')
  await expect(page).toHaveURL(/unread=1/)
  await expect(page.getByRole('button', { name: 'Unread' })).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByRole('tabpanel')).toHaveAttribute('aria-busy', 'false')
  await expect(staff.card(ben)).toBeFocused()
  await pressAll(page, 'j')
  await expect(staff.card(ann)).toBeFocused()
  await pressAll(page, 'Enter')
  await staff.expectChat(ann)
  await expect(staff.card(ann)).not.toHaveAccessibleName(/unread/)
  await expect(staff.log).toBeFocused()

  await pressAll(page, 'r')
  await expect(staff.input).toBeFocused()
  await page.keyboard.type('jeu? g a')
  await expect(staff.input).toHaveValue('jeu? g a')
  await pressAll(page, 'Enter')
  await staff.expectMessages('From Ann', 'jeu? g a')
  await pressAll(page, 'Escape', 'Escape')
  await expect(page).toHaveURL(/\/admin\/chats\?unread=1$/)

  await pressAll(page, 'u')
  await expect(staff.card(ann)).toBeVisible()
  await staff.card(ben).focus()
  await pressAll(page, 'e')
  await expect(staff.card(ben)).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(staff.card(ben)).toBeVisible()

  // There at once, so that nothing is lost of what is typed right behind the key.
  const focused = await page.evaluate(() => {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true }))
    return document.activeElement?.role
  })
  expect(focused).toBe('combobox')
  const found = page.getByRole('option', { name: new RegExp(`^${ben}`) })
  await page.getByRole('combobox').fill(ben)
  await expect(found).toHaveAttribute('aria-selected', 'true')
  // Whom the text before has found is not there for a quick Enter on the next.
  await page.route(/\/admin\/search\?/, () => undefined)
  await page.getByRole('combobox').fill(`${ben} zzz`)
  await expect(page.getByRole('option', { selected: true })).toHaveText(/Search all messages/)
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await page.getByRole('combobox').fill(ben)
  await expect(found).toHaveAttribute('aria-selected', 'true')
  await pressAll(page, 'Enter')
  await staff.expectChat(ben)

  await pressAll(page, '?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await sheet.getByRole('link', { name: 'Change' }).click()
  await expect(page.getByRole('heading', { name: 'Keyboard shortcuts' })).toBeFocused()
  const keysFor = (words: RegExp) => page.getByRole('textbox', { name: words })
  await keysFor(/Archive or restore/).fill('u')
  await pressAll(page, 'Enter')
  await expect(page.getByRole('alert')).toContainText('Show only unread chats')
  await page.getByRole('button', { name: 'Use it here instead' }).click()
  await expect(keysFor(/Show only unread/)).toHaveValue('')
  await page.getByRole('button', { name: 'Reset all' }).click()
  await expect(keysFor(/Archive or restore/)).toHaveValue('e')
  await keysFor(/Archive or restore/).fill('y')
  await keysFor(/Search chats and commands/).press('Control+f')
  await expect(page.getByRole('alert')).toHaveText('“Ctrl+F” belongs to the browser.')
  await keysFor(/Search chats and commands/).press('Control+i')
  await expect(keysFor(/Search chats and commands/)).toHaveValue('Ctrl+I')
  await expect(page.getByRole('alert')).toBeHidden()
  await pressAll(page, 'Control+i')
  await expect(page.getByRole('combobox')).toBeHidden()
  await page.getByRole('heading', { name: 'Keyboard shortcuts' }).click()
  await pressAll(page, 'Control+i')
  await page.keyboard.type('theme dark')
  await expect(page.getByRole('option', { name: 'Theme: Dark' })).toHaveAttribute('aria-selected', 'true')
  await pressAll(page, 'Enter')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.goBack()
  await staff.expectChat(ben)
  const archived = page.waitForResponse(/\/archive$/)
  await pressAll(page, 'y')
  await expect(staff.button('Restore')).toBeVisible()
  await archived
  await page.reload()
  await expect(staff.button('Restore')).toBeVisible()
  await pressAll(page, 'y')
  await expect(staff.button('Archive')).toBeVisible()

  const mute = page.getByRole('button', { name: 'Mute notifications' })
  await page.getByRole('heading', { name: ben }).click()
  await pressAll(page, 'm')
  await expect(mute).toHaveAttribute('aria-pressed', 'true')
  await mute.click()
  await expect(mute).toHaveAttribute('aria-pressed', 'false')

  await pressAll(page, '/')
  await page.keyboard.type('keyz nobody wrote')
  await expect(page.getByText('Nothing found for “keyz nobody wrote”')).toBeVisible()
  await expect(page.getByText('Active chats, archived ones and people were searched.')).toBeVisible()
  await page.getByRole('tab', { name: /^Archived/ }).click()
  await expect(page).toHaveURL(/tab=archived/)
})

test('keys that come before the chats they are about are not lost, and archive no other one', async ({
  staff,
  written,
}) => {
  const { page } = staff
  const chats: string[] = []
  for (const name of ['One', 'Two', 'Three']) chats.push(await written(`From ${name}`))
  const [one, two, three] = chats as [string, string, string]
  let answer: () => void = () => undefined
  const answered = new Promise<void>((resolve) => (answer = resolve))
  await page.route(/\/admin\/chats\?.*unread=true/, async (route) => {
    await answered
    await route.continue()
  })
  await staff.openChat(three)
  await expect(staff.log).toBeFocused()
  await expect(staff.card(three)).not.toHaveAccessibleName(/unread/)
  // One task after the other, as keys are that a busy machine has kept waiting.
  await page.evaluate(async () => {
    const { port1, port2 } = new MessageChannel()
    for (const key of ['u', 'j', 'j', 'e']) {
      await new Promise((resolve) => ((port1.onmessage = resolve), port2.postMessage(null)))
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
    }
  })
  await expect(page.getByRole('tabpanel')).toHaveAttribute('aria-busy', 'true')
  await pressAll(page, 'j', 'k', 'e')
  answer()
  await expect(staff.card(one)).toBeFocused()
  await expect(staff.card(two)).toBeVisible()
  await expect(staff.button('Archive')).toBeVisible()
  await expect(page.locator('app-action-notice')).not.toContainText('Archived')
})

test('a chat that is still loading leaves the focus where the reader has gone meanwhile', async ({
  staff,
  written,
}) => {
  const { page } = staff
  const email = await written('Is my parcel lost?')
  let load: (() => void) | undefined
  const asked = new Promise<void>((resolve) => (load = resolve))
  await page.route(/\/api\/admin\/chats\/[\w-]{36}$/, async (route) => {
    await asked
    await route.continue()
  })
  await staff.card(email).click()
  await staff.input.fill('It is not')
  load?.()
  await staff.expectMessages('Is my parcel lost?')
  await expect(staff.input).toBeFocused()
  await page.keyboard.type(', and')
  await expect(staff.input).toHaveValue('It is not, and')
})
